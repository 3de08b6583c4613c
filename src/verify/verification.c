/*
 * verification.c
 *		Whether a request is of whom it says: by a signature, or by a secret.
 *
 * Values that are signed one after another must not be divided otherwise than the
 * provider did: then what is verified would not be what is read.  So a time has
 * ten digits, a value before a separator does not contain that, and one of
 * several lines has only one that may have line feeds.
 */
#include "verify/verification.h"

#include "miscadmin.h"

#include "base/compat.h"
#include "text/encoding.h"
#include "text/timestamp.h"
#include "verify/digest.h"
#include "verify/form.h"
#include "verify/public_key.h"
#include "verify/secret.h"

/* Seconds since the Unix epoch have as many from 2001 to 2286. */
#define DIGITS_OF_SECONDS 10

/* A sender signs with the old key and the new one while keys change. */
#define MAX_SIGNATURES 16

/* One scheme, applied to a request. */
typedef struct Check
{
	const Scheme *scheme;
	Request		 *request;
	Slice		  signatures; /* the list of them */
	Slice		  time;
	int64_t		  signed_at;
	bool		  is_applicable; /* the request has a signature of the scheme */
	Digest		  digest;
} Check;

/*
 * The request
 */

/* The element of a header that has a prefix, where there is one. */
static const char *
find_element(Check *check, const Place *place, Slice *value)
{
	const char *problem = ses_request_find(check->request, check->scheme, place, value);
	Slice		list = *value;

	if (problem == NULL && place->prefix != NULL &&
		!ses_request_next(&list, check->scheme->separator, place->prefix, value))
		problem = psprintf("The header %s has no \"%s\".", place->name, place->prefix);
	return problem;
}

static const char *
find_signature(Check *check)
{
	const Scheme *scheme = check->scheme;
	Slice		  value;
	const char	 *problem = find_element(check, &scheme->signature, &value);

	if (problem == NULL)
		problem = ses_request_find(check->request, scheme, &scheme->signature, &check->signatures);
	if (problem == NULL && scheme->version.kind != NO_PLACE)
	{
		problem = ses_request_find(check->request, scheme, &scheme->version, &value);
		if (problem == NULL && !slice_equals(value, slice_of(scheme->version_word)))
			problem = psprintf("The \"%s\" in the body is not known.", scheme->version.name);
	}
	check->is_applicable = problem == NULL;
	return problem;
}

static bool
is_seconds(Slice text)
{
	for (int i = 0; i < text.length; i++)
	{
		if (!is_digit(text.data[i]))
			return false;
	}
	return text.length == DIGITS_OF_SECONDS;
}

static const char *
find_time(Check *check)
{
	const Scheme *scheme = check->scheme;
	ParsedTime	  time;
	const char	 *problem;

	check->signed_at = NO_TIME;
	if (scheme->time.kind == NO_PLACE)
		return NULL;
	problem = find_element(check, &scheme->time, &check->time);
	if (problem != NULL)
		return problem;
	if (scheme->time_form == TIME_IN_SECONDS && !is_seconds(check->time))
		return "The time of the signature is not a number of seconds in ten digits.";
	if (!ses_timestamp_parse(check->time, &time) || time.is_local)
		return "The time of the signature is not a time with a zone.";
	check->signed_at = time.micros;
	return NULL;
}

/*
 * What is signed
 */

static const char *const not_utf8 = "The request cannot be converted to UTF-8 from the encoding of the database.";

static const char *
add_text(Check *check, Slice text)
{
	return ses_digest_add_text(&check->digest, text) ? NULL : not_utf8;
}

static const char *
add_header(Check *check, const SignedPart *part)
{
	Slice		value;
	const char *problem = ses_request_header(check->request, part->name, &value);

	if (problem != NULL)
		return problem;
	if (part[1].kind == SIGNED_WORDS && slice_find(value, part[1].name[0]) >= 0)
		return psprintf("The header %s contains a \"%s\".", part->name, part[1].name);
	return add_text(check, value);
}

static const char *
add_lines(Check *check, const SignedPart *part)
{
	Slice		value;
	const char *problem = ses_request_member(check->request, check->scheme, part->name, &value);

	if (problem != NULL)
		return problem;
	if (part != check->scheme->parts && slice_find(value, '\n') >= 0)
		return psprintf("The \"%s\" in the body contains a line feed.", part->name);
	ses_digest_add(&check->digest, slice_of(part->name));
	ses_digest_add(&check->digest, SLICE("\n"));
	problem = add_text(check, value);
	ses_digest_add(&check->digest, SLICE("\n"));
	return problem;
}

static const char *
add_member(Check *check, const SignedPart *part)
{
	Slice		value;
	const char *problem = ses_request_member(check->request, check->scheme, part->name, &value);

	return problem != NULL ? problem : add_text(check, value);
}

/*
 * Nothing divides names and values where they are signed.  So what is JSON to
 * ses_payload is no form here, even if its text can be divided into the same fields.
 */
