/*
 * headers.c
 *		The headers of a request, as jsonb.
 */
#include "verify/headers.h"

#include "json/reading.h"

/* What is looked for, and what was found. */
typedef struct Search
{
	Slice  name;
	int	   count; /* of different values */
	Slice *value;
} Search;

bool
ses_headers_are_valid(const JsonbValue *headers)
{
	return ses_json_is_object(headers) || ses_json_is_array(headers);
}

static void
take_value(Search *search, const JsonbValue *value)
{
	Slice text = slice_trim(ses_json_text(value));

	if (search->count == 0)
	{
		*search->value = text;
		search->count = 1;
	}
	else if (!slice_equals(text, *search->value))
		search->count = 2;
}

/* Takes the values of a header that has the name: a list counts as several headers. */
static void
take_header(Search *search, Slice name, const JsonbValue *values)
{
	JsonScan   scan;
	JsonbValue value;

	if (!slice_equals_nocase(slice_trim(name), search->name))
		return;
	if (!ses_json_is_array(values))
	{
		take_value(search, values);
		return;
	}
	ses_json_scan_light(&scan, values);
	while (ses_json_scan_next(&scan, &value))
		take_value(search, &value);
}

/* Takes the header that a list of two values is. */
static void
take_pair(Search *search, const JsonbValue *pair)
{
	JsonScan   scan;
	JsonbValue name;
	JsonbValue value;

	ses_json_scan_light(&scan, pair);
	if (ses_json_scan_next(&scan, &name) && ses_json_scan_next(&scan, &value))
		take_header(search, ses_json_text(&name), &value);
}

static void
search_list(Search *search, const JsonbValue *list)
{
	JsonScan   scan;
	JsonbValue element;
	Slice	   name = NO_SLICE;
	bool	   has_name = false;

	ses_json_scan_light(&scan, list);
	while (ses_json_scan_next(&scan, &element))
	{
		if (ses_json_is_array(&element))
			take_pair(search, &element);
		else if (has_name)
			take_header(search, name, &element);
		else
			name = ses_json_text(&element);
		has_name = !ses_json_is_array(&element) && !has_name;
	}
}

int
ses_headers_find(const JsonbValue *headers, Slice name, Slice *value)
{
	Search	   search = {.name = name, .value = value};
	JsonScan   scan;
	JsonbValue member;

	*value = NO_SLICE;
	if (ses_json_is_array(headers))
		search_list(&search, headers);
	else if (ses_json_is_object(headers))
	{
		ses_json_scan_members(&scan, headers);
		while (ses_json_scan_next(&scan, &member))
			take_header(&search, scan.key, &member);
		ses_json_scan_end(&scan);
	}
	return search.count;
}
