/*
 * key_reader.c
 *		Public keys, as libcrypto has them.
 *
 * PEM is read here, and DER by libcrypto: its own reader of PEM would ask the terminal
 * for the password of an encrypted key.
 */
#include "verify/key_reader.h"

#ifdef USE_OPENSSL

#include <openssl/err.h>
#include <openssl/x509.h>

#include "text/encoding.h"
#include "utils/memutils.h"

#define ED25519_LENGTH 32

/* Providers have one or two keys at a time; no chain of certificates is longer. */
#define MAX_KEYS 8
#define MAX_KEY_LENGTH 16384

/* What a block of PEM may contain (RFC 7468). */
typedef EVP_PKEY *(*KeyReader)(Slice der);

/* A certificate's key.  What follows the DER is an error, as is anything else in it. */
static EVP_PKEY *
read_certificate(Slice der)
{
	const unsigned char *next = (const unsigned char *) der.data;
	X509				*certificate = d2i_X509(NULL, &next, der.length);
	EVP_PKEY			*key = NULL;

	if (certificate != NULL && (const char *) next == der.data + der.length)
		key = X509_get_pubkey(certificate);
	X509_free(certificate);
	return key;
}

static EVP_PKEY *
require_end(EVP_PKEY *key, const unsigned char *next, Slice der)
{
	if (key != NULL && (const char *) next != der.data + der.length)
	{
		EVP_PKEY_free(key);
		return NULL;
	}
	return key;
}

static EVP_PKEY *
read_key(Slice der)
{
	const unsigned char *next = (const unsigned char *) der.data;
	EVP_PKEY			*key = d2i_PUBKEY(NULL, &next, der.length);

	return require_end(key, next, der);
}

/* Of PKCS #1. */
static EVP_PKEY *
read_rsa_key(Slice der)
{
	const unsigned char *next = (const unsigned char *) der.data;
	EVP_PKEY			*key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &next, der.length);

	return require_end(key, next, der);
}

#ifdef EVP_PKEY_ED25519
static EVP_PKEY *
read_ed25519_key(Slice bytes)
{
	if (bytes.length != ED25519_LENGTH)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, (const unsigned char *) bytes.data, bytes.length);
}
#endif

static const struct
{
	const char *begin;
	const char *end;
	KeyReader	read;
} pem_blocks[] = {
	{"-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", read_certificate},
	{"-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----", read_key},
	{"-----BEGIN RSA PUBLIC KEY-----", "-----END RSA PUBLIC KEY-----", read_rsa_key},
};

/* The offset of a text in another, -1 where it is not there. */
static int
find_text(Slice text, Slice wanted)
{
	for (int at = 0; at + wanted.length <= text.length; at++)
	{
		int dash = slice_find(slice_from(text, at), wanted.data[0]);

		if (dash < 0)
			return -1;
		at += dash;
		if (at + wanted.length <= text.length && memcmp(text.data + at, wanted.data, wanted.length) == 0)
			return at;
	}
	return -1;
}

/* The bytes of a key, and what they may be; false where it is not written as one. */
static bool
decode_key(Slice key, Slice *der, KeyReader *read)
{
	*read = NULL;
	for (int i = 0; i < (int) lengthof(pem_blocks); i++)
	{
		int	  start = find_text(key, slice_of(pem_blocks[i].begin));
		Slice rest;
		int	  end;

		if (start < 0)
			continue;
		rest = slice_from(key, start + strlen(pem_blocks[i].begin));
		end = find_text(rest, slice_of(pem_blocks[i].end));
		*read = pem_blocks[i].read;
		return end > 0 && ses_bytes_from_base64(slice_until(rest, end), der) && der->length > 0;
	}
	return ses_bytes_from_base64(key, der) && der->length > 0;
}

static EVP_PKEY *
load_key(Slice der, KeyReader read)
{
	EVP_PKEY *key;

	if (read != NULL)
		return read(der);
	key = read_key(der);
	if (key == NULL)
		key = read_certificate(der);
#ifdef EVP_PKEY_ED25519
	if (key == NULL)
		key = read_ed25519_key(der);
#endif
	return key;
}

/* Reads a key; the caller frees it. */
static EVP_PKEY *
read_text(Slice text)
{
	Slice	  der;
	KeyReader read;
	EVP_PKEY *key;

	if (!decode_key(text, &der, &read))
		return NULL;
	ERR_clear_error();
	key = load_key(der, read);
	/* The server's connections look at the same queue. */
	ERR_clear_error();
	return key;
}

typedef struct KeptKey
{
	char	 *text;
	int		  length;
	EVP_PKEY *key; /* NULL: the entry is free */
} KeptKey;

static KeptKey kept_keys[MAX_KEYS];
static int	   oldest;

/* Keeps a key in place of the oldest one. */
static void
keep(Slice text, EVP_PKEY *key)
{
	KeptKey *kept = &kept_keys[oldest];

	EVP_PKEY_free(kept->key);
	*kept = (KeptKey) {kept->text, text.length, key};
	memcpy(kept->text, text.data, text.length);
	oldest = (oldest + 1) % MAX_KEYS;
}

EVP_PKEY *
ses_key_find(Slice text)
{
	EVP_PKEY *key;

	if (text.length > MAX_KEY_LENGTH)
		return NULL;
	for (int i = 0; i < MAX_KEYS; i++)
	{
		if (kept_keys[i].key != NULL &&
			slice_equals((Slice) {kept_keys[i].text, kept_keys[i].length}, text))
			return kept_keys[i].key;
	}
	/* Before the key is read, because an error would leak it. */
	if (kept_keys[oldest].text == NULL)
		kept_keys[oldest].text = MemoryContextAlloc(TopMemoryContext, MAX_KEY_LENGTH);
	key = read_text(text);
	if (key != NULL)
		keep(text, key);
	return key;
}

#endif
