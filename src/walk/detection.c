/*
 * detection.c
 *		Of which provider a document is.
 *
 * The signs of all providers are made into one list of bit masks when the library
 * is loaded.  A document's keys are looked at once; they lead to the few signs that
 * need one of them, so it does not matter how many providers there are.
 */
#include "walk/detection.h"

#include "port/pg_bitutils.h"

#include "json/keys.h"
#include "json/reading.h"
#include "walk/registry.h"
#include "walk/wrapper.h"

typedef struct Mask
{
	JsonKeys		all;
	JsonKeys		none;
	Slice			prefix; /* of the word that the sign names, if any */
	const Sign	   *sign;
	const Provider *provider;
} Mask;

/* Some of the masks: a bit for each. */
typedef struct MaskSet
{
	uint64 bits[(MAX_SIGNS + 63) / 64];
} MaskSet;

/*
 * The signs of several providers.  Each stands under one of its keys, that which the
 * fewest of them have, so that a document is compared with no more of them than it has to.
 */
typedef struct Detector
{
	JsonKeySet known_keys;
	int		   count;
	Mask	  *masks;
	JsonKeys   used; /* those keys */
	MaskSet	   by_key[JSON_KEY_SET_MAX];
	MaskSet	   without_keys;
} Detector;

static Mask		built_in_masks[MAX_SIGNS];
static Detector built_in = {.masks = built_in_masks};

/* Adds the bits of keys in a list that is ended by NULL. */
static void
add_keys(const Detector *detector, JsonKeys *keys, const char *const *list)
{
	for (; list != NULL && *list != NULL; list++)
		ses_json_keys_add(keys, &detector->known_keys, *list);
}

static void
add_mask(Detector *detector, const Provider *const *all, const Provider *provider, const Sign *sign)
{
	Mask mask = {
		.prefix = sign->prefix != NULL ? slice_of(sign->prefix) : NO_SLICE,
		.sign = sign,
		.provider = provider,
	};

	for (int i = 0; i < (int) lengthof(sign->keys) && sign->keys[i] != NULL; i++)
		ses_json_keys_add(&mask.all, &detector->known_keys, sign->keys[i]);
	add_keys(detector, &mask.none, sign->foreign);
	for (const Provider *const *other = all; *other != NULL; other++)
	{
		if (*other != provider)
			add_keys(detector, &mask.none, (*other)->claims);
	}
	if (detector->count == MAX_SIGNS)
		elog(ERROR, "too many signs tell providers apart");
	detector->masks[detector->count++] = mask;
}

static void
know_keys(JsonKeySet *known_keys, const Provider *provider)
{
	ses_json_key_set_add(known_keys, provider->claims, ses_json_count_keys(provider->claims));
	for (const Sign *sign = provider->signs; !ses_sign_is_last(sign); sign++)
	{
		ses_json_key_set_add(known_keys, sign->keys, (int) lengthof(sign->keys));
		ses_json_key_set_add(known_keys, sign->foreign, ses_json_count_keys(sign->foreign));
	}
}

/* The set under which a mask stands from now on. */
static MaskSet *
find_set(Detector *detector, const Mask *mask, const int *usage)
{
	int rarest = -1;

	for (int key = 0; key < detector->known_keys.count; key++)
	{
		if (ses_json_keys_have_index(&mask->all, key) && (rarest < 0 || usage[key] < usage[rarest]))
			rarest = key;
	}
	if (rarest < 0)
		return &detector->without_keys;
	ses_json_keys_add_index(&detector->used, rarest);
	return &detector->by_key[rarest];
}

static void
sort_masks(Detector *detector)
{
	int usage[JSON_KEY_SET_MAX] = {0};

	for (int key = 0; key < detector->known_keys.count; key++)
	{
		for (int i = 0; i < detector->count; i++)
			usage[key] += ses_json_keys_have_index(&detector->masks[i].all, key);
	}
	for (int i = 0; i < detector->count; i++)
		find_set(detector, &detector->masks[i], usage)->bits[i / 64] |= UINT64CONST(1) << i % 64;
}

static void
prepare(Detector *detector, const Provider *const *all)
{
	for (const Provider *const *provider = all; *provider != NULL; provider++)
		know_keys(&detector->known_keys, *provider);

	for (const Provider *const *provider = all; *provider != NULL; provider++)
	{
		for (const Sign *sign = (*provider)->signs; !ses_sign_is_last(sign); sign++)
			add_mask(detector, all, *provider, sign);
	}
	sort_masks(detector);
}

void
ses_detection_prepare(void)
{
	prepare(&built_in, ses_providers);
}

void
ses_detection_prepare_set(ProviderSet *set)
{
	int count = 0;

	for (const Provider **provider = set->providers; *provider != NULL; provider++)
	{
		for (const Sign *sign = (*provider)->signs; !ses_sign_is_last(sign); sign++)
			count++;
	}
	set->detector = palloc0(sizeof(Detector));
	set->detector->masks = palloc0(count * sizeof(Mask) + 1);
	prepare(set->detector, set->providers);
}

/* A document that is looked at, and its keys. */
typedef struct Look
{
	Document *document;
	bool	  is_text;
	JsonKeys  keys;
} Look;

