/*
 * building.h
 *		Building JSON values: strings, objects, arrays, and jsonb from them.
 */
#ifndef SES_JSON_BUILDING_H
#define SES_JSON_BUILDING_H

#include "postgres.h"

#include "json/keys.h"
#include "json/reading.h"

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

/* Elements that are collected in the current memory context: JSON_MAX_VALUES at most. */
typedef struct JsonElements
{
	JsonbValue *elements;
	int			count;
	int			room;
} JsonElements;

extern void ses_json_add_element(JsonElements *all, const JsonbValue *element);

/* Appends the elements of a list, or what stands in its place. */
extern void ses_json_append(JsonElements *all, const JsonbValue *list);

/* A list of the members of a key that the objects in another list have. */
extern void ses_json_set_members(JsonbValue *list, const JsonbValue *objects, const char *key);

/*
 * An object of those members of another whose keys are not in a list ended by NULL, of which
 * the set is made when it is used first.
 */
extern void ses_json_set_others(JsonbValue *object, const JsonbValue *whole,
								JsonKeySet *set, const char *const *keys);

#endif /* SES_JSON_BUILDING_H */
