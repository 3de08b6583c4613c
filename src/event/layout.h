/*
 * layout.h
 *		Where things stand in a provider's document, and reading it by that.
 *
 * Most providers send an object for an event, with objects in it: a layout names
 * those, and where among them the words stand that say what the event is.  All
 * else is the table of fields.
 */
#ifndef SES_LAYOUT_H
#define SES_LAYOUT_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "event/dialect.h"
#include "event/document.h"
#include "event/event.h"
#include "event/field.h"
#include "event/sign.h"
#include "json/keys.h"

struct Sink;

/* What a part is of the member that has its key. */
typedef enum PartForm
{
	PART_OBJECT,  /* the member itself */
	PART_FIRST,	  /* its first element, where it is a list */
	PART_HEADERS, /* the headers of a message, in any of the forms that
								 * ses_header_find() reads: an object of those
								 * that the layout names, under these names */
} PartForm;

/*
 * An object in a document.  The first two every document has: itself, and what it
 * is wrapped in.  The others a provider numbers from PART_OWN.
 */
typedef struct Part
{
	int			within; /* another part, that comes before */
	const char *key;
} Part;

enum
{
	PART_DOCUMENT,
	PART_WRAPPER,
	PART_OWN
};

#define MAX_PARTS 24

/* What a list of fields shows for parts whose keys differ from document to document. */
#define KEY_OF_EVENT "(event)"
#define KEY_OF_RECIPIENT "(recipient)"

/* A member of a part; no key: none. */
typedef struct Member
{
	int			part;
	const char *key;
} Member;

/*
 * A list of addresses, one of which is meant.  An element may be a text with
 * several, separated by commas.
 */
typedef struct Listed
{
	int			part;
	const char *key;		/* NULL ends the lists */
	const char *address;	/* the member of an element, which is an object, that
								 * has the address; NULL: the element is it */
	bool		is_instead; /* read only where the list before has nothing, which
								 * may itself stand in for another */
} Listed;

#define MAX_LISTED 5

/*
 * A name of an event.  That of two members has a slash between their texts, and is
 * the text of one where the other is missing.
 */
typedef struct Naming
{
	Member		word;
	Member		kind;
	const char *constant; /* in place of the word */
	const char *after;	  /* what the word begins with, and the name does not */
	const Sign *when;	  /* of which documents it is the name; NULL: of all */
} Naming;

/* In place of a part of a Naming: the type that the envelope states. */
#define PART_TYPE (-1)
#define KEY_OF_TYPE "(type)"

#define MAX_NAMES 20
#define MAX_SUBTYPES 4

/* Whom an event concerns. */
typedef enum Concern
{
	EACH_OF_THEM, /* all who are listed */
	ONE_OF_THEM	  /* one of those listed: the provider does not know which */
} Concern;

/*
 * What the documents of one event have of their own, where that differs from
 * event to event.
 */
typedef struct EventPart
{
	const char *event;		 /* as in the provider's table; NULL ends this one */
	const char *key;		 /* of the object that the event has in its document; of
								 * several rows of an event, the first that there is */
	const char *subtypes[2]; /* its members that refine the event, as the
								 * subtypes of a layout do */
	const char *recipients;	 /* its list of recipients; else that of the layout */
	Concern		concern;

	/* Returns what refines the event after these, where only code can say it. */
	Slice (*find_subtype)(const JsonbValue *part);
} EventPart;

/*
 * A name that is half of one: the other half is a member of the document, as in
 * "deliveries/failed".
 */
typedef struct HalfName
{
	const char *name; /* NULL: the layout has no such name */
	const char *key;
} HalfName;

/* An attribute that only events of some types have. */
typedef struct Only
{
	Column column;
	uint32 types; /* a bit for each; none ends the table */
} Only;

#define TYPE_BIT(type) (1u << (type))

/* What a word in a text says of an event. */
typedef struct Hint
{
	EventType	type; /* of the event; NO_EVENT_TYPE ends the table */
	int			part;
	const char *key;
	const char *word;		  /* in lower case, anywhere in the text */
	Reason		reason;		  /* the first that there is counts */
	bool		is_otherwise; /* what the reply means goes first */
	BounceClass bounce_class; /* where the provider has none */
} Hint;

