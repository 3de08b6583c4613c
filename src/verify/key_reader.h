/*
 * key_reader.h
 *		Public keys, as libcrypto has them.
 *
 * libcrypto 3 takes 300 microseconds to read a key, and 40 to verify a signature by it.
 * So a backend keeps the last keys.  They are public.
 */
#ifndef SES_KEY_READER_H
#define SES_KEY_READER_H

#include "postgres.h"

#ifdef USE_OPENSSL

#include <openssl/evp.h>

#include "base/slice.h"

/*
 * A key from its text: see ses_public_key_verify.  It belongs to the cache, and is there
 * until the next call.  NULL where the text is not a key.
 */
extern EVP_PKEY *ses_key_find(Slice text);

#endif

#endif /* SES_KEY_READER_H */
