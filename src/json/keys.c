/*
 * keys.c
 *		Which of a set of keys an object has.
 *
 * One pass over an object's keys tells of all keys in the set: most of them are
 * not in it, and meet an empty slot of its hash table.
 */
#include "json/keys.h"

#include "json/reading.h"

/* No key is empty. */
static pg_attribute_always_inline int
first_slot(const JsonKeySet *set, Slice key)
{
	unsigned hash = (unsigned char) key.data[0] * 5 + (unsigned char) key.data[key.length - 1] * 37 +
		(unsigned char) key.data[key.length / 2] * 11 + key.length * 61;

	return (int) (hash % lengthof(set->slots));
}

/* The index of a key in the set, -1 where it is none; *slot is where it belongs. */
static pg_attribute_always_inline int
find_index(const JsonKeySet *set, Slice key, int *slot)
{
	for (*slot = first_slot(set, key); set->slots[*slot] != 0; *slot = (*slot + 1) % lengthof(set->slots))
	{
		int index = set->slots[*slot] - 1;

		if (slice_equals(set->keys[index], key))
			return index;
	}
	return -1;
}

static pg_attribute_always_inline int
index_of(const JsonKeySet *set, Slice key)
{
	int slot;

	if (key.length == 0 || key.length > JSON_KEY_SET_MAX_LENGTH)
		return -1;
	return find_index(set, key, &slot);
}

int
ses_json_count_keys(const char *const *keys)
{
	int count = 0;

	while (keys != NULL && keys[count] != NULL)
		count++;
	return count;
}

void
ses_json_key_set_add(JsonKeySet *set, const char *const *keys, int count)
{
	for (int i = 0; i < count && keys[i] != NULL; i++)
	{
		Slice key = slice_of(keys[i]);
		int	  slot;

		if (find_index(set, key, &slot) >= 0)
			continue;
		if (set->count == JSON_KEY_SET_MAX || key.length > JSON_KEY_SET_MAX_LENGTH)
			elog(ERROR, "key \"%s\" is too long for a set, or one too many", keys[i]);
		set->keys[set->count++] = key;
		set->slots[slot] = set->count;
	}
}

static pg_attribute_always_inline void
add_key(JsonKeys *keys, const JsonKeySet *set, Slice key)
{
	int index = index_of(set, key);

	if (index >= 0)
		ses_json_keys_add_index(keys, index);
}

void
ses_json_keys_add(JsonKeys *keys, const JsonKeySet *set, const char *key)
{
	add_key(keys, set, slice_of(key));
}

bool
ses_json_key_set_has(const JsonKeySet *set, Slice key)
{
	return index_of(set, key) >= 0;
}

/* Keys are at the beginning of an object's entries, without a gap, the short ones first. */
static JsonKeys
find_in_jsonb(JsonbContainer *object, const JsonKeySet *set)
{
	int			count = JsonContainerSize(object);
	const char *data = (const char *) &object->children[2 * count];
	uint32		offset = 0;
	JsonKeys	found = {0};

	for (int i = 0; i < count; i++)
	{
		uint32 start = offset;

		JBE_ADVANCE_OFFSET(offset, object->children[i]);
		if (offset - start > JSON_KEY_SET_MAX_LENGTH)
			break;
		add_key(&found, set, (Slice) {data + start, (int) (offset - start)});
	}
	return found;
}

static JsonKeys
find_in_tree(const JsonbValue *object, const JsonKeySet *set)
{
	JsonKeys found = {0};

	for (int i = 0; i < object->val.object.nPairs; i++)
	{
		const JsonbValue *key = &object->val.object.pairs[i].key;

		if (key->val.string.len > JSON_KEY_SET_MAX_LENGTH)
			break;
		add_key(&found, set, ses_json_text(key));
	}
	return found;
}

JsonKeys
ses_json_find_keys(const JsonbValue *object, const JsonKeySet *set)
{
	if (object->type == jbvObject)
		return find_in_tree(object, set);
	if (ses_json_is_object(object))
		return find_in_jsonb(object->val.binary.data, set);
	return (JsonKeys) {0};
}
