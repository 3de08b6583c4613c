/*
 * detection.c
 *		Of which provider a document is.
 *
 * The signs of all providers are made into one list of bit masks when the library
 * is loaded.  A document's keys are looked at once, and each sign then costs a
 * comparison, so it does not matter how many providers there are, nor which of
 * them a document is of.
 */
#include "walk/detection.h"

#include "json/keys.h"
#include "json/reading.h"
#include "walk/registry.h"
#include "walk/wrapper.h"

#define MAX_SIGNS 100

typedef struct Mask
{
	JsonKeys		all;
	JsonKeys		none;
	Slice			prefix; /* of the word that the sign names, if any */
	const Sign	   *sign;
	const Provider *provider;
} Mask;

static JsonKeySet known_keys;
static Mask		  masks[MAX_SIGNS];
static int		  mask_count;

/* Adds the bits of keys in a list that is ended by NULL. */
static void
add_keys(JsonKeys *keys, const char *const *list)
{
	for (; list != NULL && *list != NULL; list++)
		ses_json_keys_add(keys, &known_keys, *list);
}

static void
add_mask(const Provider *provider, const Sign *sign)
{
	Mask mask = {
		.prefix = sign->prefix != NULL ? slice_of(sign->prefix) : NO_SLICE,
		.sign = sign,
		.provider = provider,
	};

	for (int i = 0; i < (int) lengthof(sign->keys) && sign->keys[i] != NULL; i++)
		ses_json_keys_add(&mask.all, &known_keys, sign->keys[i]);
	add_keys(&mask.none, sign->foreign);
	for (const Provider *const *other = ses_providers; *other != NULL; other++)
	{
		if (*other != provider)
			add_keys(&mask.none, (*other)->claims);
	}
	if (mask_count == MAX_SIGNS)
		elog(ERROR, "too many signs tell providers apart");
	masks[mask_count++] = mask;
}

/* How many keys are in a list that is ended by NULL. */
static int
count_keys(const char *const *keys)
{
	int count = 0;

	while (keys != NULL && keys[count] != NULL)
		count++;
	return count;
}

static void
know_keys(const Provider *provider)
{
	ses_json_key_set_add(&known_keys, provider->claims, count_keys(provider->claims));
	for (const Sign *sign = provider->signs; !ses_sign_is_last(sign); sign++)
	{
		ses_json_key_set_add(&known_keys, sign->keys, (int) lengthof(sign->keys));
		ses_json_key_set_add(&known_keys, sign->foreign, count_keys(sign->foreign));
	}
}

void
ses_detection_prepare(void)
{
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
		know_keys(*provider);

	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		for (const Sign *sign = (*provider)->signs; !ses_sign_is_last(sign); sign++)
			add_mask(*provider, sign);
	}
}

/* A document that is looked at: its keys, and the member that was read last. */
typedef struct Look
{
	const Document *document;
	bool			is_text;
	JsonKeys		keys;
	const char	   *member; /* and its text */
	Slice			word;
} Look;

static Look
look_at(const Document *document)
{
	return (Look) {
		.document = document,
		.is_text = document->value.type == jbvString,
		.keys = ses_json_find_keys(&document->value, &known_keys)};
}

static bool
has_object(const Mask *mask, const Look *look)
{
	JsonbValue object;

	return ses_json_get_object(&look->document->value, mask->sign->object, &object);
}

/* Whether the word that a sign names begins as it should. */
static bool
has_prefix(const Mask *mask, Look *look)
{
	const char *member = mask->sign->member;

	if (member == NULL)
		return slice_starts_with(look->document->type, mask->prefix);
	if (look->member == NULL || strcmp(look->member, member) != 0)
	{
		look->member = member;
		look->word = ses_json_get_text(&look->document->value, member);
	}
	return slice_starts_with(look->word, mask->prefix);
}

static inline bool
has_sign(const Mask *mask, Look *look)
{
	return mask->sign->is_text == look->is_text &&
		ses_json_keys_have(&look->keys, &mask->all) && !ses_json_keys_overlap(&look->keys, &mask->none) &&
		(mask->sign->object == NULL || has_object(mask, look)) &&
		(mask->prefix.length == 0 || has_prefix(mask, look)) &&
		(mask->sign->confirms == NULL || mask->sign->confirms(look->document));
}

const Provider *
ses_detect(const Document *document)
{
	Look look = look_at(document);

	for (int i = 0; i < mask_count; i++)
	{
		if (has_sign(&masks[i], &look))
			return masks[i].provider;
	}
	return NULL;
}

bool
ses_provider_owns_list(const Provider *provider)
{
	return provider->list != NULL && slice_starts_with(slice_of(provider->list), slice_of(provider->dialect.name));
}

const char *
ses_detect_list(const Document *document)
{
	bool	   is_alone = ses_json_length(&document->value) == 1;
	JsonbValue list;

	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		if ((*provider)->list != NULL && ses_json_get(&document->value, (*provider)->list, &list) &&
			(ses_json_is_array(&list) || list.type == jbvString) &&
			(is_alone || ses_provider_owns_list(*provider) || ses_wrapper_may_hold(&document->value, &list)))
			return (*provider)->list;
	}
	return NULL;
}

const Sign *
ses_detection_sign(const Provider *provider, const Document *document)
{
	Look look = look_at(document);

	for (int i = 0; i < mask_count; i++)
	{
		if (masks[i].provider == provider && has_sign(&masks[i], &look))
			return masks[i].sign;
	}
	return NULL;
}
