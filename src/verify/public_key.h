/*
 * public_key.h
 *		Signatures that a public key verifies: RSA, ECDSA, Ed25519.
 *
 * They require libcrypto, which a server has that was built with OpenSSL.
 */
#ifndef SES_PUBLIC_KEY_H
#define SES_PUBLIC_KEY_H

#include "postgres.h"

#include "base/slice.h"
#include "verify/scheme.h"

/*
 * Verifies a signature over a hash, or for Ed25519 over all that is signed.  The key is a
 * certificate or a public key: in PEM, or the base64 of DER (X.509,
 * SubjectPublicKeyInfo), or of Ed25519's 32 bytes.  Returns NULL where the signature
 * is right, ses_wrong_signature where it is not, else the problem as a sentence.
 */
extern const char *ses_public_key_verify(SignatureAlgorithm algorithm, Slice key, Slice message, Slice signature);

extern const char *const ses_wrong_signature;

#endif /* SES_PUBLIC_KEY_H */
