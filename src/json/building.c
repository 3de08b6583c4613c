/*
 * building.c
 *		Building JSON values.
 */
#include "json/building.h"

#include "miscadmin.h"

#include "json/parsing.h"

/* How many members most objects have at most. */
#define USUAL_MEMBERS 32

void
ses_json_set_string(JsonbValue *value, Slice text)
{
	value->type = jbvString;
	value->val.string.val = (char *) text.data;
	value->val.string.len = text.length;
}

/* The order of members; of those with the same key, the last to come is first. */
static int
compare_members(const void *a, const void *b)
{
	const JsonbPair *first = *(const JsonbPair *const *) a;
	const JsonbPair *second = *(const JsonbPair *const *) b;
	int				 order = ses_json_compare_keys(ses_json_pair_key(first), ses_json_pair_key(second));

	if (order != 0)
		return order;
	return second > first ? 1 : -1;
}

void
ses_json_set_object(JsonbValue *object, const JsonbPair *members, int count)
{
	const JsonbPair	 *usual[USUAL_MEMBERS];
	const JsonbPair **sorted = usual;
	JsonbPair		 *pairs = palloc_extended((Size) count * sizeof(JsonbPair), MCXT_ALLOC_HUGE);
	int				  kept = 0;

	/* Pointers, because pairs are large. */
	if (count > USUAL_MEMBERS)
		sorted = palloc_extended((Size) count * sizeof(*sorted), MCXT_ALLOC_HUGE);
	for (int i = 0; i < count; i++)
		sorted[i] = &members[i];
	qsort(sorted, count, sizeof(*sorted), compare_members);
	for (int i = 0; i < count; i++)
	{
		if (kept == 0 || !slice_equals(ses_json_pair_key(sorted[i]), ses_json_pair_key(&pairs[kept - 1])))
			pairs[kept++] = *sorted[i];
	}
	if (sorted != usual)
		pfree(sorted);
	object->type = jbvObject;
	object->val.object.nPairs = kept;
	object->val.object.pairs = pairs;
}

void
ses_json_set_array(JsonbValue *array, JsonbValue *elements, int count)
{
	array->type = jbvArray;
	array->val.array.nElems = count;
	array->val.array.elems = elements;
	array->val.array.rawScalar = false;
}

Jsonb *
ses_json_to_jsonb(const JsonbValue *value)
{
	JsonbValue copy = *value;

	return JsonbValueToJsonb(&copy);
}

void
ses_json_add_member(JsonbBuilder *builder, Slice key, const JsonbValue *member)
{
	JsonbValue name;
	JsonbValue copy = *member;

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

void
ses_json_add_element(JsonElements *all, const JsonbValue *element)
{
	if (all->count == all->room)
	{
		all->room = Max(16, 2 * all->room);
		all->elements = all->elements == NULL ? palloc(all->room * sizeof(JsonbValue)) :
												repalloc(all->elements, all->room * sizeof(JsonbValue));
	}
	all->elements[all->count++] = *element;
}

void
ses_json_append(JsonElements *all, const JsonbValue *list)
{
	JsonScan   scan;
	JsonbValue element;

	ses_json_scan_light(&scan, list);
	while (all->count < JSON_MAX_VALUES && ses_json_scan_next(&scan, &element))
		ses_json_add_element(all, &element);
}

void
ses_json_set_members(JsonbValue *list, const JsonbValue *objects, const char *key)
{
	int			most = Min(ses_json_list_length(objects), JSON_MAX_VALUES);
	JsonbValue *members = palloc(Max(most, 1) * sizeof(JsonbValue));
	JsonScan	scan;
	JsonbValue	object;
	int			count = 0;

	ses_json_scan_light(&scan, objects);
	while (count < most && ses_json_scan_next(&scan, &object))
	{
		if (ses_json_get(&object, key, &members[count]))
			count++;
	}
	ses_json_set_array(list, members, count);
}

void
ses_json_set_others(JsonbValue *object, const JsonbValue *whole,
					JsonKeySet *set, const char *const *keys)
{
	JsonbBuilder builder = {0};
	JsonScan	 scan;
	JsonbValue	 member;

	if (set->count == 0)
		ses_json_key_set_add(set, keys, ses_json_count_keys(keys));
	ses_json_scan_members(&scan, whole);
	while (ses_json_scan_next(&scan, &member))
	{
		if (!ses_json_key_set_has(set, scan.key))
			ses_json_add_member(&builder, scan.key, &member);
	}
	ses_json_scan_end(&scan);
	ses_json_end_object(&builder, object);
}
