/*
 * payload.c
 *		From the text of a request body to JSON.
 */
#include "walk/payload.h"

#include "miscadmin.h"

#include "json/building.h"
#include "text/encoding.h"
#include "text/percent.h"

/* More fields than a webhook's form has; a text with more is not taken for one. */
#define FORM_MAX_FIELDS 1000
#define FORM_MAX_NAME 1000

/* What RFC 7464 has before each document. */
#define RECORD_SEPARATOR '\x1E'

static const Slice byte_order_mark = {"\xEF\xBB\xBF", 3};

static bool
begins_like_json(Slice text)
{
	return text.length > 0 && memchr("{[\"", text.data[0], 3) != NULL;
}

/* Where a document is or should be. */
static bool
begins_container(Slice text)
{
	return text.length > 0 && (text.data[0] == '{' || text.data[0] == '[');
}

/*
 * What may stand between documents and says nothing: blanks, the record separator
 * of RFC 7464, and what a zero byte has become.
 */
static Slice
skip_separators(Slice text)
{
	char  replacement[MAX_MULTIBYTE_CHAR_LEN];
	Slice zero = {replacement, ses_text_put_character(0, replacement)};

	while (text.length > 0)
	{
		if (is_blank(text.data[0]) || text.data[0] == RECORD_SEPARATOR)
			text = slice_from(text, 1);
		else if (zero.length > 1 && slice_starts_with(text, zero))
			text = slice_from(text, zero.length);
		else
			break;
	}
	return text;
}

/* The length of the line at the beginning of a text. */
static int
line_length(Slice text)
{
	int end = slice_find(text, '\n');

	return end >= 0 ? end : text.length;
}

/*
 * How much of a text belongs to what is broken at its beginning: its line, and
 * where a document is written over several lines, those that are indented or
 * close something.
 */
static int
broken_length(Slice text)
{
	int	  length = line_length(text);
	Slice line = slice_trim(slice_until(text, length));

	if (!begins_container(text) || memchr("{[,", line.data[line.length - 1], 3) == NULL)
		return length;
	while (length + 1 < text.length && memchr(" \t}]", text.data[length + 1], 4) != NULL)
		length += 1 + line_length(slice_from(text, length + 1));
	return length;
}

/*
 * Takes the next document off a text.  Objects and arrays may have anything
 * behind them, another value has a line of its own.  A comma behind a document
 * is there because some programs write lists without brackets.
 *
 * An attempt that fails may have gone over many lines, all of which are tried
 * again.  After so many bytes no attempt goes beyond its line, so that the time
 * stays linear.
 */
static bool
take_document(Slice *text, int *budget, int64 *patience, JsonbValue *value)
{
	JsonError error;
	Slice	  tried = *patience > 0 ? *text : slice_until(*text, line_length(*text));
	Slice	  rest;
	int		  length;

	if (!ses_json_parse_first(tried, budget, value, &length, &error))
	{
		*patience -= length;
		return false;
	}
	rest = slice_from(*text, length);
	if (begins_container(*text))
	{
		Slice behind = slice_trim_start(rest);

		if (slice_starts_with(behind, SLICE(",")))
			rest = slice_from(behind, 1);
	}
	else if (slice_trim(slice_until(rest, line_length(rest))).length > 0)
		return false;
	*text = rest;
	return true;
}

/* Whether a document may have events in it: an object, or a list of objects. */
static bool
bears_objects(const JsonbValue *document)
{
	JsonbValue first;

	return ses_json_is_object(document) ||
		(ses_json_is_array(document) && ses_json_get_first(document, &first) && ses_json_is_object(&first));
}

/* What a text consists of. */
typedef struct Parts
{
	JsonElements all;
	int			 documents; /* objects and arrays */
	int			 broken;	/* that begin like one, and are none */
	bool		 is_first;	/* the first part bears objects */
	bool		 any;		/* some part does */
} Parts;

/* Takes a text apart; false where it has too many parts. */
static bool
split_documents(Slice text, Parts *parts)
{
	int	  budget = JSON_MAX_VALUES;
	int64 patience = text.length * INT64CONST(2);

	while ((text = skip_separators(text)).length > 0)
	{
		bool	   is_container = begins_container(text);
		JsonbValue part;

		CHECK_FOR_INTERRUPTS();
		if (take_document(&text, &budget, &patience, &part))
		{
			parts->documents += is_container;
			parts->any |= bears_objects(&part);
			parts->is_first |= parts->any && parts->all.count == 0;
		}
		else if (budget-- > 0)
		{
			int length = broken_length(text);

			ses_json_set_string(&part, slice_trim(slice_until(text, length)));
			text = slice_from(text, length);
			parts->broken += is_container;
		}
		else
			return false;
		ses_json_add_element(&parts->all, &part);
	}
	return true;
}

/*
 * A sequence of documents: one per line, as Amazon SES writes them to Firehose,
 * without anything between, as Firehose itself joins them, or otherwise.  What is
 * broken, such as the last in a file that was cut, or is something else, becomes
 * a string: nothing is lost, and the other documents are read.
 *
 * Such a text consists of documents only, or begins with one that may have events
 * in it, or has one, and half of its parts are documents or begin like one: prose
 * with brackets in it is no sequence.
 */
