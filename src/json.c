/*
 * json.c
 *		Reading JSON values: inside a jsonb, or a tree in memory.
 */
#include "json.h"

#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

/* A number has a text if a bigint can hold its whole, and it has no more decimals. */
#define MAX_SCALE 18

void
ses_json_root(Jsonb *jsonb, JsonbValue *value)
{
	if (JB_ROOT_IS_SCALAR(jsonb))
		JsonbExtractScalar(&jsonb->root, value);
	else
		JsonbToJsonbValue(jsonb, value);
}

bool
ses_json_is_object(const JsonbValue *value)
{
	return value->type == jbvObject ||
		(value->type == jbvBinary && JsonContainerIsObject(value->val.binary.data));
}

bool
ses_json_is_array(const JsonbValue *value)
{
	return value->type == jbvArray ||
		(value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data));
}

int
ses_json_length(const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvArray:
			return value->val.array.nElems;
		case jbvObject:
			return value->val.object.nPairs;
		case jbvBinary:
			return JsonContainerSize(value->val.binary.data);
		case jbvNull:
			return 0;
		default:
			return 1;
	}
}

int
ses_json_list_length(const JsonbValue *list)
{
	return ses_json_is_object(list) ? 1 : ses_json_length(list);
}

int
ses_json_compare_keys(Slice a, Slice b)
{
	return a.length != b.length ? a.length - b.length : memcmp(a.data, b.data, a.length);
}