static inline Look
look_at(const Detector *detector, Document *document)
{
	return (Look) {
		.document = document,
		.is_text = document->value.type == jbvString,
		.keys = ses_json_find_keys(&document->value, &detector->known_keys)};
}

static bool
has_object(const Mask *mask, const Look *look)
{
	JsonbValue object;

	return ses_json_get_object(&look->document->value, mask->sign->object, &object);
}

/* Whether the word that a sign names begins as it should. */
static bool
has_prefix(const Mask *mask, const Look *look)
{
	const char *member = mask->sign->member;

	if (member == NULL)
		return slice_starts_with(look->document->type, mask->prefix);
	return slice_starts_with(ses_document_keep_text(look->document, member), mask->prefix);
}

static pg_attribute_always_inline bool
has_sign(const Mask *mask, const Look *look)
{
	return ses_json_keys_have(&look->keys, &mask->all) && mask->sign->is_text == look->is_text &&
		!ses_json_keys_overlap(&look->keys, &mask->none) &&
		(mask->sign->object == NULL || has_object(mask, look)) &&
		(mask->prefix.length == 0 || has_prefix(mask, look)) &&
		(mask->sign->paths == NULL || ses_sign_has_paths(mask->sign, look->document)) &&
		(mask->sign->confirms == NULL || mask->sign->confirms(look->document));
}

/* Whether a provider of a set has the name of a built-in one. */
static bool
is_replaced(const Provider *built_in_one, const ProviderSet *set)
{
	for (const Provider **provider = set->providers; *provider != NULL; provider++)
	{
		if (strcmp((*provider)->dialect.name, built_in_one->dialect.name) == 0)
			return true;
	}
	return false;
}

/* The masks that stand under a document's keys, and those that need none. */
static pg_attribute_always_inline MaskSet
masks_for(const Detector *detector, const JsonKeys *keys)
{
	MaskSet set = detector->without_keys;

	for (int word = 0; word < (int) lengthof(keys->bits); word++)
	{
		for (uint64 bits = keys->bits[word] & detector->used.bits[word]; bits != 0; bits &= bits - 1)
		{
			const MaskSet *others = &detector->by_key[word * 64 + pg_rightmost_one_pos64(bits)];

			for (int i = 0; i < (int) lengthof(set.bits); i++)
				set.bits[i] |= others->bits[i];
		}
	}
	return set;
}

/* The first provider with a sign in a document, but for those that a set replaces. */
static pg_attribute_always_inline const Provider *
detect(const Detector *detector, Document *document, const ProviderSet *replacing)
{
	Look	look = look_at(detector, document);
	MaskSet set = masks_for(detector, &look.keys);

	for (int word = 0; word < (int) lengthof(set.bits); word++)
	{
		for (uint64 bits = set.bits[word]; bits != 0; bits &= bits - 1)
		{
			const Mask *mask = &detector->masks[word * 64 + pg_rightmost_one_pos64(bits)];

			if (has_sign(mask, &look) && (replacing == NULL || !is_replaced(mask->provider, replacing)))
				return mask->provider;
		}
	}
	return NULL;
}

bool
ses_provider_owns_list(const Provider *provider)
{
	return provider->list != NULL && slice_starts_with(slice_of(provider->list), slice_of(provider->dialect.name));
}

/* With a set; apart, so that the way without one stays short. */
static pg_noinline const Provider *
detect_defined(Document *document, const ProviderSet *defined)
{
	const Provider *provider = NULL;

	if (defined->is_first)
		provider = detect(defined->detector, document, NULL);
	if (provider == NULL)
		provider = detect(&built_in, document, defined->replaces ? defined : NULL);
	if (provider == NULL && !defined->is_first)
		provider = detect(defined->detector, document, NULL);
	return provider;
}

const Provider *
ses_detect(Document *document, const ProviderSet *defined)
{
	document->known.member = NULL;
	return defined == NULL ? detect(&built_in, document, NULL) : detect_defined(document, defined);
}

/* The same for the lists of some providers. */
static const char *
find_list(const Document *document, const Provider *const *providers)
{
	bool	   is_alone = ses_json_length(&document->value) == 1;
	JsonbValue list;

	for (const Provider *const *provider = providers; *provider != NULL; provider++)
	{
		if ((*provider)->list != NULL && ses_json_get(&document->value, (*provider)->list, &list) &&
			(ses_json_is_array(&list) || ses_json_is_object(&list) || list.type == jbvString) &&
			(is_alone || ses_provider_owns_list(*provider) || ses_wrapper_may_hold(&document->value, &list)))
			return (*provider)->list;
	}
	return NULL;
}

const char *
ses_detect_list(const Document *document, const ProviderSet *defined)
{
	const char *list = find_list(document, ses_providers);

	return list != NULL || defined == NULL ? list : find_list(document, defined->providers);
}

const Sign *
ses_detection_sign(const Provider *provider, const Document *document, const ProviderSet *defined)
{
	const Detector *detector = defined != NULL ? defined->detector : &built_in;
	Document		copy = *document;
	Look			look = look_at(detector, &copy);

	for (int i = 0; i < detector->count; i++)
	{
		if (detector->masks[i].provider == provider && has_sign(&detector->masks[i], &look))
			return detector->masks[i].sign;
	}
	return NULL;
}
