/*
 * json.h
 *		Reading JSON values, and text that holds JSON, without raising.
 *
 * A value is PostgreSQL's own JsonbValue: a scalar, or a container of one of two
 * kinds, and nobody outside json.c needs to know which:
 *
 *	- jbvBinary: inside the payload's jsonb, which is read where it lies;
 *	- jbvObject, jbvArray: a tree in memory, made from text that was found
 *	  inside the payload.  Only what goes into a row becomes jsonb.
 *
 * Strings are borrowed: from the payload, from the text that was parsed, or from
 * the memory context in which it was.
 */
#ifndef SES_JSON_H
#define SES_JSON_H

#include "postgres.h"

#include "slice.h"
#include "compat.h"

/* How deep text may be nested; jsonb itself has no such bound. */
#define JSON_MAX_NESTING 256

/*
 * How large text may be that is parsed.  Together these two keep the parsed
 * tree, and the jsonb that it may become, below the limits of the server.
 */
#define JSON_MAX_LENGTH 134217727
#define JSON_MAX_VALUES 1048576

/*
 * Reading
 */
extern void ses_json_root(Jsonb *jsonb, JsonbValue *value);

static inline bool
ses_json_is_object(const JsonbValue *value)
{
	return value->type == jbvObject ||
		(value->type == jbvBinary && JsonContainerIsObject(value->val.binary.data));
}

static inline bool
ses_json_is_array(const JsonbValue *value)
{
	return value->type == jbvArray ||
		(value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data));
}

/* How many members an object or elements a list has; 0 for null, 1 for a scalar. */
extern int	ses_json_length(const JsonbValue *value);

/* The same for what was promised as a list, where an object is a list of one. */
extern int	ses_json_list_length(const JsonbValue *list);

/* The order of members as jsonb sorts them: by length, then by bytes. */
extern int	ses_json_compare_keys(Slice a, Slice b);

/*
 * A member of an object.  Anything else than an object has no members.  Where
 * there is none, *member is a JSON null.
 */
extern bool ses_json_get_member(const JsonbValue *object, Slice key, JsonbValue *member);

static inline bool
ses_json_get(const JsonbValue *object, const char *key, JsonbValue *member)
{
	return ses_json_get_member(object, slice_of(key), member);
}

/* The same, where anything but an object is as good as none. */
static inline bool
ses_json_get_object(const JsonbValue *object, const char *key, JsonbValue *member)
{
	if (ses_json_get(object, key, member) && ses_json_is_object(member))
		return true;
	member->type = jbvNull;
	return false;
}

/*
 * A set of keys that is asked for again and again, and which of them an object
 * has, told in one go by a bit for each key of the set.
 */
#define JSON_KEY_SET_MAX 128
#define JSON_KEY_SET_MAX_LENGTH 31

typedef struct JsonKeySet
{
	int			count;
	Slice		keys[JSON_KEY_SET_MAX];
	int16		slots[4 * JSON_KEY_SET_MAX];	/* a hash table: places in keys,
												 * counted from 1, or 0 */
} JsonKeySet;

typedef struct JsonKeys
{
	uint64		bits[JSON_KEY_SET_MAX / 64];
} JsonKeys;

/* Adds keys, up to a NULL or so many, to a set that was all zero at first. */
extern void ses_json_key_set_add(JsonKeySet *set, const char *const *keys, int count);

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

/* Whether a key is in a set. */
extern bool ses_json_key_set_has(const JsonKeySet *set, Slice key);

extern JsonKeys ses_json_find_keys(const JsonbValue *object, const JsonKeySet *set);

/* The first element of a list; a single value is a list of one. */
extern bool ses_json_get_first(const JsonbValue *list, JsonbValue *element);

/*
 * The text of a string, a number or a boolean; empty for anything else, and for
 * numbers that are out of all proportion.  That
 * of a string is borrowed, that of a number made in the current memory context.
 */
extern Slice ses_json_text(const JsonbValue *value);

static inline Slice
ses_json_get_text(const JsonbValue *object, const char *key)
{
	JsonbValue	member;

	return ses_json_get(object, key, &member) ? ses_json_text(&member) : NO_SLICE;
}