typedef struct Layout
{
	const char *name;			  /* of the documents that have it, where a provider
								 * has several: "inbound"; NULL: most of them */
	Part		parts[MAX_PARTS]; /* those from PART_OWN; ended by one without a key */
	PartForm	forms[MAX_PARTS]; /* of parts that are not the object itself */

	/* Parts that differ from event to event, or from row to row; 0: there is no such. */
	int event_part;		/* the object that is named after the event */
	int recipient_part; /* an entry of a list of recipients.  Its fields are
								 * the last in the table of fields */

	/*
	 * Where the event_part of each event is.  Of an event that is not in the table,
	 * it is the object whose key is the event's name.
	 */
	const EventPart *event_parts;

	const char *names[2]; /* the members of the document that name the
								 * event: the first that there is does */

	/*
	 * What names it instead, where its name stands deeper, is put together, or is in
	 * no member at all.  The first that has a name counts; ended by one that has
	 * neither a member nor a constant.  NULL: names are enough.
	 */
	const Naming *naming;

	/*
	 * The member of the document that has lists of documents in it, each list
	 * under the name of its events.  The member may be text that holds JSON.
	 */
	const char *lists;
	HalfName	half_name; /* of such a list */

	/*
	 * What refines it, each what the one before has a table for; where that has
	 * none, or is not known, both are of one table.
	 */
	Member		 subtypes[MAX_SUBTYPES];
	int			 details; /* the part that the event has as details */
	const Field *fields;

	const Only *only;  /* NULL: all events have all attributes */
	const Hint *hints; /* NULL: no text is searched */

	/*
	 * Metadata of those who put members of their own into the document: all but the
	 * provider's, ended by NULL, of which the set is made at first use; or texts under
	 * keys that begin with a prefix.
	 */
	const char *const *own_keys;
	JsonKeySet		  *own_set;
	const char		  *metadata_prefix;

	/* Fills in what no table can say; the type of the event stays. */
	void (*finish)(Event *event, const JsonbValue *parts);

	/*
	 * The id of the list or contact that an event is about, because a person may leave
	 * several lists in one second.
	 */
	Member list_id;

	/*
	 * Those whom the message went to, where an event has no list of recipients of
	 * its own.  An entry is an object, which is the recipient_part, or a text with
	 * addresses.
	 */
	Member recipients;
	bool   is_for_each; /* all of those are meant, and not one of them, where the
						 * event has no row in the table of its parts */

	/*
	 * The lists of those one of whom is meant, where no field and no other list has
	 * the recipient; each of whom, where the layout has no such list and is_for_each.
	 */
	Listed candidates[MAX_LISTED];
} Layout;

/* Whether one of several is meant, where no field of the layout has the recipient. */
static inline bool
ses_layout_has_candidates(const Layout *layout)
{
	return layout->candidates[0].key != NULL;
}

/* Lists them. */
extern void ses_layout_list_candidates(const Layout *layout, const JsonbValue *parts, JsonbValue *list);

/* The row of an event in a table; NULL where the table, the event or its row is missing. */
extern const EventPart *ses_event_part_find(const EventPart *table, const Mapping *event);

/*
 * The name of the event of a document, empty where it has none.  A name that no member
 * states, a constant, counts only where one may.
 */
extern Slice ses_layout_find_name(const Layout *layout, const Document *document, bool or_constant);

/* Reads a document that is one event, or has lists of them. */
extern void ses_layout_read(const Layout *layout, const Dialect *dialect,
							const Document *document, struct Sink *sink);

/* Reads one that is one event, where its name does not stand in one place. */
extern void ses_layout_read_named(const Layout *layout, const Dialect *dialect,
								  const Document *document, struct Sink *sink, Slice name);

/*
 * Appends where the members of a part stand in the documents of an event, or of
 * any where that is NULL: "data.bounce.".  "(wrapper)." is what is around them.
 */
extern void ses_layout_append_path(StringInfo path, const Layout *layout, const Mapping *event, int part);

#endif /* SES_LAYOUT_H */
