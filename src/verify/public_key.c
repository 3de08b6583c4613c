/*
 * public_key.c
 *		Signatures that a public key verifies.
 *
 * PEM is read here, and DER by libcrypto: its own reader of PEM would ask the terminal
 * for the password of an encrypted key.  Nothing is allocated by the server between
 * the first and the last call of libcrypto, because an error would leak.
 */
#include "verify/public_key.h"

const char *const ses_wrong_signature = "The signature does not match.";

#ifdef USE_OPENSSL

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "text/encoding.h"

/* Shorter ones were broken, and no provider has them. */
#define MIN_RSA_BITS 2048

#define P256_BITS 256
#define ED25519_LENGTH 32

static const char *const no_key = "The key is neither a certificate nor a public key, in PEM or in base64.";

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

/* Whether a key is of the algorithm; else what is wrong with it. */
static const char *
check_key(SignatureAlgorithm algorithm, const EVP_PKEY *key)
{
	int type = EVP_PKEY_base_id(key);

	switch (algorithm)
	{
		case SIGNED_BY_RSA_SHA1:
		case SIGNED_BY_RSA_SHA256:
			if (type != EVP_PKEY_RSA)
				return "The key is not one of RSA.";
			return EVP_PKEY_bits(key) < MIN_RSA_BITS ? "The key is of RSA and has less than 2048 bits." : NULL;
		case SIGNED_BY_ECDSA_SHA256:
			if (type != EVP_PKEY_EC || EVP_PKEY_bits(key) != P256_BITS)
				return "The key is not one of the curve P-256.";
			return NULL;
#ifdef EVP_PKEY_ED25519
		case SIGNED_BY_ED25519:
			return type != EVP_PKEY_ED25519 ? "The key is not one of Ed25519." : NULL;
#endif
		default:
			return "The server's libcrypto has no Ed25519.";
	}
}

/* Ed25519 hashes by itself. */
static const char *
verify_message(EVP_PKEY *key, Slice message, Slice signature)
{
#ifdef EVP_PKEY_ED25519
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	int			result = -1;

	if (context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1)
		result = EVP_DigestVerify(context, (const unsigned char *) signature.data, signature.length,
								  (const unsigned char *) message.data, message.length);
	EVP_MD_CTX_free(context);
	return result == 1 ? NULL : ses_wrong_signature;
#else
	return ses_wrong_signature;
#endif
}

static const char *
verify_hash(SignatureAlgorithm algorithm, EVP_PKEY *key, Slice hash, Slice signature)
{
	const EVP_MD *type = algorithm == SIGNED_BY_RSA_SHA1 ? EVP_sha1() : EVP_sha256();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	bool		  is_ready = context != NULL && EVP_PKEY_verify_init(context) == 1 &&
		(algorithm == SIGNED_BY_ECDSA_SHA256 || EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1) &&
		EVP_PKEY_CTX_set_signature_md(context, type) == 1;
	int result = !is_ready ? 0 :
							 EVP_PKEY_verify(context, (const unsigned char *) signature.data, signature.length,
											 (const unsigned char *) hash.data, hash.length);

	EVP_PKEY_CTX_free(context);
	if (!is_ready)
		return "The server's libcrypto refuses the algorithm of the signature.";
	return result == 1 ? NULL : ses_wrong_signature;
}

const char *
ses_public_key_verify(SignatureAlgorithm algorithm, Slice key, Slice message, Slice signature)
{
	Slice		der;
	KeyReader	read;
	EVP_PKEY   *loaded;
	const char *problem;

	if (!decode_key(key, &der, &read))
		return no_key;
	ERR_clear_error();
	loaded = load_key(der, read);
	problem = loaded != NULL ? check_key(algorithm, loaded) : no_key;
	if (problem == NULL && algorithm == SIGNED_BY_ED25519)
		problem = verify_message(loaded, message, signature);
	else if (problem == NULL)
		problem = verify_hash(algorithm, loaded, message, signature);
	EVP_PKEY_free(loaded);
	/* The server's connections look at the same queue. */
	ERR_clear_error();
	return problem;
}

#else /* !USE_OPENSSL */

const char *
ses_public_key_verify(SignatureAlgorithm algorithm, Slice key, Slice message, Slice signature)
{
	return "The server was built without OpenSSL, and so cannot verify signatures by a public key.";
}

#endif
