/*
 * reading.c
 *		Reading JSON values: inside a jsonb, or a tree in memory.
 */
#include "json/reading.h"

#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

/* A number has a text if a bigint can hold its whole, and it has no more decimals. */
#define MAX_SCALE 18

/* In so many members, a key is found by looking at all of them. */
#define FEW_MEMBERS 16

void
ses_json_root(Jsonb *jsonb, JsonbValue *value)
{
	if (JB_ROOT_IS_SCALAR(jsonb))
		JsonbExtractScalar(&jsonb->root, value);
	else
		JsonbToJsonbValue(jsonb, value);
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
	int low = 0;
	int high = object->val.object.nPairs;

	while (low < high)
	{
		int				 middle = low + (high - low) / 2;
		const JsonbPair *pair = &object->val.object.pairs[middle];
		int				 order = ses_json_compare_keys(ses_json_pair_key(pair), key);

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

/*
 * Takes the next of a container's entries, as the server's own iterator would,
 * but without a state in memory.
 */
static void
take_entry(JsonbEntries *entries, JsonbValue *value)
{
	JEntry entry = *entries->next++;
	uint32 start = entries->offset;
	uint32 end = JBE_HAS_OFF(entry) ? JBE_OFFLENFLD(entry) : start + JBE_OFFLENFLD(entry);

	if (JBE_ISSTRING(entry))
	{
		value->type = jbvString;
		value->val.string.val = entries->data + start;
		value->val.string.len = (int) (end - start);
	}
	else if (JBE_ISCONTAINER(entry))
	{
		value->type = jbvBinary;
		value->val.binary.data = (JsonbContainer *) (entries->data + INTALIGN(start));
		value->val.binary.len = (int) (end - INTALIGN(start));
	}
	else if (JBE_ISNUMERIC(entry))
	{
		value->type = jbvNumeric;
		value->val.numeric = (Numeric) (entries->data + INTALIGN(start));
	}
	else if (JBE_ISBOOL(entry))
	{
		value->type = jbvBool;
		value->val.boolean = JBE_ISBOOL_TRUE(entry);
	}
	else
		value->type = jbvNull;
	entries->offset = end;
}

/* Goes to an entry of a container.  An object has all its keys, then their values. */
static JsonbEntries
entries_from(JsonbContainer *container, int position)
{
	int count = JsonContainerSize(container) * (JsonContainerIsObject(container) ? 2 : 1);

	return (JsonbEntries) {
		.next = &container->children[position],
		.data = (char *) &container->children[count],
		.offset = getJsonbOffset(container, position),
	};
}

/*
 * In a jsonb, too; but most objects are so small that it is faster to go through
 * the keys' lengths, by which they are sorted, and on to where the value is.
 */
static bool
get_from_jsonb(JsonbContainer *object, Slice key, JsonbValue *member)
{
	int			  count = JsonContainerSize(object);
	const JEntry *entries = object->children;
	char		 *data = (char *) &entries[2 * count];
	uint32		  offset = 0;

	if (count > FEW_MEMBERS)
		return getKeyJsonValueFromContainer(object, key.data, key.length, member) != NULL;

	for (int i = 0; i < count; i++)
	{
		uint32 start = offset;
		Slice  name;

		JBE_ADVANCE_OFFSET(offset, entries[i]);
		name = (Slice) {data + start, (int) (offset - start)};
		if (name.length > key.length)
			return false;
		if (slice_equals(name, key))
		{
			for (int before = i + 1; before < count + i; before++)
				JBE_ADVANCE_OFFSET(offset, entries[before]);
			take_entry(&(JsonbEntries) {&entries[count + i], data, offset}, member);
			return true;
		}
	}
	return false;
}

bool
ses_json_get_member(const JsonbValue *object, Slice key, JsonbValue *member)
{
	bool found = false;

	if (object->type == jbvObject)
		found = get_from_tree(object, key, member);
	else if (ses_json_is_object(object))
		found = get_from_jsonb(object->val.binary.data, key, member);
	if (!found)
		member->type = jbvNull;
	return found;
}

bool
ses_json_get_first(const JsonbValue *list, JsonbValue *element)
{
	JsonScan scan;

	ses_json_scan_light(&scan, list);
	return ses_json_scan_next(&scan, element);
}

/*
 * Whether a number has a text that anybody would write: 1e131071 has eight
 * bytes in a jsonb, and 131,072 digits.
 */
static bool
is_plain_number(Numeric number)
{
	Datum bound = NumericGetDatum(int64_to_numeric(PG_INT64_MAX));
	Datum magnitude = DirectFunctionCall1(numeric_abs, NumericGetDatum(number));

	return DatumGetInt32(DirectFunctionCall1(numeric_scale, magnitude)) <= MAX_SCALE &&
		DatumGetBool(DirectFunctionCall2(numeric_le, magnitude, bound));
}

Slice
ses_json_text(const JsonbValue *value)
{
	Datum number;

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

/* Sets up a scan. */
static void
begin_scan(JsonScan *scan, const JsonbValue *list, bool members)
{
	scan->index = -1;
	scan->list = list;
	scan->members = members;
	scan->element_context = NULL;

	scan->length = members ? ses_json_length(list) : ses_json_list_length(list);
	scan->values.next = NULL;
	if (list->type == jbvBinary && (members || ses_json_is_array(list)))
	{
		JsonbContainer *container = list->val.binary.data;

		if (members)
			scan->keys = entries_from(container, 0);
		scan->values = entries_from(container, members ? scan->length : 0);
	}
}

void
ses_json_scan_light(JsonScan *scan, const JsonbValue *list)
{
	begin_scan(scan, list, false);
}

void
ses_json_scan_begin(JsonScan *scan, const JsonbValue *list)
{
	begin_scan(scan, list, false);
	if (scan->length > 1)
	{
		scan->outer_context = CurrentMemoryContext;
		scan->element_context = AllocSetContextCreate(CurrentMemoryContext,
													  "ses_events list element",
													  ALLOCSET_DEFAULT_SIZES);
	}
}

void
ses_json_scan_members(JsonScan *scan, const JsonbValue *object)
{
	Assert(ses_json_is_object(object));
	begin_scan(scan, object, true);
}

/* The next element or member of a list inside a jsonb. */
static void
next_in_jsonb(JsonScan *scan, JsonbValue *element)
{
	JsonbValue key;

	if (scan->members)
	{
		take_entry(&scan->keys, &key);
		scan->key = ses_json_text(&key);
	}
	take_entry(&scan->values, element);
}

/* The next element or member of a tree. */
static void
next_in_tree(JsonScan *scan, JsonbValue *element)
{
	if (scan->members)
	{
		const JsonbPair *pair = &scan->list->val.object.pairs[scan->index];

		scan->key = ses_json_pair_key(pair);
		*element = pair->value;
	}
	else
		*element = scan->list->val.array.elems[scan->index];
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
	if (++scan->index >= scan->length)
		return false;

	if (scan->values.next != NULL)
		next_in_jsonb(scan, element);
	else if (scan->members || scan->list->type == jbvArray)
		next_in_tree(scan, element);
	else
		*element = *scan->list;
	return true;
}

void
ses_json_scan_end(JsonScan *scan)
{
	if (scan->element_context != NULL)
	{
		MemoryContextSwitchTo(scan->outer_context);
		MemoryContextDelete(scan->element_context);
	}
}
