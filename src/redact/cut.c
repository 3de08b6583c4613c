/*
 * cut.c
 *		Cutting the mentions of an address out of a JSON value.
 *
 * They may stand in text that is itself JSON, lines of JSON or a form, and in
 * base64, in any nesting.  All functions here return whether there was a
 * mention, and set their result only then.
 */
#include "redact/cut_text.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "text/encoding.h"
#include "walk/envelope.h"
#include "json/building.h"
#include "json/parsing.h"
#include "json/reading.h"
#include "text/mention.h"
#include "walk/payload.h"
#include "walk/siblings.h"

static bool cut_value(Cut *self, const JsonbValue *value, int depth, JsonbValue *result);

MemoryContext
ses_cut_begin_scratch(Cut *self)
{
	MemoryContext outer = self->context;

	self->context = AllocSetContextCreate(outer, "looking into text", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(self->context);
	return outer;
}

void
ses_cut_end_scratch(Cut *self, MemoryContext outer, bool has_result, Slice *result)
{
	MemoryContextSwitchTo(outer);
	if (has_result)
	{
		char *copy = palloc(result->length + 1);

		memcpy(copy, result->data, result->length);
		result->data = copy;
	}
	MemoryContextDelete(self->context);
	self->context = outer;
}

/*
 * Text
 */

/* The first character of a text that is no blank, 0 where there is none; and the last. */
static char
first_character(Slice text)
{
	int at = 0;

	while (at < text.length && is_blank(text.data[at]))
		at++;
	return at < text.length ? text.data[at] : '\0';
}

static char
last_character(Slice text)
{
	int end = text.length;

	while (end > 0 && is_blank(text.data[end - 1]))
		end--;
	return end > 0 ? text.data[end - 1] : '\0';
}

/*
 * Whether a mention is all of an entry of a list in text.  The entry stays then, as
 * "<>", because what is left of the list must not look like the whole of it.
 */
static bool
is_entry(Slice before, Slice after)
{
	char previous = last_character(before);
	char next = first_character(after);
	bool is_before_separator = next == ',' || next == ';';

	if (previous == '\0')
		return is_before_separator || next == '(';
	if (previous == ',' || previous == ';')
		return is_before_separator || next == '(' || next == '\0';
	return previous == ':' && is_before_separator;
}

/* Whether a text is addresses with only blanks between them. */
static bool
is_words_with_at(Slice text)
{
	int	 words = 0;
	bool has_at = true;

	for (int i = 0; i < text.length && has_at; words++)
	{
		while (i < text.length && is_blank(text.data[i]))
			i++;
		if (i == text.length)
			break;
		for (has_at = false; i < text.length && !is_blank(text.data[i]); i++)
			has_at |= text.data[i] == '@';
	}
	return has_at && words > 1;
}

/* What stays in place of a mention: nothing but of an entry of a list. */
static const char *
placeholder(Slice before, Slice after, bool is_words)
{
	if (is_entry(before, after))
		return "<>";
	if (!is_words || (before.length > 0 && !is_blank(before.data[before.length - 1])) ||
		(after.length > 0 && !is_blank(after.data[0])))
		return "";
	return last_character(before) == '\0' ? "<>," : ", <>,";
}

/* A text as it stands. */
bool
ses_cut_plain(Cut *self, Slice text, bool look_into_base64, int depth, Slice *result)
{
	const Slice	   whole = text;
	StringInfoData made;
	bool		   found = false;
	bool		   is_words = false;
	Slice		   mention;

	initStringInfo(&made);
	for (;;)
	{
		bool  is_last = !ses_mention_find(text, self->address, &mention);
		Slice before = is_last ? text : slice_until(text, mention.data - text.data);

		CHECK_FOR_INTERRUPTS();
		if (look_into_base64)
			found |= ses_cut_append_base64(self, &made, before, depth);
		else
			appendBinaryStringInfo(&made, before.data, before.length);
		if (is_last)
			break;
		if (text.data == whole.data)
			is_words = is_words_with_at(whole);
		found = true;
		text = slice_from(text, before.length + mention.length);
		appendStringInfoString(&made, placeholder(slice_until(whole, mention.data - whole.data), text, is_words));
	}
	if (found)
		*result = (Slice) {made.data, made.len};
	else
		pfree(made.data);
	return found;
}

/*
 * Whether all numbers in a value have a text of a sane length: 1e131071 in
 * eight bytes would become 131,072 digits.
 */
static bool
has_plain_numbers(const JsonbValue *value)
{
	JsonScan   scan;
	JsonbValue element;
	bool	   plain = true;

	if (value->type == jbvNumeric)
		return ses_json_text(value).length > 0;
	if (ses_json_is_object(value))
		ses_json_scan_members(&scan, value);
	else if (ses_json_is_array(value))
		ses_json_scan_begin(&scan, value);
	else
		return true;
	while (plain && ses_json_scan_next(&scan, &element))
		plain = has_plain_numbers(&element);
	ses_json_scan_end(&scan);
	return plain;
}

/*
 * A text that is JSON, lines of JSON or a form is read, and written again as
 * JSON.  Sets *is_payload where it is one.
 */
static bool
cut_payload(Cut *self, Slice text, int depth, bool *is_payload, Slice *result)
{
	MemoryContext outer = ses_cut_begin_scratch(self);
	int			  elements = self->elements;
	bool		  found = false;
	JsonbValue	  value;
	JsonError	  error;

	*is_payload = ses_payload_read(text, &value, &error) && has_plain_numbers(&value);
	if (*is_payload && cut_value(self, &value, depth + 1, &value))
	{
		Jsonb *jsonb = ses_json_to_jsonb(&value);

		*result = slice_of(JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb)));
		found = true;
	}
	if (!found)
		self->elements = elements;
	ses_cut_end_scratch(self, outer, found, result);
	return found;
}

