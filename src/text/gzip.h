/*
 * gzip.h
 *		Decompressing gzip (RFC 1952), in bounded memory and without raising.
 */
#ifndef SES_GZIP_H
#define SES_GZIP_H

#include "postgres.h"

#include "base/slice.h"

/*
 * So many bytes are decompressed of one payload: many times what a webhook has,
 * and few enough for the memory of a backend.
 */
#define GZIP_MAX_LENGTH (64 * 1024 * 1024)

/* Whether bytes begin as gzip does, which neither JSON nor a form does. */
extern bool ses_gzip_is_likely(Slice bytes);

/*
 * Decompresses gzip into a new piece of memory of at most so many bytes.  Returns
 * NULL, or a clause about what is wrong: "is …".  In either case the length of
 * *bytes is how many came out, so that the caller can bound several.
 */
extern const char *ses_gzip_inflate(Slice gzip, int room, Slice *bytes);

#endif /* SES_GZIP_H */
