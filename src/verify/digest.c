/*
 * digest.c
 *		What a signature is compared with.
 */
#include "verify/digest.h"

#include "common/cryptohash.h"
#include "common/hmac.h"
#include "common/sha1.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "text/encoding.h"

/* So many bytes are converted and added at once: a cancel request waits for that. */
#define PIECE (64 * 1024)

StaticAssertDecl(MAX_DIGEST_LENGTH >= PG_SHA256_DIGEST_LENGTH, "a SHA-256 fits");

/* A system's policy may forbid SHA-1, for instance. */
static const char *const refused = "The server's cryptographic library refuses the algorithm of the signature.";

static void
begin_hmac(Digest *digest, pg_cryptohash_type type, Slice key)
{
	digest->hmac = pg_hmac_create(type);
	if (digest->hmac == NULL || pg_hmac_init(digest->hmac, (const uint8 *) key.data, key.length) < 0)
		digest->problem = refused;
}

static void
begin_hash(Digest *digest, pg_cryptohash_type type)
{
	digest->hash = pg_cryptohash_create(type);
	if (digest->hash == NULL || pg_cryptohash_init(digest->hash) < 0)
		digest->problem = refused;
}

void
ses_digest_begin(Digest *digest, SignatureAlgorithm algorithm, Slice key)
{
	bool is_sha1 = algorithm == SIGNED_BY_HMAC_SHA1 || algorithm == SIGNED_BY_RSA_SHA1;

	memset(digest, 0, sizeof(Digest));
	digest->result_length = is_sha1 ? SHA1_DIGEST_LENGTH : PG_SHA256_DIGEST_LENGTH;
	switch (algorithm)
	{
		case SIGNED_BY_HMAC_SHA1:
		case SIGNED_BY_HMAC_SHA256:
			begin_hmac(digest, is_sha1 ? PG_SHA1 : PG_SHA256, key);
			break;
		case SIGNED_BY_RSA_SHA1:
		case SIGNED_BY_RSA_SHA256:
		case SIGNED_BY_ECDSA_SHA256:
			begin_hash(digest, is_sha1 ? PG_SHA1 : PG_SHA256);
			break;
		case SIGNED_BY_ED25519:
			digest->room = PIECE;
			digest->whole = palloc(digest->room);
			break;
		case SIGNED_BY_NONE:
			digest->problem = "The provider does not sign.";
			break;
	}
}

static void
add_to_whole(Digest *digest, Slice bytes)
{
	if (digest->length + bytes.length > MaxAllocSize)
	{
		digest->problem = "The body is too long for a signature by Ed25519.";
		return;
	}
	if (digest->room - digest->length < (Size) bytes.length)
	{
		digest->room = Max(digest->room * 2, digest->length + bytes.length);
		digest->whole = repalloc_huge(digest->whole, digest->room);
	}
	memcpy(digest->whole + digest->length, bytes.data, bytes.length);
	digest->length += bytes.length;
}

void
ses_digest_add(Digest *digest, Slice bytes)
{
	const uint8 *data = (const uint8 *) bytes.data;

	int result = 0;

	if (digest->problem != NULL || bytes.length == 0)
		return;
	if (digest->hmac != NULL)
		result = pg_hmac_update(digest->hmac, data, bytes.length);
	else if (digest->hash != NULL)
		result = pg_cryptohash_update(digest->hash, data, bytes.length);
	else
		add_to_whole(digest, bytes);
	if (result < 0)
		digest->problem = refused;
}

/*
 * In a server that knows of no characters but bytes, or has UTF-8 as it is, any piece
 * of a text will do; else it ends between two characters.
 */
static int
piece_length(Slice text)
{
	if (text.length <= PIECE)
		return text.length;
	return Max(pg_mbcliplen(text.data, text.length, PIECE), 1);
}

bool
ses_digest_add_text(Digest *digest, Slice text)
{
	while (text.length > 0)
	{
		Slice piece = slice_until(text, piece_length(text));
		Slice utf8;

		CHECK_FOR_INTERRUPTS();
		if (!ses_utf8_from_text(piece, &utf8))
			return false;
		ses_digest_add(digest, utf8);
		if (utf8.data != piece.data)
			pfree((char *) utf8.data);
		text = slice_from(text, piece.length);
	}
	return true;
}

const char *
ses_digest_end(Digest *digest)
{
	if (digest->hmac != NULL)
	{
		if (digest->problem == NULL && pg_hmac_final(digest->hmac, digest->result, digest->result_length) < 0)
			digest->problem = refused;
		pg_hmac_free(digest->hmac);
	}
	if (digest->hash != NULL)
	{
		if (digest->problem == NULL && pg_cryptohash_final(digest->hash, digest->result, digest->result_length) < 0)
			digest->problem = refused;
		pg_cryptohash_free(digest->hash);
	}
	return digest->problem;
}

bool
ses_is_equal_in_constant_time(Slice a, Slice b)
{
	volatile unsigned char difference = a.length != b.length;

	for (int i = 0; i < Min(a.length, b.length); i++)
		difference |= (unsigned char) a.data[i] ^ (unsigned char) b.data[i];
	return difference == 0;
}

void
ses_wipe(Slice secret)
{
	if (secret.length > 0)
		explicit_bzero((char *) secret.data, secret.length);
}
