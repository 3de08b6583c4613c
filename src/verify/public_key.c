/*
 * public_key.c
 *		Signatures that a public key verifies.
 *
 * Nothing is allocated by the server between the first and the last call of libcrypto,
 * because an error would leak.
 */
#include "verify/public_key.h"

const char *const ses_wrong_signature = "The signature does not match.";

#ifdef USE_OPENSSL

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "verify/key_reader.h"

/* Shorter ones were broken, and no provider has them. */
#define MIN_RSA_BITS 2048

#define P256_BITS 256

static const char *const refused = "The server's cryptographic library refuses the algorithm of the signature.";

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

/* Ed25519 signs the message, not a hash of it. */
static const char *
verify_message(EVP_PKEY *key, Slice message, Slice signature)
{
#ifdef EVP_PKEY_ED25519
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool		is_ready = context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1;
	int			result = 0;

	if (is_ready)
		result = EVP_DigestVerify(context, (const unsigned char *) signature.data, signature.length,
								  (const unsigned char *) message.data, message.length);
	EVP_MD_CTX_free(context);
	if (!is_ready)
		return refused;
	return result == 1 ? NULL : ses_wrong_signature;
#else
	return refused;
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
		return refused;
	return result == 1 ? NULL : ses_wrong_signature;
}

const char *
ses_public_key_verify(SignatureAlgorithm algorithm, Slice key, Slice message, Slice signature)
{
	EVP_PKEY   *loaded = ses_key_find(key);
	const char *problem;

	if (loaded == NULL)
		return "The key is neither a certificate nor a public key, in PEM or in base64.";
	ERR_clear_error();
	problem = check_key(algorithm, loaded);
	if (problem == NULL && algorithm == SIGNED_BY_ED25519)
		problem = verify_message(loaded, message, signature);
	else if (problem == NULL)
		problem = verify_hash(algorithm, loaded, message, signature);
	/* The server's connections look at the same queue. */
	ERR_clear_error();
	return problem;
}

#else /* !USE_OPENSSL */

const char *
ses_public_key_verify(SignatureAlgorithm algorithm pg_attribute_unused(), Slice key pg_attribute_unused(),
					  Slice message pg_attribute_unused(), Slice signature pg_attribute_unused())
{
	return "The server was built without OpenSSL, and so cannot verify signatures by a public key.";
}

#endif
