/*
 * scheme.h
 *		How providers sign their webhooks: a table.
 */
#ifndef SES_SCHEME_H
#define SES_SCHEME_H

#include "postgres.h"

#include "base/slice.h"

typedef enum SignatureAlgorithm
{
	SIGNED_BY_NONE, /* the request has a secret in it, and is not signed */
	SIGNED_BY_HMAC_SHA1,
	SIGNED_BY_HMAC_SHA256,
	SIGNED_BY_RSA_SHA1,
	SIGNED_BY_RSA_SHA256,
	SIGNED_BY_ECDSA_SHA256,
	SIGNED_BY_ED25519,
} SignatureAlgorithm;

/* How bytes are written as text. */
typedef enum ByteForm
{
	BYTES_AS_TEXT,
	BYTES_AS_HEX,
	BYTES_AS_BASE64,
} ByteForm;

/* What cannot be changed without the key. */
typedef enum Cover
{
	COVERS_BODY,	/* every byte, or every field of a form */
	COVERS_MESSAGE, /* the members of the body that hold the message */
	COVERS_TOKEN,	/* a token, which belongs to no content */
	COVERS_SECRET,	/* nothing: the sender knows the secret */
} Cover;

/* Words of these, by number. */
extern const char *const ses_signature_algorithms[];
extern const char *const ses_covers[];

typedef enum PlaceKind
{
	NO_PLACE,
	IN_HEADER,
	IN_BODY, /* a member of an object in JSON, or a field of a form */
} PlaceKind;

typedef struct Place
{
	PlaceKind	kind;
	const char *name;	/* of a header in lower case, of a member as it is written */
	const char *prefix; /* of the element of a list that is meant; NULL: the whole value */
} Place;

typedef enum SignedKind
{
	PARTS_END,
	SIGNED_WORDS,		   /* the name itself */
	SIGNED_HEADER,		   /* the value of a header */
	SIGNED_TIME,		   /* the time of the signature */
	SIGNED_MEMBER,		   /* the value of a member */
	SIGNED_LINES,		   /* name and value of a member, a line each; the value of the first may have several */
	SIGNED_OPTIONAL_LINES, /* the same, where the member is there */
	SIGNED_BODY,
	SIGNED_URL,
	SIGNED_FIELDS, /* names and values of a form, in the order of the names */
} SignedKind;

typedef struct SignedPart
{
	SignedKind	kind;
	const char *name; /* of SIGNED_FIELDS: a field that must be there */
} SignedPart;

typedef enum TimeForm
{
	TIME_IN_SECONDS, /* since the Unix epoch, in ten digits */
	TIME_IN_ISO,
} TimeForm;

#define MAX_PROVIDERS_OF_SCHEME 4

typedef struct Scheme
{
	const char		  *providers[MAX_PROVIDERS_OF_SCHEME + 1]; /* up to a NULL */
	SignatureAlgorithm algorithm;
	ByteForm		   key_form;   /* of HMAC and Ed25519 */
	const char		  *key_prefix; /* may stand before the key; NULL: none */
	const char		  *object;	   /* of the body, which has the members; NULL: the body itself */
	bool			   takes_last; /* of a field that is repeated, the last value counts */
	Place			   signature;
	ByteForm		   signature_form;
	char			   separator; /* of lists in the header of the signature; 0: no lists */
	Place			   version;	  /* NO_PLACE: none */
	const char		  *version_word;
	const SignedPart  *parts;
	Place			   time; /* of the signature */
	TimeForm		   time_form;
	Cover			   covers;
	const char		  *key; /* what the key is, for people */
	const char		  *source;
} Scheme;

/* All of them, in the order in which those of a provider are tried; ended by one without a provider. */
extern const Scheme ses_schemes[];

/* Whether a scheme is of a provider. */
extern bool ses_scheme_is_of(const Scheme *scheme, Slice provider);

/* Where providers that sign nothing send a secret. */
typedef enum SecretPlace
{
	IN_AUTHORIZATION, /* Basic authentication, or another header */
	IN_QUERY,		  /* of the URL */
} SecretPlace;

typedef struct SecretUse
{
	const char *provider;
	SecretPlace place;
	const char *member; /* of the body, where it can be as well; NULL: nowhere */
	const char *source;
} SecretUse;

/* Ended by one without a provider. */
extern const SecretUse ses_secret_uses[];

extern const SecretUse *ses_secret_use_of(Slice provider);

#endif /* SES_SCHEME_H */
