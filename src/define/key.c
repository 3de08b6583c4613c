/*
 * key.c
 *		The keys that a definition may have.
 */
#include "define/key.h"

#include "define/loader.h"

#define IN_PROVIDER(member) offsetof(Provider, member)
#define IN_LAYOUT(member) (offsetof(LayoutDraft, layout) + offsetof(Layout, member))

/* clang-format off */
const DefinitionKey ses_definition_key_list[] = {
	{OF_DEFINITION, "provider", TYPE_TEXT, true, ses_load_provider_name, IN_PROVIDER(dialect.name),
		"name in the attribute provider: lower case, digits and _; that of a built-in provider replaces it"},
	{OF_DEFINITION, "about", TYPE_TEXT, false, ses_load_ignored, 0,
		"a remark, such as where the webhooks are documented; not used"},
	{OF_DEFINITION, "signs", TYPE_OBJECTS, true, ses_load_signs, IN_PROVIDER(signs),
		"how its documents are recognized: one of them is enough"},
	{OF_DEFINITION, "claims", TYPE_TEXTS, false, ses_load_claims, IN_PROVIDER(claims),
		"keys that no other defined provider's documents have, where customers can add members of any name"},
	{OF_DEFINITION, "list", TYPE_TEXT, false, ses_load_text, IN_PROVIDER(list),
		"the key of the list of documents in an object: other members may stand beside it, but none that names an event"},
	{OF_DEFINITION, "within", TYPE_TEXT, false, ses_load_text, IN_PROVIDER(within),
		"the key of the object that is the document: the object around it is then (wrapper); a document without the key is itself"},
	{OF_DEFINITION, "members", TYPE_TEXT, false, ses_load_text, IN_PROVIDER(members),
		"the key of an object whose members are documents, up to 20: the key of each is its (type)"},
	{OF_DEFINITION, "wrapper_type", TYPE_TEXT, false, ses_load_text, IN_PROVIDER(wrapper_type),
		"what the type that the envelope states begins with: other envelopes have nothing for paths from (wrapper)"},
	{OF_DEFINITION, "zone", TYPE_TEXT, false, ses_load_zone, 0,
		"the time zone of times without one: +09:00 or Asia/Tokyo; UTC if it is left out"},
	{OF_DEFINITION, "has_unique_event_ids", TYPE_FLAG, false, ses_load_flag, IN_PROVIDER(dialect.has_unique_event_ids),
		"true if provider_event_id is unique, and the same whenever an event is sent again; it is then a part of event_id"},
	{OF_DEFINITION, "events", TYPE_EVENTS, true, ses_load_events, IN_PROVIDER(dialect.events),
		"what its events become, by their names; names are compared without case, blanks, _ and -"},
	{OF_DEFINITION, "controls", TYPE_OBJECTS, false, ses_load_controls, IN_PROVIDER(controls),
		"documents that are no events, such as a test of the webhook"},
	{OF_DEFINITION, "layouts", TYPE_OBJECTS, false, ses_load_ignored, 0,
		"other layouts of documents, each with a sign"},
	{OF_DEFINITION, "only_code", TYPE_TEXTS, false, ses_load_ignored, 0,
		"in a definition that ses_definition returned: what the built-in provider does in code; not used"},

	{OF_SIGN, "keys", TYPE_TEXTS, false, ses_load_sign_keys, offsetof(Sign, keys),
		"keys that the document has, up to four, of at most 31 bytes"},
	{OF_SIGN, "object", TYPE_TEXT, false, ses_load_text, offsetof(Sign, object),
		"a key whose value is an object"},
	{OF_SIGN, "has", TYPE_PATHS, false, ses_load_sign_paths, offsetof(Sign, paths),
		"paths to members of objects in the document"},
	{OF_SIGN, "foreign", TYPE_TEXTS, false, ses_load_detected_keys, offsetof(Sign, foreign),
		"keys that the document does not have"},
	{OF_SIGN, "member", TYPE_TEXT, false, ses_load_text, offsetof(Sign, member),
		"the key of a text that begins with prefix; if it is left out, the type that the envelope states does"},
	{OF_SIGN, "prefix", TYPE_TEXT, false, ses_load_text, offsetof(Sign, prefix),
		"what that text begins with, without regard to case"},

	{OF_CONTROL, "about", TYPE_TEXT, true, ses_load_text, offsetof(Control, clause),
		"what the document is, as the end of a sentence: is a test of the webhook"},

	{OF_CONTROL, "link", TYPE_TEXT, false, ses_load_text, offsetof(Control, link),
		"the key of a URL that has to be visited"},

	{OF_EVENT, "type", TYPE_TEXT, false, ses_load_event_type, offsetof(Mapping, event_type),
		"the event_type; a subtype that leaves it out has that of its event"},
	{OF_EVENT, "class", TYPE_TEXT, false, ses_load_class, offsetof(Mapping, bounce_class),
		"what the provider calls the bounce: hard, soft or undetermined"},
	{OF_EVENT, "reason", TYPE_TEXT, false, ses_load_reason, offsetof(Mapping, reason),
		"the reason, whatever the reply of the mail server means"},
	{OF_EVENT, "otherwise", TYPE_TEXT, false, ses_load_reason, offsetof(Mapping, otherwise),
		"the reason if no reply has one"},
	{OF_EVENT, "in_rates", TYPE_FLAG, false, ses_load_in_rates, offsetof(Mapping, is_outside_rates),
		"false if the provider leaves the event out of its own rates of bounces and complaints: provider_class is then NULL"},
	{OF_EVENT, "is_bot", TYPE_FLAG, false, ses_load_flag, offsetof(Mapping, is_bot),
		"true if a program caused such events"},
	{OF_EVENT, "subtypes", TYPE_EVENTS, false, ses_load_subtypes, offsetof(Mapping, subtypes),
		"what refines the event, by the text of the layout's subtypes"},

	{OF_LAYOUT, "name", TYPE_TEXT, false, ses_load_text, IN_LAYOUT(name),
		"the name of the layout in ses_fields, such as inbound"},
	{OF_LAYOUT, "sign", TYPE_SIGNS, false, ses_load_layout_signs, offsetof(LayoutDraft, sign),
		"how documents of the layout are recognized among those of the provider: a sign, or several, one of which is enough"},
	{OF_LAYOUT, "names", TYPE_NAMES, false, ses_load_names, IN_LAYOUT(naming),
		"required unless there are lists: paths to the name of the event, the first that has a text; two paths in a list are joined by a slash; {\"is\": \"name\"} is a name itself"},
	{OF_LAYOUT, "subtypes", TYPE_PATHS, false, ses_load_places, IN_LAYOUT(subtypes),
		"paths to what refines the event: each is looked up in the subtypes of the one before"},
	{OF_LAYOUT, "details", TYPE_PATH, false, ses_load_details, IN_LAYOUT(details),
		"path to the object that becomes details; the document if that or the key is missing"},
	{OF_LAYOUT, "list_id", TYPE_PATH, false, ses_load_list_id, IN_LAYOUT(list_id),
		"path to the id of the list or contact that an event is about: a part of event_id"},
	{OF_LAYOUT, "fields", TYPE_FIELDS, false, ses_load_fields, IN_LAYOUT(fields),
		"paths to the value of each attribute, the first that has one; {\"at\": path, \"as\": form} for another form than usual"},
	{OF_LAYOUT, "recipients", TYPE_PATH, false, ses_load_recipients, IN_LAYOUT(recipients),
		"path to the list of recipients: addresses, or objects whose members are (recipient).key in fields"},
	{OF_LAYOUT, "concern", TYPE_TEXT, false, ses_load_concern, IN_LAYOUT(is_for_each),
		"each if the event is about all recipients that are listed, one if it is about one of them; one if it is left out"},
	{OF_LAYOUT, "candidates", TYPE_PLACES, false, ses_load_candidates, IN_LAYOUT(candidates),
		"if there is no recipient in fields or recipients: paths to lists of addresses, one of which is meant, or each with that concern; {\"at\": path, \"address\": key} for lists of objects"},
	{OF_LAYOUT, "first_elements", TYPE_PATHS, false, ses_load_first_elements, 0,
		"paths to lists whose first element is read in place of the list"},
	{OF_LAYOUT, "headers", TYPE_PATHS, false, ses_load_headers, 0,
		"paths to the headers of a message, in any form; the last key of a path through one of them is the name of a header"},
	{OF_LAYOUT, "only", TYPE_MAP, false, ses_load_only, IN_LAYOUT(only),
		"attributes that only events of some types have, each with a list of event types"},
	{OF_LAYOUT, "hints", TYPE_OBJECTS, false, ses_load_hints, IN_LAYOUT(hints),
		"what words in texts say of events"},
	{OF_LAYOUT, "own_keys", TYPE_TEXTS, false, ses_load_own_keys, IN_LAYOUT(own_keys),
		"the keys of the provider's own members in a document: all others become metadata"},
	{OF_LAYOUT, "metadata_prefix", TYPE_TEXT, false, ses_load_text, IN_LAYOUT(metadata_prefix),
		"what the keys of those texts in a document begin with that become metadata"},
	{OF_LAYOUT, "event_parts", TYPE_MAP, false, ses_load_event_parts, IN_LAYOUT(event_parts),
		"objects that only some events have, by the names of these events; their members are (event).key in fields"},
	{OF_LAYOUT, "lists", TYPE_TEXT, false, ses_load_text, IN_LAYOUT(lists),
		"the key of an object with lists of documents in it, each under the name of its events"},
	{OF_LAYOUT, "half_name", TYPE_OBJECT, false, ses_load_half_name, IN_LAYOUT(half_name),
		"the name of a list in lists that is half of a name, and the key of the other half"},

	{OF_HINT, "type", TYPE_TEXT, true, ses_load_event_type, offsetof(HintDraft, hint.type),
		"the event_type of the events"},
	{OF_HINT, "at", TYPE_PATH, true, ses_load_hint_path, 0,
		"the path to the text"},
	{OF_HINT, "word", TYPE_TEXT, true, ses_load_hint_word, offsetof(HintDraft, hint.word),
		"what stands somewhere in the text, in lower case; the text may have any case"},
	{OF_HINT, "reason", TYPE_TEXT, false, ses_load_reason, offsetof(HintDraft, hint.reason),
		"the reason then; of several hints, the first counts"},
	{OF_HINT, "is_otherwise", TYPE_FLAG, false, ses_load_flag, offsetof(HintDraft, hint.is_otherwise),
		"true if the reason counts only if no reply has one"},
	{OF_HINT, "class", TYPE_TEXT, false, ses_load_class, offsetof(HintDraft, hint.bounce_class),
		"what the provider calls the bounce then, if nothing else says so"},

	{OF_NAME, "is", TYPE_TEXT, false, ses_load_text, offsetof(NamingDraft, naming.constant),
		"the name itself, or its first half"},
	{OF_NAME, "at", TYPE_PATH, false, ses_load_name_path, offsetof(NamingDraft, naming.word),
		"the path to the name, or to its first half; (type) is the type that the envelope states"},
	{OF_NAME, "and", TYPE_PATH, false, ses_load_name_path, offsetof(NamingDraft, naming.kind),
		"the path to the second half"},
	{OF_NAME, "after", TYPE_TEXT, false, ses_load_text, offsetof(NamingDraft, naming.after),
		"what the text begins with, and the name does not"},
	{OF_NAME, "when", TYPE_OBJECT, false, ses_load_sign, offsetof(NamingDraft, naming.when),
		"a sign: which documents have the name"},

	{OF_PLACE, "at", TYPE_PATH, true, ses_load_place_path, 0,
		"the path: keys with dots between them, from (wrapper) for what is around the document; a list of keys if one has a dot"},
	{OF_PLACE, "as", TYPE_TEXT, false, ses_load_place_form, offsetof(Field, form),
		"what is done to the text, in the words of the column form of ses_fields: address, reply, ..."},

	{OF_CANDIDATES, "at", TYPE_PATH, true, ses_load_candidates_path, 0,
		"the path to the list"},
	{OF_CANDIDATES, "address", TYPE_TEXT, false, ses_load_text, offsetof(Listed, address),
		"the key of the address in each object of the list"},
	{OF_CANDIDATES, "is_instead", TYPE_FLAG, false, ses_load_flag, offsetof(Listed, is_instead),
		"true if the list is read only where the one before it has no address"},

	{OF_EVENT_PART, "key", TYPE_TEXT, true, ses_load_text, offsetof(EventPart, key),
		"the key of the object"},
	{OF_EVENT_PART, "subtypes", TYPE_TEXTS, false, ses_load_part_subtypes, offsetof(EventPart, subtypes),
		"up to two keys in it whose texts refine the event"},
	{OF_EVENT_PART, "recipients", TYPE_TEXT, false, ses_load_text, offsetof(EventPart, recipients),
		"the key of the event's own list of recipients in it"},
	{OF_EVENT_PART, "concern", TYPE_TEXT, false, ses_load_part_concern, offsetof(EventPart, concern),
		"each or one, as in the layout; each if it is left out"},

	{OF_HALF_NAME, "name", TYPE_TEXT, true, ses_load_text, offsetof(HalfName, name),
		"the name of the list"},
	{OF_HALF_NAME, "key", TYPE_TEXT, true, ses_load_text, offsetof(HalfName, key),
		"the key of the other half, in a document of the list"},
	{0},
};
/* clang-format on */

