/*
 * reading.h
 *		Reading JSON values without raising.
 *
 * A value is PostgreSQL's own JsonbValue: a scalar, or a container of one of two
 * kinds, and nobody outside reading.c needs to know which:
 *
 *	- jbvBinary: inside the payload's jsonb, which is read where it lies;
 *	- jbvObject, jbvArray: a tree in memory, made from text that was found
 *	  inside the payload.  Only what goes into a row becomes jsonb.
 *
 * Strings are borrowed: from the payload, from the text that was parsed, or from
 * the memory context in which it was.
 */
#ifndef SES_JSON_READING_H
#define SES_JSON_READING_H

#include "postgres.h"

#include "base/compat.h"
#include "base/slice.h"

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
extern int ses_json_length(const JsonbValue *value);

/* The same for what was promised as a list, where an object is a list of one. */
extern int ses_json_list_length(const JsonbValue *list);

/* The order of members as jsonb sorts them: by length, then by bytes. */
extern int ses_json_compare_keys(Slice a, Slice b);

/* The key of a member of a tree. */
static inline Slice
ses_json_pair_key(const JsonbPair *member)
{
	return (Slice) {member->key.val.string.val, member->key.val.string.len};
}

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
	JsonbValue member;

	return ses_json_get(object, key, &member) ? ses_json_text(&member) : NO_SLICE;
}

/* Private to reading.c: some of the entries of a container in a jsonb. */
typedef struct JsonbEntries
{
	const JEntry *next;
	char		 *data;	  /* of all the container's entries */
	uint32		  offset; /* of the next one's data */
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
	Slice key;	 /* of the member, if an object is scanned */
	int	  index; /* of the element, from 0 */
	/* private to reading.c */
	const JsonbValue *list;
	int				  length;
	bool			  members;		   /* the list is an object */
	JsonbEntries	  keys;			   /* of an object in a jsonb */
	JsonbEntries	  values;		   /* of a list in a jsonb; next is NULL for others */
	MemoryContext	  element_context; /* NULL where elements need none */
	MemoryContext	  outer_context;
} JsonScan;

extern void ses_json_scan_begin(JsonScan *scan, const JsonbValue *list);

/* The same for a loop that allocates nothing, and need not even end the scan. */
extern void ses_json_scan_light(JsonScan *scan, const JsonbValue *list);
extern void ses_json_scan_members(JsonScan *scan, const JsonbValue *object);
extern bool ses_json_scan_next(JsonScan *scan, JsonbValue *element);
extern void ses_json_scan_end(JsonScan *scan);

#endif /* SES_JSON_READING_H */