/* In a tree, members are sorted. */
static bool
get_from_tree(const JsonbValue *object, Slice key, JsonbValue *member)
{
	int			low = 0;
	int			high = object->val.object.nPairs;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;
		const JsonbPair *pair = &object->val.object.pairs[middle];
		int			order = ses_json_compare_keys(ses_json_text(&pair->key), key);

		if (order == 0)
		{
			*member = pair->value;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool
ses_json_get_member(const JsonbValue *object, Slice key, JsonbValue *member)
{
	bool		found = false;

	if (ses_json_is_object(object))
	{
		if (object->type == jbvObject)
			found = get_from_tree(object, key, member);
		else
			found = getKeyJsonValueFromContainer(object->val.binary.data,
												 key.data, key.length, member) != NULL;
	}
	if (!found)
		member->type = jbvNull;
	return found;
}

bool
ses_json_get_object(const JsonbValue *object, const char *key, JsonbValue *member)
{
	if (ses_json_get(object, key, member) && ses_json_is_object(member))
		return true;
	member->type = jbvNull;
	return false;
}

bool
ses_json_get_first(const JsonbValue *list, JsonbValue *element)
{
	JsonbValue *found;

	if (list->type == jbvArray)
	{
		if (list->val.array.nElems == 0)
			return false;
		*element = list->val.array.elems[0];
		return true;
	}
	if (!ses_json_is_array(list))
	{
		*element = *list;
		return list->type != jbvNull;
	}
	found = getIthJsonbValueFromContainer(list->val.binary.data, 0);
	if (found == NULL)
		return false;
	*element = *found;
	return true;
}

/*
 * Whether a number has a text that anybody would write: 1e131071 has eight
 * bytes in a jsonb, and 131,072 digits.
 */
static bool
is_plain_number(Numeric number)
{
	Datum		bound = NumericGetDatum(int64_to_numeric(PG_INT64_MAX));
	Datum		magnitude = DirectFunctionCall1(numeric_abs, NumericGetDatum(number));

	return DatumGetInt32(DirectFunctionCall1(numeric_scale, magnitude)) <= MAX_SCALE &&
		DatumGetBool(DirectFunctionCall2(numeric_le, magnitude, bound));
}

Slice
ses_json_text(const JsonbValue *value)
{
	Datum		number;

	switch (value->type)
	{
		case jbvString:
			return (Slice) {value->val.string.val, value->val.string.len};
		case jbvNumeric:
			number = NumericGetDatum(value->val.numeric);
			if (!is_plain_number(value->val.numeric))
				return NO_SLICE;
			return slice_of(DatumGetCString(DirectFunctionCall1(numeric_out, number)));
		case jbvBool:
			return value->val.boolean ? SLICE("true") : SLICE("false");
		default:
			return NO_SLICE;
	}
}

Slice
ses_json_get_text(const JsonbValue *object, const char *key)
{
	JsonbValue	member;

	return ses_json_get(object, key, &member) ? ses_json_text(&member) : NO_SLICE;
}

/* Sets up a scan; a list inside a jsonb is read by the server's iterator. */
static void
begin_scan(JsonScan *scan, const JsonbValue *list, bool members)
{
	memset(scan, 0, sizeof(*scan));
	scan->position = -1;
	scan->list = list;
	scan->members = members;
	scan->outer_context = CurrentMemoryContext;

	if (list->type == jbvBinary && (members || ses_json_is_array(list)))
	{
		JsonbValue	begin;

		scan->iterator = JsonbIteratorInit(list->val.binary.data);
		(void) JsonbIteratorNext(&scan->iterator, &begin, true);
		scan->in_jsonb = true;
	}
}

void
ses_json_scan_begin(JsonScan *scan, const JsonbValue *list)
{
	begin_scan(scan, list, false);
	if (ses_json_list_length(list) > 1)
		scan->element_context = AllocSetContextCreate(CurrentMemoryContext,
													  "ses_events list element",
													  ALLOCSET_DEFAULT_SIZES);
}

void
ses_json_scan_members(JsonScan *scan, const JsonbValue *object)
{
	Assert(ses_json_is_object(object));
	begin_scan(scan, object, true);
}

/* The next element or member of a list inside a jsonb. */
static bool
next_in_jsonb(JsonScan *scan, JsonbValue *element)
{
	JsonbIteratorToken token = JsonbIteratorNext(&scan->iterator, element, true);

	if (token == WJB_KEY)
	{
		scan->key = ses_json_text(element);
		token = JsonbIteratorNext(&scan->iterator, element, true);
	}
	return token == WJB_ELEM || token == WJB_VALUE;
}

/* The next element or member of a tree. */
static bool
next_in_tree(JsonScan *scan, JsonbValue *element)
{
	const JsonbValue *list = scan->list;

	if (scan->members)
	{
		const JsonbPair *pair = &list->val.object.pairs[scan->position];

		if (scan->position >= list->val.object.nPairs)
			return false;
		scan->key = ses_json_text(&pair->key);
		*element = pair->value;
		return true;
	}
	if (scan->position >= ses_json_list_length(list))
		return false;
	*element = list->type == jbvArray ? list->val.array.elems[scan->position] : *list;
	return true;
}

bool
ses_json_scan_next(JsonScan *scan, JsonbValue *element)
{
	CHECK_FOR_INTERRUPTS();

	if (scan->element_context != NULL)
	{
		MemoryContextReset(scan->element_context);
		MemoryContextSwitchTo(scan->element_context);
	}
	scan->position++;
	return scan->in_jsonb ? next_in_jsonb(scan, element) : next_in_tree(scan, element);
}

void
ses_json_scan_end(JsonScan *scan)
{
	MemoryContextSwitchTo(scan->outer_context);
	if (scan->element_context != NULL)
		MemoryContextDelete(scan->element_context);
}

void
ses_json_set_string(JsonbValue *value, Slice text)
{
	value->type = jbvString;
	value->val.string.val = (char *) text.data;
	value->val.string.len = text.length;
}

Jsonb *
ses_json_to_jsonb(const JsonbValue *value)
{
	JsonbValue	copy = *value;

	return JsonbValueToJsonb(&copy);
}

void
ses_json_add_member(JsonbBuilder *builder, Slice key, const JsonbValue *member)
{
	JsonbValue	name;
	JsonbValue	copy = *member;

	if (builder->parseState == NULL)
		push_jsonb(builder, WJB_BEGIN_OBJECT, NULL);
	ses_json_set_string(&name, key);
	push_jsonb(builder, WJB_KEY, &name);
	push_jsonb(builder, WJB_VALUE, &copy);
}

void
ses_json_end_object(JsonbBuilder *builder, JsonbValue *object)
{
	object->type = jbvNull;
	if (builder->parseState == NULL)
		return;
	push_jsonb(builder, WJB_END_OBJECT, NULL);
	*object = *builder->result;
}
