/*
 * keys.h
 *		Which of a set of keys an object has.
 */
#ifndef SES_JSON_KEYS_H
#define SES_JSON_KEYS_H

#include "postgres.h"

#include "base/slice.h"
#include "utils/jsonb.h"

/*
 * A set of keys that is asked for again and again, and which of them an object
 * has, told in one go by a bit for each key of the set.
 */
#define JSON_KEY_SET_MAX 128
#define JSON_KEY_SET_MAX_LENGTH 31

typedef struct JsonKeySet
{
	int	  count;
	Slice keys[JSON_KEY_SET_MAX];
	int16 slots[4 * JSON_KEY_SET_MAX]; /* a hash table: indexes of keys,
												 * counted from 1, or 0 */
} JsonKeySet;

typedef struct JsonKeys
{
	uint64 bits[JSON_KEY_SET_MAX / 64];
} JsonKeys;

/* Adds keys, up to a NULL or so many, to a set that was all zero at first. */
extern void ses_json_key_set_add(JsonKeySet *set, const char *const *keys, int count);

/* How many keys are in a list that is ended by NULL; 0 where there is no list. */
extern int ses_json_count_keys(const char *const *keys);

/* Adds the bit of a key that is in a set. */
extern void ses_json_keys_add(JsonKeys *keys, const JsonKeySet *set, const char *key);

static inline bool
ses_json_keys_have(const JsonKeys *keys, const JsonKeys *wanted)
{
	return (keys->bits[0] & wanted->bits[0]) == wanted->bits[0] &&
		(keys->bits[1] & wanted->bits[1]) == wanted->bits[1];
}

static inline bool
ses_json_keys_overlap(const JsonKeys *keys, const JsonKeys *others)
{
	return (keys->bits[0] & others->bits[0]) != 0 || (keys->bits[1] & others->bits[1]) != 0;
}

/* The same by its index in the set. */
static inline void
ses_json_keys_add_index(JsonKeys *keys, int index)
{
	keys->bits[index / 64] |= UINT64CONST(1) << index % 64;
}

static inline bool
ses_json_keys_have_index(const JsonKeys *keys, int index)
{
	return (keys->bits[index / 64] >> index % 64 & 1) != 0;
}

/* Whether a key is in a set. */
extern bool ses_json_key_set_has(const JsonKeySet *set, Slice key);

extern JsonKeys ses_json_find_keys(const JsonbValue *object, const JsonKeySet *set);

#endif /* SES_JSON_KEYS_H */
