/*
 * digest.h
 *		What a signature is compared with: a message authentication code, or the hash
 *		that a public key has signed.
 *
 * The server's own functions compute them, in pieces, so that no body is copied and
 * a cancel request is served.  What they hold is released where a query ends
 * early, too.
 */
#ifndef SES_DIGEST_H
#define SES_DIGEST_H

#include "postgres.h"

#include "base/slice.h"
#include "verify/scheme.h"

#define MAX_DIGEST_LENGTH 32

typedef struct Digest
{
	struct pg_hmac_ctx		 *hmac;
	struct pg_cryptohash_ctx *hash;
	const char				 *problem; /* a sentence, or NULL */
	char					 *whole;   /* of Ed25519, which signs no hash */
	Size					  length;  /* of the whole */
	Size					  room;
	uint8					  result[MAX_DIGEST_LENGTH];
	int						  result_length;
} Digest;

/* Begins one.  The key is for HMAC. */
extern void ses_digest_begin(Digest *digest, SignatureAlgorithm algorithm, Slice key);

/* Adds bytes. */
extern void ses_digest_add(Digest *digest, Slice bytes);

/*
 * Adds a text of the database as UTF-8.  False where it cannot be converted; the
 * digest must be ended nevertheless.
 */
extern bool ses_digest_add_text(Digest *digest, Slice text);

/* Releases what was needed, and returns NULL, or the problem as a sentence. */
extern const char *ses_digest_end(Digest *digest);

/* Whether bytes are equal, in a time that depends on their number only. */
extern bool ses_is_equal_in_constant_time(Slice a, Slice b);

/* Overwrites bytes that were secret. */
extern void ses_wipe(Slice secret);

#endif /* SES_DIGEST_H */
