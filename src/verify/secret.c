/*
 * secret.c
 *		Requests that have a secret in them, instead of a signature.
 */
#include "verify/secret.h"

#include "text/encoding.h"
#include "verify/digest.h"

static const char *const wrong_secret = "The secret of the request does not match.";

/* The characters of a header's name (RFC 9110, section 5.6.2). */
static bool
is_name_character(char c)
{
	return is_digit(c) || is_letter(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

/* Where a key is "Name: value", the offset of the colon; else -1. */
static int
find_header_colon(Slice key)
{
	int colon = slice_find(key, ':');

	if (colon <= 0 || colon + 2 >= key.length || key.data[colon + 1] != ' ' || slice_find(key, '\n') >= 0)
		return -1;
	for (int i = 0; i < colon; i++)
	{
		if (!is_name_character(key.data[i]))
			return -1;
	}
	return colon;
}

SecretForm
ses_secret_form(Slice key)
{
	if (key.length > 0 && key.data[0] == '?')
		return SECRET_PARAMETER;
	if (find_header_colon(key) > 0)
		return SECRET_HEADER;
	return slice_find(key, ':') >= 0 ? SECRET_PASSWORD : SECRET_WORD;
}

static const char *
compare(Slice sent, Slice secret)
{
	return ses_is_equal_in_constant_time(sent, secret) ? NULL : wrong_secret;
}

static const char *
check_parameter(const Request *request, Slice key)
{
	int			equals = slice_find(key, '=');
	Slice		sent;
	const char *problem;

	if (equals < 2 || equals + 1 == key.length)
		return "The key is not a parameter with a value: ?name=value.";
	problem = ses_request_parameter(request, (Slice) {key.data + 1, equals - 1}, &sent);
	return problem != NULL ? problem : compare(sent, slice_from(key, equals + 1));
}

static const char *
check_header(const Request *request, Slice key)
{
	int			colon = find_header_colon(key);
	char	   *name = pnstrdup(key.data, colon);
	Slice		sent;
	const char *problem;

	for (int i = 0; i < colon; i++)
		name[i] = to_lower(name[i]);
	problem = ses_request_header(request, name, &sent);
	return problem != NULL ? problem : compare(sent, slice_trim(slice_from(key, colon + 1)));
}

/* Basic authentication (RFC 7617), in UTF-8. */
static const char *
check_password(const Request *request, Slice key)
{
	static const Slice basic = SLICE("Basic ");
	Slice			   header;
	Slice			   sent;
	Slice			   utf8;
	const char		  *problem = ses_request_header(request, "authorization", &header);

	if (problem != NULL)
		return problem;
	if (!slice_starts_with(header, basic))
		return "The header authorization is not Basic.";
	if (!ses_bytes_from_base64(slice_trim(slice_from(header, basic.length)), &sent))
		return "The header authorization is not base64.";
	if (key.data[key.length - 1] == ':')
		return "The key has no password.";
	if (!ses_utf8_from_text(key, &utf8))
		return "The key cannot be converted to UTF-8.";
	problem = compare(sent, utf8);
	ses_wipe(sent);
	if (utf8.data != key.data)
		ses_wipe(utf8);
	return problem;
}

/* A secret alone has a name in few providers' bodies. */
static const char *
check_word(Request *request, const SecretUse *use, Slice key)
{
	static const Scheme body = {.object = NULL};
	Slice				sent;
	const char		   *problem;

	if (use->member == NULL)
		return "The key has none of the forms user:password, Name: value, ?name=value.";
	problem = ses_request_member(request, &body, use->member, &sent);
	return problem != NULL ? problem : compare(sent, key);
}

const char *
ses_secret_check(Request *request, const SecretUse *use, SecretForm form, Slice key)
{
	switch (form)
	{
		case SECRET_PARAMETER:
			return check_parameter(request, key);
		case SECRET_HEADER:
			return check_header(request, key);
		case SECRET_PASSWORD:
			return check_password(request, key);
		case SECRET_WORD:
			return check_word(request, use, key);
	}
	return wrong_secret;
}
