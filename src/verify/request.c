/*
 * request.c
 *		A request as it was received, and where things stand in it.
 */
#include "verify/request.h"

#include "json/reading.h"
#include "verify/headers.h"
#include "walk/payload.h"

const char *
ses_request_header(const Request *request, const char *name, Slice *value)
{
	int count;

	if (request->headers.type != jbvNull && !ses_headers_are_valid(&request->headers))
		return "The headers are neither an object of names and values nor a list of pairs.";
	count = ses_headers_find(&request->headers, slice_of(name), value);
	/* Two values may be those of two requests: none of them is what was signed. */
	if (count > 1)
		return psprintf("The header %s has several values.", name);
	return value->length == 0 ? psprintf("The header %s is missing.", name) : NULL;
}

/* Reads the body once, by the same rules as ses_payload, so that what is verified is what is parsed. */
static const JsonbValue *
read_document(Request *request)
{
	JsonError error;

	if (!request->is_read && (!ses_payload_read(request->body, &request->document, &error) || !ses_json_is_object(&request->document)))
		request->document.type = jbvNull;
	request->is_read = true;
	return &request->document;
}

/* The object that has the members of a scheme; false where the body has no such object. */
static bool
find_object(Request *request, const Scheme *scheme, JsonbValue *object)
{
	const JsonbValue *document = read_document(request);

	if (!ses_json_is_object(document))
		return false;
	if (scheme->object != NULL)
		return ses_json_get_object(document, scheme->object, object);
	*object = *document;
	return true;
}

/* A member of an object; false where it has none, or null. */
static bool
find_member(const Scheme *scheme, const JsonbValue *object, const char *name, JsonbValue *member)
{
	JsonbValue value;
	JsonScan   scan;

	if (!ses_json_get(object, name, &value))
		return false;
	*member = value;
	if (scheme->takes_last && ses_json_is_array(&value))
	{
		ses_json_scan_light(&scan, &value);
		while (ses_json_scan_next(&scan, member))
			;
	}
	return member->type != jbvNull;
}

bool
ses_request_has_member(Request *request, const Scheme *scheme, const char *name)
{
	JsonbValue object;
	JsonbValue member;

	return find_object(request, scheme, &object) && find_member(scheme, &object, name, &member);
}

/* "The body has no member \"signature\"." */
static const char *
missing_member(const Scheme *scheme, const char *name)
{
	if (scheme->object != NULL)
		return psprintf("The body has no \"%s\" in an object \"%s\".", name, scheme->object);
	return psprintf("The body has no \"%s\".", name);
}

const char *
ses_request_member(Request *request, const Scheme *scheme, const char *name, Slice *value)
{
	JsonbValue object;
	JsonbValue member;

	if (!ses_json_is_object(read_document(request)))
		return "The body is not a JSON object.";
	if (!find_object(request, scheme, &object) || !find_member(scheme, &object, name, &member))
		return missing_member(scheme, name);
	if (member.type != jbvString && member.type != jbvNumeric)
		return psprintf("The \"%s\" in the body is not a string.", name);
	*value = ses_json_text(&member);
	return value->length == 0 ? psprintf("The \"%s\" in the body is empty.", name) : NULL;
}

bool
ses_request_next(Slice *list, char separator, const char *prefix, Slice *element)
{
	while (list->length > 0)
	{
		int end = separator != '\0' ? slice_find(*list, separator) : -1;

		*element = slice_trim(end >= 0 ? slice_until(*list, end) : *list);
		*list = end >= 0 ? slice_from(*list, end + 1) : NO_SLICE;
		if (prefix == NULL)
			return true;
		if (element->length > (int) strlen(prefix) && memcmp(element->data, prefix, strlen(prefix)) == 0)
		{
			*element = slice_from(*element, strlen(prefix));
			return true;
		}
	}
	return false;
}

const char *
ses_request_find(Request *request, const Scheme *scheme, const Place *place, Slice *value)
{
	if (place->kind == IN_BODY)
		return ses_request_member(request, scheme, place->name, value);
	return ses_request_header(request, place->name, value);
}

const char *
ses_request_parameter(const Request *request, Slice name, Slice *value)
{
	int	  fragment = slice_find(request->url, '#');
	Slice query = fragment >= 0 ? slice_until(request->url, fragment) : request->url;
	int	  start = slice_find(query, '?');
	int	  count = 0;
	Slice part;

	if (request->url.length == 0)
		return "The argument url is missing: the key is a parameter of the URL.";
	query = start >= 0 ? slice_from(query, start + 1) : NO_SLICE;
	while (ses_request_next(&query, '&', NULL, &part))
	{
		int equals = slice_find(part, '=');

		if (equals < 0 || !slice_equals(slice_until(part, equals), name))
			continue;
		*value = slice_from(part, equals + 1);
		count++;
	}
	if (count > 1)
		return "The URL has the parameter of the key several times.";
	return count == 0 ? "The URL does not have the parameter of the key." : NULL;
}