bool
ses_cut_text(Cut *self, Slice text, int depth, Slice *result)
{
	bool is_payload = false;

	CHECK_FOR_INTERRUPTS();
	if (text.length < self->address.length)
		return false;
	if (self->may_parse && depth < JSON_MAX_NESTING && ses_payload_is_likely(text) &&
		cut_payload(self, text, depth, &is_payload, result))
		return true;
	if (!is_payload && ses_cut_base64_text(self, text, depth, result))
		return true;
	/* In JSON, a member that is there again hides the first from its reader. */
	return ses_cut_plain(self, text, !is_payload, depth, result);
}

/*
 * Values
 */

static bool
cut_string(Cut *self, const JsonbValue *string, int depth, JsonbValue *result)
{
	Slice cut;

	if (!ses_cut_text(self, ses_json_text(string), depth, &cut))
		return false;
	ses_json_set_string(result, cut);
	return true;
}

/*
 * What stays of a container is put together from its parts as they are: to push
 * them would copy all that is in them, on each level again.  Only what still
 * lies in the payload's jsonb has to become a tree, once.
 */
static JsonbValue
as_tree(const JsonbValue *value)
{
	JsonbBuilder builder = {0};
	JsonbValue	 copy = *value;

	if (value->type != jbvBinary)
		return copy;
	/* In an array, because the outermost of what is pushed is a container. */
	push_jsonb(&builder, WJB_BEGIN_ARRAY, NULL);
	push_jsonb(&builder, WJB_ELEM, &copy);
	push_jsonb(&builder, WJB_END_ARRAY, NULL);
	return builder.result->val.array.elems[0];
}

/* Whether the element that was just found to mention the address is left out. */
static bool
is_left_out(Cut *self)
{
	int number = self->elements++;

	return self->left_out != NULL && self->left_out[number];
}

/* The index of the first element that mentions the address, -1 where there is none. */
static int
find_element(Cut *self, const JsonbValue *array, int depth, JsonbValue *result)
{
	int		   found = -1;
	JsonScan   scan;
	JsonbValue element;

	ses_json_scan_begin(&scan, array);
	while (found < 0 && ses_json_scan_next(&scan, &element))
	{
		/* What is made is wanted beyond the next element. */
		MemoryContextSwitchTo(self->context);
		if (cut_value(self, &element, depth, result))
			found = scan.index;
	}
	ses_json_scan_end(&scan);
	return found;
}