/* Private to json.c: some of the entries of a container in a jsonb. */
typedef struct JsonbEntries
{
	const JEntry *next;
	char	   *data;			/* of all the container's entries */
	uint32		offset;			/* of the next one's data */
} JsonbEntries;

/*
 * Going through an array's elements or an object's members:
 *
 *		ses_json_scan_begin(&scan, &array);
 *		while (ses_json_scan_next(&scan, &element))
 *			...
 *		ses_json_scan_end(&scan);
 *
 * What was promised as a list but is a single value counts as a list of one;
 * null as an empty list.  What was allocated for one element of a list is gone
 * with the next, unless it is the only one; what was allocated for a member of
 * an object stays.  A waiting cancel request is served.
 */
typedef struct JsonScan
{
	Slice		key;			/* of the member, if an object is scanned */
	int			position;		/* of the element, from 0 */
	/* private to json.c */
	const JsonbValue *list;
	int			length;
	bool		members;		/* the list is an object */
	JsonbEntries keys;			/* of an object in a jsonb */
	JsonbEntries values;		/* of a list in a jsonb; next is NULL for others */
	MemoryContext element_context;	/* NULL where elements need none */
	MemoryContext outer_context;
} JsonScan;

extern void ses_json_scan_begin(JsonScan *scan, const JsonbValue *list);

/* The same for a loop that allocates nothing, and need not even end the scan. */
extern void ses_json_scan_light(JsonScan *scan, const JsonbValue *list);
extern void ses_json_scan_members(JsonScan *scan, const JsonbValue *object);
extern bool ses_json_scan_next(JsonScan *scan, JsonbValue *element);
extern void ses_json_scan_end(JsonScan *scan);

/*
 * Making
 */
extern void ses_json_set_string(JsonbValue *value, Slice text);

/* An object of copies of members as they came; of those with the same key, the last stays. */
extern void ses_json_set_object(JsonbValue *object, const JsonbPair *members, int count);

/* An array of elements, which become its own. */
extern void ses_json_set_array(JsonbValue *array, JsonbValue *elements, int count);

extern Jsonb *ses_json_to_jsonb(const JsonbValue *value);

/*
 * An object, member by member, from a builder that is all zero.  One that got no
 * member ends as a JSON null.
 */
extern void ses_json_add_member(JsonbBuilder *builder, Slice key, const JsonbValue *member);
extern void ses_json_end_object(JsonbBuilder *builder, JsonbValue *object);

/*
 * Appends the elements of a list, or what stands in its place, to elements that
 * were collected in the current memory context.
 */
typedef struct JsonElements
{
	JsonbValue *elements;
	int			count;
	int			room;
} JsonElements;

extern void ses_json_append(JsonElements *all, const JsonbValue *list);

/* A list of the members of a key that the objects in another list have. */
extern void ses_json_set_members(JsonbValue *list, const JsonbValue *objects, const char *key);

/*
 * An object of those members of another whose keys are not in a list, of which
 * the set is made when it is used first.
 */
extern void ses_json_set_others(JsonbValue *object, const JsonbValue *whole,
								JsonKeySet *set, const char *const *keys, int count);

/*
 * Parsing
 */
typedef struct JsonError
{
	const char *problem;		/* a clause: "it ends too early" */
	int			character;		/* near which, counted from 1 */
} JsonError;

/*
 * Parses a text in the database's encoding.  Returns false, with *error set,
 * where it is not JSON that jsonb could hold.
 */
extern bool ses_json_parse(Slice text, JsonbValue *value, JsonError *error);

/* The same for one of several texts, which together may hold so many values. */
extern bool ses_json_parse_within(Slice text, int *budget, JsonbValue *value, JsonError *error);

/*
 * Parses a value that is text, in its place: forms bring as text what JSON
 * brings as it is.  Any other value stays as it is, and is well.
 */
extern bool ses_json_parse_in_place(JsonbValue *value, JsonError *error);

#endif							/* SES_JSON_H */