static const char *
add_fields(Check *check, const SignedPart *part)
{
	FormBytes *fields;
	Slice	   utf8;
	int		   count;
	bool	   has_name = false;
	Slice	   body = slice_trim(check->request->body);

	if (!ses_utf8_from_text(body, &utf8))
		return not_utf8;
	if (slice_starts_with(body, SLICE("{")) || !ses_request_has_member(check->request, check->scheme, part->name))
		return psprintf("The body is not a form with a field %s.", part->name);
	count = ses_form_read(utf8, &fields);
	for (int i = 0; i < count; i++)
	{
		ses_digest_add(&check->digest, fields[i].name);
		ses_digest_add(&check->digest, fields[i].value);
		has_name |= slice_equals(fields[i].name, slice_of(part->name));
	}
	return has_name ? NULL : psprintf("The body is not a form with a field %s.", part->name);
}

static const char *
add_part(Check *check, const SignedPart *part)
{
	switch (part->kind)
	{
		case SIGNED_WORDS:
			ses_digest_add(&check->digest, slice_of(part->name));
			return NULL;
		case SIGNED_HEADER:
			return add_header(check, part);
		case SIGNED_TIME:
			return add_text(check, check->time);
		case SIGNED_MEMBER:
			return add_member(check, part);
		case SIGNED_OPTIONAL_LINES:
			if (!ses_request_has_member(check->request, check->scheme, part->name))
				return NULL;
			return add_lines(check, part);
		case SIGNED_LINES:
			return add_lines(check, part);
		case SIGNED_BODY:
			return add_text(check, check->request->body);
		case SIGNED_URL:
			if (check->request->url.length == 0)
				return "The argument url is missing: the signature covers the URL.";
			return add_text(check, check->request->url);
		case SIGNED_FIELDS:
			return add_fields(check, part);
		case PARTS_END:
			break;
	}
	return NULL;
}

/* Computes the digest of all that is signed. */
static const char *
compute(Check *check, Slice secret)
{
	const char *problem = NULL;
	const char *failure;

	ses_digest_begin(&check->digest, check->scheme->algorithm, secret);
	for (const SignedPart *part = check->scheme->parts; problem == NULL && part->kind != PARTS_END; part++)
		problem = add_part(check, part);
	failure = ses_digest_end(&check->digest);
	return problem != NULL ? problem : failure;
}

/*
 * The signature
 */

static bool
is_public_key_scheme(const Scheme *scheme)
{
	return scheme->algorithm != SIGNED_BY_HMAC_SHA1 && scheme->algorithm != SIGNED_BY_HMAC_SHA256;
}