static bool
cut_array(Cut *self, const JsonbValue *array, int depth, JsonbValue *result)
{
	JsonbValue	first;
	int			first_place = find_element(self, array, depth, &first);
	JsonbValue *elements;
	int			count = 0;
	JsonScan	scan;
	JsonbValue	element;

	if (first_place < 0)
		return false;
	elements = MemoryContextAllocHuge(self->context, ses_json_length(array) * sizeof(JsonbValue));
	ses_json_scan_begin(&scan, array);
	while (ses_json_scan_next(&scan, &element))
	{
		bool is_cut = scan.index == first_place;

		MemoryContextSwitchTo(self->context);
		if (is_cut)
			element = first;
		else if (scan.index > first_place)
			is_cut = cut_value(self, &element, depth, &element);
		if (!is_cut)
			elements[count++] = as_tree(&element);
		else if (!is_left_out(self))
			elements[count++] = element;
	}
	ses_json_scan_end(&scan);

	ses_json_set_array(result, elements, count);
	return true;
}

/* Numbers the elements anew that an object has under decimal keys: it is none without the first. */
static void
renumber(JsonbPair *members, int count)
{
	int index = 0;

	for (int i = 0; i < count; i++)
	{
		if (ses_siblings_is_index(ses_json_text(&members[i].key)))
			ses_json_set_string(&members[i].key, slice_of(psprintf("%d", index++)));
	}
}

static bool
cut_object(Cut *self, const JsonbValue *object, int depth, JsonbValue *result)
{
	int		   count = ses_json_length(object);
	JsonbPair *members = MemoryContextAllocHuge(self->context, (count + 1) * sizeof(JsonbPair));
	bool	   any = false;
	bool	   any_left_out = false;
	JsonScan   scan;
	JsonbValue value;

	count = 0;
	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &value))
	{
		Slice name = scan.key;
		bool  is_cut;

		any |= ses_cut_text(self, name, depth, &name);
		is_cut = cut_value(self, &value, depth, &value);
		any |= is_cut;
		/* PHP has a list so that other parameters were added to. */
		if (is_cut && ses_siblings_is_index(scan.key) && is_left_out(self))
		{
			any_left_out = true;
			continue;
		}
		ses_json_set_string(&members[count].key, name);
		members[count].value = value;
		count++;
	}
	ses_json_scan_end(&scan);
	if (any_left_out)
		renumber(members, count);
	if (!any)
	{
		pfree(members);
		return false;
	}

	for (int i = 0; i < count; i++)
		members[i].value = as_tree(&members[i].value);
	ses_json_set_object(result, members, count);
	pfree(members);
	return true;
}

/*
 * What is nested deeper than text may be is no event of anybody.  Where it
 * mentions the address it becomes null, so that nothing here is deeper.
 */
static bool
cut_deep(Cut *self, const JsonbValue *value, JsonbValue *result)
{
	JsonbIterator	  *iterator = JsonbIteratorInit(value->val.binary.data);
	JsonbIteratorToken token;
	JsonbValue		   part;
	Slice			   cut;

	while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE)
	{
		if ((token == WJB_KEY || token == WJB_ELEM || token == WJB_VALUE) && part.type == jbvString &&
			ses_cut_plain(self, ses_json_text(&part), true, JSON_MAX_NESTING, &cut))
		{
			result->type = jbvNull;
			return true;
		}
	}
	return false;
}

static bool
cut_value(Cut *self, const JsonbValue *value, int depth, JsonbValue *result)
{
	if (value->type == jbvString)
		return cut_string(self, value, depth, result);
	if (!ses_json_is_object(value) && !ses_json_is_array(value))
		return false;
	if (depth > JSON_MAX_NESTING && value->type == jbvBinary)
		return cut_deep(self, value, result);
	if (ses_json_is_object(value))
		return cut_object(self, value, depth + 1, result);
	return cut_array(self, value, depth + 1, result);
}

bool
ses_cut_value(Cut *self, const JsonbValue *value, JsonbValue *result)
{
	self->context = CurrentMemoryContext;
	self->elements = 0;
	self->base64_depth = 0;
	self->decompressed = 0;
	return cut_value(self, value, 0, result);
}