const char *
ses_key_type_name(KeyType type)
{
	static const char *const names[] = {
		[TYPE_TEXT] = "a text",
		[TYPE_FLAG] = "true or false",
		[TYPE_TEXTS] = "a list of texts",
		[TYPE_OBJECT] = "an object",
		[TYPE_OBJECTS] = "a list of objects",
		[TYPE_SIGNS] = "an object or a list of objects",
		[TYPE_MAP] = "an object of objects or lists",
		[TYPE_EVENTS] = "an object of objects or event types",
		[TYPE_PATH] = "a path",
		[TYPE_PATHS] = "a list of paths",
		[TYPE_NAMES] = "a list of paths, pairs of paths or names",
		[TYPE_PLACES] = "a list of paths or objects",
		[TYPE_FIELDS] = "an object of lists of paths",
	};

	return names[type];
}

const char *
ses_key_owner_name(KeyOwner owner)
{
	switch (owner)
	{
		case OF_DEFINITION:
			return "definition";
		case OF_LAYOUT:
			return "layout";
		case OF_SIGN:
			return "sign";
		case OF_CONTROL:
			return "control";
		case OF_EVENT:
			return "event";
		case OF_EVENT_PART:
			return "event_part";
		case OF_HALF_NAME:
			return "half_name";
		case OF_CANDIDATES:
			return "candidates";
		case OF_HINT:
			return "hint";
		case OF_NAME:
			return "name";
		case OF_PLACE:
			break;
	}
	return "place";
}
