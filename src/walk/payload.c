/*
 * payload.c
 *		From the text of a request body to JSON.
 */
#include "walk/payload.h"

#include "miscadmin.h"

#include "json/building.h"
#include "text/encoding.h"

/* More fields than a webhook's form has; a text with more is not taken for one. */
#define FORM_MAX_FIELDS 1000
#define FORM_MAX_NAME 1000

static const Slice byte_order_mark = {"\xEF\xBB\xBF", 3};

static bool
begins_like_json(Slice text)
{
	return text.length > 0 && memchr("{[\"", text.data[0], 3) != NULL;
}

/* Takes a line off a text; false where there is none left. */
static bool
take_line(Slice *rest, Slice *line)
{
	int end = slice_find(*rest, '\n');

	if (rest->length == 0)
		return false;
	*line = slice_trim(end >= 0 ? slice_until(*rest, end) : *rest);
	*rest = end >= 0 ? slice_from(*rest, end + 1) : NO_SLICE;
	return true;
}

/* Several lines, half of which or more begin like an object or an array. */
static bool
looks_like_lines(Slice text)
{
	Slice line;
	int64 count = 0;
	int64 documents = 0;

	while (take_line(&text, &line))
	{
		CHECK_FOR_INTERRUPTS();
		if (line.length == 0)
			continue;
		count++;
		if (line.data[0] == '{' || line.data[0] == '[')
			documents++;
	}
	return count > 1 && documents * 2 >= count;
}

/*
 * Newline-delimited JSON, as Firehose writes it.  A line that is broken, such
 * as the last of a file that was cut, or is something else, becomes a string:
 * nothing is lost, and the other lines are read.
 */
static bool
read_lines(Slice text, JsonbValue *value)
{
	JsonbBuilder builder = {0};
	int			 budget = JSON_MAX_VALUES;
	Slice		 line;
	bool		 any = false;

	if (!looks_like_lines(text))
		return false;
	push_jsonb(&builder, WJB_BEGIN_ARRAY, NULL);
	while (take_line(&text, &line))
	{
		JsonbValue element;
		JsonError  error;

		CHECK_FOR_INTERRUPTS();
		if (line.length == 0)
			continue;
		if (ses_json_parse_within(line, &budget, &element, &error))
			any = true;
		else if (budget-- > 0)
			ses_json_set_string(&element, line);
		else
			return false;
		push_jsonb(&builder, WJB_ELEM, &element);
	}
	push_jsonb(&builder, WJB_END_ARRAY, NULL);
	*value = *builder.result;
	return any;
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

/*
 * Whether a value is one address, nothing of which is escaped.  No blank can
 * stand in that, so a + is meant, as in the messages of Alibaba's MNS, which
 * escape nothing.
 */
static bool
is_bare_address(Slice value)
{
	int at = slice_find(value, '@');

	if (at <= 0 || at == value.length - 1)
		return false;
	for (int i = 0; i < value.length; i++)
	{
		char c = value.data[i];

		if ((c == '@' && i != at) || (c == '+' && i > at) || (c != '\0' && strchr("%:/,;", c) != NULL))
			return false;
	}
	return true;
}

/*
 * Decodes a name or a value of a form: + is a blank, %XX a byte.  A % that
 * introduces nothing stands for itself, as in browsers.
 */
static bool
decode_form_text(Slice encoded, Slice *text)
{
	bool  is_address = is_bare_address(encoded);
	char *bytes = palloc(encoded.length + 1);
	int	  length = 0;

	for (int i = 0; i < encoded.length; i++)
	{
		char c = encoded.data[i];
		int	 high = c == '%' && i + 2 < encoded.length ? hex_value(encoded.data[i + 1]) : -1;
		int	 low = high >= 0 ? hex_value(encoded.data[i + 2]) : -1;

		if (low >= 0)
		{
			c = (char) (high * 16 + low);
			i += 2;
		}
		else if (c == '+' && !is_address)
			c = ' ';
		bytes[length++] = c;
	}
	return ses_text_from_utf8((Slice) {bytes, length}, text);
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
		if (!decode_form_text(slice_until(field, equals), &fields[count].name) ||
			!decode_form_text(slice_from(field, equals + 1), &fields[count].value))
			return 0;
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

	return begins_like_json(text) || slice_starts_with(text, byte_order_mark) ||
		(slice_find(text, '=') > 0 && slice_find(text, '&') > 0);
}

bool
ses_payload_read(Slice body, JsonbValue *value, JsonError *error)
{
	Slice text = slice_trim(body);

	/* The same bound for all forms: none makes more jsonb than there can be. */
	if (text.length > JSON_MAX_LENGTH)
	{
		error->problem = "it is longer than " CppAsString2(JSON_MAX_LENGTH) " bytes";
		error->character = 1;
		return false;
	}
	if (slice_starts_with(text, byte_order_mark))
		text = slice_from(text, byte_order_mark.length);

	if (ses_json_parse(text, value, error) || read_lines(text, value) || read_form(text, value))
		return true;
	if (!begins_like_json(text))
		error->problem = NULL;
	return false;
}
