/*
 * key.h
 *		The keys that a definition may have: one table, from which definitions are
 *		loaded, checked and documented.
 */
#ifndef SES_DEFINITION_KEY_H
#define SES_DEFINITION_KEY_H

#include "postgres.h"

#include "base/compat.h"

struct Loader;

/* The objects that a key may be in, as bits. */
typedef enum KeyOwner
{
	OF_DEFINITION = 1,
	OF_LAYOUT = 2, /* of the definition itself, too: the layout of most documents */
	OF_SIGN = 4,
	OF_CONTROL = 8,
	OF_EVENT = 16,
	OF_EVENT_PART = 32,
	OF_HALF_NAME = 64,
	OF_PLACE = 128,
	OF_CANDIDATES = 256,
	OF_NAME = 512,
	OF_HINT = 1024
} KeyOwner;

/* What a value has to be. */
typedef enum KeyType
{
	TYPE_TEXT,
	TYPE_FLAG,
	TYPE_TEXTS,
	TYPE_OBJECT,
	TYPE_OBJECTS,
	TYPE_SIGNS,
	TYPE_MAP,
	TYPE_EVENTS,
	TYPE_PATH,
	TYPE_PATHS,
	TYPE_NAMES,
	TYPE_PLACES,
	TYPE_FIELDS
} KeyType;

typedef struct DefinitionKey
{
	KeyOwner	owner;
	const char *name;
	KeyType		type;
	bool		is_required;

	/* Loads the value of the key into what its object becomes; at the offset, where that is all. */
	void (*load)(struct Loader *self, const struct DefinitionKey *key, const JsonbValue *value, void *target);
	size_t offset;

	const char *meaning;
} DefinitionKey;

/* All of them, ended by one without a name. */
extern const DefinitionKey ses_definition_key_list[];

/* "a list of texts" */
extern const char *ses_key_type_name(KeyType type);

/* The object that a key is in, as the reference names it: "sign". */
extern const char *ses_key_owner_name(KeyOwner owner);

#endif /* SES_DEFINITION_KEY_H */