static bool
read_documents(Slice text, JsonbValue *value)
{
	Parts parts = {0};
	int	  count;

	if ((slice_find(text, '{') < 0 && slice_find(text, '[') < 0) || !split_documents(text, &parts))
		return false;
	count = parts.all.count;
	if (parts.documents < count && !parts.is_first && !(parts.any && (parts.documents + parts.broken) * INT64CONST(2) >= count))
		return false;
	/* A single document has separators around it. */
	if (count == 1)
		*value = parts.all.elements[0];
	else
		ses_json_set_array(value, parts.all.elements, count);
	return true;
}

typedef struct FormField
{
	Slice name;
	Slice value;
} FormField;

/* The characters that forms are written in, and those that some forget to escape. */
static bool
is_form_character(char c)
{
	return is_digit(c) || is_letter(c) ||
		(c != '\0' && strchr("-._~*!'()@:/?,;$[]%+&=", c) != NULL);
}

/* Splits a form into its fields; returns how many, 0 where the text is no form. */
static int
split_form(Slice text, FormField *fields)
{
	int	 count = 0;
	bool has_value = false;

	for (int i = 0; i < text.length; i++)
	{
		if (!is_form_character(text.data[i]))
			return 0;
	}
	while (text.length > 0)
	{
		int	  ampersand = slice_find(text, '&');
		Slice field = ampersand >= 0 ? slice_until(text, ampersand) : text;
		int	  equals = slice_find(field, '=');

		text = ampersand >= 0 ? slice_from(text, ampersand + 1) : NO_SLICE;
		if (field.length == 0)
			continue;
		/* https://x.example/?a=1 is an address, and no form. */
		if (equals <= 0 || equals > FORM_MAX_NAME || count == FORM_MAX_FIELDS ||
			slice_find(slice_until(field, equals), '?') >= 0)
			return 0;
		fields[count].name = ses_percent_decode(slice_until(field, equals));
		fields[count].value = ses_percent_decode(slice_from(field, equals + 1));
		has_value |= fields[count].value.length > 0 && !slice_equals(fields[count].value, SLICE("="));
		count++;
	}
	/* What ends in equals signs and has no more of a form is base64. */
	return has_value ? count : 0;
}

/* Whether a field's name stands again among those from a place on, or before it. */
static bool
has_name(const FormField *fields, int from, int until, Slice name)
{
	for (int i = from; i < until; i++)
	{
		if (slice_equals(fields[i].name, name))
			return true;
	}
	return false;
}

/*
 * A form as an object of strings.  Of a field that is there more than once,
 * a list: an object would keep its last value only.
 */
static bool
read_form(Slice text, JsonbValue *value)
{
	FormField	*fields = palloc(FORM_MAX_FIELDS * sizeof(FormField));
	int			 count = split_form(text, fields);
	JsonbBuilder builder = {0};
	JsonbValue	 string;

	if (count == 0)
		return false;
	push_jsonb(&builder, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < count; i++)
	{
		bool is_repeated = has_name(fields, i + 1, count, fields[i].name);

		if (has_name(fields, 0, i, fields[i].name))
			continue;
		ses_json_set_string(&string, fields[i].name);
		push_jsonb(&builder, WJB_KEY, &string);
		if (is_repeated)
			push_jsonb(&builder, WJB_BEGIN_ARRAY, NULL);
		for (int j = i; j < (is_repeated ? count : i + 1); j++)
		{
			if (!slice_equals(fields[j].name, fields[i].name))
				continue;
			ses_json_set_string(&string, fields[j].value);
			push_jsonb(&builder, is_repeated ? WJB_ELEM : WJB_VALUE, &string);
		}
		if (is_repeated)
			push_jsonb(&builder, WJB_END_ARRAY, NULL);
	}
	push_jsonb(&builder, WJB_END_OBJECT, NULL);
	*value = *builder.result;
	return true;
}

bool
ses_payload_is_likely(Slice body)
{
	Slice text = slice_trim(body);

	return begins_like_json(text) || slice_starts_with(text, byte_order_mark) || ses_percent_is_json(text) ||
		(text.length > 0 && text.data[0] == RECORD_SEPARATOR) ||
		(slice_find(text, '=') > 0 && slice_find(text, '&') > 0);
}

bool
ses_payload_read(Slice body, JsonbValue *value, JsonError *error)
{
	Slice text = slice_trim(body);
	bool  is_encoded;

	/* The same bound for all forms: none makes more jsonb than there can be. */
	if (text.length > JSON_MAX_LENGTH)
	{
		error->problem = "it is longer than " CppAsString2(JSON_MAX_LENGTH) " bytes";
		error->character = 1;
		return false;
	}
	if (slice_starts_with(text, byte_order_mark))
		text = slice_from(text, byte_order_mark.length);

	if (ses_json_parse(text, value, error))
		return true;
	is_encoded = ses_percent_is_json(text);
	if (is_encoded)
	{
		Slice json = slice_trim(ses_percent_decode_json(text));

		if (ses_json_parse(json, value, error) || read_documents(json, value))
			return true;
	}
	if (read_form(text, value) || read_documents(text, value))
		return true;
	if (!begins_like_json(text) && !is_encoded)
		error->problem = NULL;
	return false;
}