static bool
decode_hex(Slice hex, Slice *bytes)
{
	char *to = palloc(hex.length / 2 + 1);

	for (int i = 0; i + 1 < hex.length; i += 2)
	{
		int high = hex_value(hex.data[i]);
		int low = hex_value(hex.data[i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i / 2] = (char) (high * 16 + low);
	}
	*bytes = (Slice) {to, hex.length / 2};
	return hex.length % 2 == 0;
}

static bool
decode(ByteForm form, Slice text, Slice *bytes)
{
	return form == BYTES_AS_HEX ? decode_hex(text, bytes) : ses_bytes_from_base64(text, bytes);
}

static const char *
compare(const Check *check, Slice key, Slice signature)
{
	const Digest *digest = &check->digest;
	Slice		  result = {(const char *) digest->result, digest->result_length};

	if (digest->whole != NULL)
		result = (Slice) {digest->whole, (int) digest->length};
	if (is_public_key_scheme(check->scheme))
		return ses_public_key_verify(check->scheme->algorithm, key, result, signature);
	return ses_is_equal_in_constant_time(result, signature) ? NULL : ses_wrong_signature;
}

/* Compares each signature of the request: one was made by each key while keys are changed. */
static const char *
compare_all(Check *check, Slice key)
{
	const Scheme *scheme = check->scheme;
	Slice		  list = check->signatures;
	const char	 *problem = NULL;
	Slice		  text;
	Slice		  signature;
	int			  count = 0;

	while (ses_request_next(&list, scheme->separator, scheme->signature.prefix, &text))
	{
		CHECK_FOR_INTERRUPTS();
		/* Each one of Ed25519 costs as much time as the body has bytes. */
		if (count++ == MAX_SIGNATURES)
			return psprintf("The header %s has more than %d signatures.", scheme->signature.name, MAX_SIGNATURES);
		if (!decode(scheme->signature_form, text, &signature))
			problem = scheme->signature_form == BYTES_AS_HEX ? "The signature is not hexadecimal." : "The signature is not base64.";
		else
			problem = compare(check, key, signature);
		if (problem == NULL)
			return NULL;
	}
	return problem;
}

/*
 * The key
 */

/* A public key is known to others: as a secret, it would let them sign. */
static bool
is_pem(Slice key)
{
	return slice_starts_with(key, SLICE("-----BEGIN "));
}

/* Decodes base64 without a copy of its digits, which would not be overwritten. */
static bool
decode_secret(Slice base64, Slice *secret)
{
	int	  room = pg_b64_dec_len(base64.length) + 1;
	char *bytes = palloc(room);

	*secret = (Slice) {bytes, decode_base64(base64.data, base64.length, bytes, room)};
	return secret->length > 0;
}

/* The bytes of a secret, in a new piece of memory, or the problem. */
static const char *
read_secret(const Scheme *scheme, Slice key, Slice *secret)
{
	Slice utf8;

	*secret = NO_SLICE;
	if (is_pem(key))
		return "The key is not a secret, but in PEM.";
	if (scheme->key_prefix != NULL && slice_starts_with(key, slice_of(scheme->key_prefix)))
		key = slice_from(key, strlen(scheme->key_prefix));
	if (scheme->key_form == BYTES_AS_BASE64)
		return decode_secret(key, secret) ? NULL : "The key is not base64.";
	if (!ses_utf8_from_text(key, &utf8))
		return "The key cannot be converted to UTF-8.";
	*secret = (Slice) {pnstrdup(utf8.data, utf8.length), utf8.length};
	return NULL;
}

/* A key that must begin with a word, so that it is not taken for another kind. */
static const char *
read_public_key(const Scheme *scheme, Slice *key)
{
	if (scheme->key_prefix == NULL)
		return NULL;
	if (!slice_starts_with(*key, slice_of(scheme->key_prefix)))
		return psprintf("The key does not begin with %s.", scheme->key_prefix);
	*key = slice_from(*key, strlen(scheme->key_prefix));
	return NULL;
}

/* Members that are signed are read as text of the database, which may lack what an escape in JSON stands for. */
static bool
may_lack_characters(const Check *check)
{
	Slice rest = check->request->body;
	int	  encoding = GetDatabaseEncoding();
	int	  at;

	if (check->scheme->covers != COVERS_MESSAGE || encoding == PG_UTF8 || encoding == PG_SQL_ASCII)
		return false;
	while ((at = slice_find(rest, '\\')) >= 0 && at + 1 < rest.length)
	{
		if (rest.data[at + 1] == 'u')
			return true;
		rest = slice_from(rest, at + 2);
	}
	return false;
}

static const char *
check_signature(Check *check, Slice key)
{
	Slice		secret = NO_SLICE;
	const char *problem = find_signature(check);

	if (problem != NULL)
		return problem;
	if (is_public_key_scheme(check->scheme))
		problem = read_public_key(check->scheme, &key);
	else
		problem = read_secret(check->scheme, key, &secret);
	if (problem == NULL)
		problem = find_time(check);
	if (problem == NULL)
		problem = compute(check, secret);
	ses_wipe(secret);
	if (problem == NULL)
		problem = compare_all(check, key);
	if (problem == ses_wrong_signature && may_lack_characters(check))
		problem = "The signature does not match, or the encoding of the database lacks a character of the body.";
	return problem;
}

/*
 * Checks a request by all schemes of a name, and returns whether there is one.  The
 * problem is that of the first scheme of which the request has a signature.
 */
static bool
check_schemes(Slice name, Request *request, Slice key, Verification *verification)
{
	bool is_known = false;
	bool is_applicable = false;

	for (const Scheme *scheme = ses_schemes; scheme->providers[0] != NULL; scheme++)
	{
		Check		check = {.scheme = scheme, .request = request, .signed_at = NO_TIME};
		const char *problem;

		if (!ses_scheme_is_of(scheme, name))
			continue;
		problem = check_signature(&check, key);
		if (problem == NULL)
		{
			*verification = (Verification) {NULL, scheme->covers, check.signed_at};
			return true;
		}
		if (!is_known || (check.is_applicable && !is_applicable))
			verification->problem = problem;
		is_known = true;
		is_applicable |= check.is_applicable;
	}
	return is_known;
}

Verification
ses_verify_request(Slice provider, Request *request, Slice key)
{
	Verification	 verification = {NULL, COVERS_SECRET, NO_TIME};
	const SecretUse *use = ses_secret_use_of(provider);
	SecretForm		 form;

	key = slice_trim(key);
	form = ses_secret_form(key);
	if (key.length == 0)
		verification.problem = "The key is empty.";
	else if (use != NULL || form == SECRET_PARAMETER || form == SECRET_HEADER)
		verification.problem = ses_secret_check(request, use, form, key);
	else if (!check_schemes(provider, request, key, &verification))
	{
		/* The key says what a provider uses that is defined as data. */
		if (slice_starts_with(key, SLICE("whsec_")) || slice_starts_with(key, SLICE("whpk_")))
			check_schemes(SLICE("standard_webhooks"), request, key, &verification);
		else
			verification.problem = "The provider has no signature that is known; the key can be a secret in a header or in the URL.";
	}
	return verification;
}
