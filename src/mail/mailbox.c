/*
 * mailbox.c
 *		Finding who operates a mailbox.
 *
 * The patterns of all tables are in one hash table.  A name is hashed from its end,
 * so that the hash of each parent is met on the way: one pass over a name finds the
 * longest pattern that it is under.
 */
#include "mail/mailbox.h"

#include <stdint.h>

#include "mail/reply.h"

/* Room for the patterns with a third to spare; a test reports how much is used. */
#define MAX_PATTERNS 2048

/* A power of two. */
#define SLOTS 8192

/* A host's name has at most 255 octets (RFC 1035, section 2.3.4). */
#define MAX_NAME 255

/* What of a reply is read, but for its end: twice the longest published one. */
#define MAX_TEXT 4096

/* So many characters may stand behind the last word of a reply. */
#define MAX_BEHIND 16

/*
 * What goes before a name, so that it belongs to the author of the reply and not to
 * a sender that it quotes.
 */
typedef enum Mark
{
	HOST,
	DOMAIN,
	END,	  /* the last word of a reply, behind a dash */
	URL,	  /* the page about the reply */
	BRACKET,  /* the server's own name, or a code */
	HOST_NAME /* the server's own name, in receipts of Exchange */
} Mark;

/* The first mark of a reply. */
#define IN_REPLY END

static const Slice marks[] = {
	[HOST] = {"", 0},
	[DOMAIN] = {"", 0},
	[END] = {"- ", 2},
	[URL] = {"//", 2},
	[BRACKET] = {"[", 1},
	[HOST_NAME] = {"Hostname=", 9},
};

#define MARKS ((int) (sizeof(marks) / sizeof(marks[0])))

typedef struct Entry
{
	MailboxPattern pattern;
	Mark		   mark;
	Slice		   name;
	bool		   is_tree; /* names below it are its, too */
	Slice		   path;	/* of a URL, that has to follow the name */
} Entry;

/* Filled once; entries count from 1 on, so that 0 means none. */
static struct
{
	bool	 is_built;
	Entry	 entries[MAX_PATTERNS];
	int		 count;
	uint16_t slots[SLOTS];
} index_of_names;

const MailboxRule *const ses_mailbox_rules[] = {
	ses_mailboxes_worldwide,
	ses_mailboxes_gateways,
	ses_mailboxes_hosting,
	ses_mailboxes_europe,
	ses_mailboxes_asia,
	ses_mailboxes_america,
	NULL,
};

const char *
ses_mailbox_sign_name(MailboxSign sign)
{
	static const char *const names[] = {[BY_HOST] = "host", [BY_REPLY] = "reply", [BY_DOMAIN] = "domain"};

	return names[sign];
}

static bool
is_name_char(char c)
{
	return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
}

/* FNV-1a, from the end of a name to its beginning. */
static uint32_t
hash_start(Mark mark)
{
	return 2166136261u ^ (uint32_t) mark;
}

static uint32_t
hash_next(uint32_t hash, char c)
{
	return (hash ^ (unsigned char) to_lower(c)) * 16777619u;
}

/* The slot of a name, or the free one where it belongs. */
static uint16_t *
slot_of(uint32_t hash, Mark mark, Slice name)
{
	for (uint32_t slot = hash ^ hash >> 15;; slot++)
	{
		uint16_t	*number = &index_of_names.slots[slot & (SLOTS - 1)];
		const Entry *entry = &index_of_names.entries[*number];

		if (*number == 0 || (entry->mark == mark && slice_equals_nocase(entry->name, name)))
			return number;
	}
}

/* Divides a pattern into mark, name and path. */
static Entry
read_pattern(const MailboxRule *rule, Slice text)
{
	Entry entry = {
		.pattern = {text, rule},
		.mark = rule->sign == BY_HOST ? HOST : DOMAIN,
		.name = text,
	};
	int end = 0;

	for (int mark = IN_REPLY; rule->sign == BY_REPLY && mark < MARKS; mark++)
	{
		if (slice_starts_with(text, marks[mark]))
		{
			entry.mark = (Mark) mark;
			entry.name = slice_from(text, marks[mark].length);
			break;
		}
	}
	entry.is_tree = slice_starts_with(entry.name, SLICE("*."));
	if (entry.is_tree)
		entry.name = slice_from(entry.name, 2);
	while (end < entry.name.length && is_name_char(entry.name.data[end]))
		end++;
	entry.path = slice_from(entry.name, end);
	entry.name = slice_until(entry.name, end);
	return entry;
}

/* The first of two patterns with one name counts. */
static void
add_pattern(const MailboxRule *rule, Slice text)
{
	Entry	  entry = read_pattern(rule, text);
	uint32_t  hash = hash_start(entry.mark);
	uint16_t *slot;

	for (int i = entry.name.length - 1; i >= 0; i--)
		hash = hash_next(hash, entry.name.data[i]);
	slot = slot_of(hash, entry.mark, entry.name);
	if (*slot != 0 || index_of_names.count + 1 >= MAX_PATTERNS)
		return;
	*slot = (uint16_t) ++index_of_names.count;
	index_of_names.entries[*slot] = entry;
}

Slice
ses_mailbox_next_pattern(Slice *patterns)
{
	Slice rest = slice_trim_start(*patterns);
	int	  comma = slice_find(rest, ',');

	*patterns = comma >= 0 ? slice_from(rest, comma + 1) : NO_SLICE;
	return comma >= 0 ? slice_until(rest, comma) : rest;
}

static void
build_index(void)
{
	for (const MailboxRule *const *table = ses_mailbox_rules; *table != NULL; table++)
	{
		for (const MailboxRule *rule = *table; rule->operator_name != NULL; rule++)
		{
			Slice patterns = slice_of(rule->patterns);

			while (patterns.length > 0)
				add_pattern(rule, ses_mailbox_next_pattern(&patterns));
		}
	}
	index_of_names.is_built = true;
}

int
ses_mailbox_memory_used(void)
{
	if (!index_of_names.is_built)
		build_index();
	return 100 * (index_of_names.count + 1) / MAX_PATTERNS;
}

/*
 * The longest pattern that a name is under.  Whole labels are compared: the name
 * "notgoogle.com" is not under "*.google.com".
 */
static const Entry *
find_name(Mark mark, Slice name)
{
	const Entry *found = NULL;
	uint32_t	 hash = hash_start(mark);
	bool		 has_dot = false;

	/* A name may end with the dot of the root. */
	if (name.length > 0 && name.data[name.length - 1] == '.')
		name.length--;
	if (name.length > MAX_NAME)
		return NULL;
	if (!index_of_names.is_built)
		build_index();
	for (int i = name.length - 1; i >= 0; i--)
	{
		uint16_t number;

		hash = hash_next(hash, name.data[i]);
		if (i > 0 && name.data[i - 1] != '.')
			continue;
		if (i > 0 && !has_dot)
		{
			has_dot = true; /* a top-level domain is not one operator's */
			continue;
		}
		number = *slot_of(hash, mark, slice_from(name, i));
		if (number != 0 && (i == 0 || index_of_names.entries[number].is_tree))
			found = &index_of_names.entries[number];
	}
	return found;
}

/*
 * The name that begins a text; empty where it goes on in another alphabet, or is the
 * user of a URL or an address: "google.com.пример", "google.com@a.example".
 */
static Slice
name_at_start(Slice text)
{
	int length = 0;

	while (length < text.length && is_name_char(text.data[length]))
		length++;
	if (length < text.length && (text.data[length] == '@' || (unsigned char) text.data[length] >= 0x80))
		return NO_SLICE;
	return slice_until(text, length);
}

/* Providers also report "dns; mx.a.example", "mx.a.example [192.0.2.1]" and addresses. */
static const Entry *
find_host(Slice host)
{
	int semicolon = slice_find(host, ';');

	if (host.length == 0)
		return NULL;
	return find_name(HOST, name_at_start(slice_trim_start(slice_from(host, semicolon + 1))));
}

/* What stands last in a reply, behind a dash: "https://… d2e1a72fcca58 - gsmtp". */
static const Entry *
find_at_end(Slice reply)
{
	int start;

	/* Behind it are quotation marks, brackets and line breaks of those who report it. */
	reply = slice_trim(reply);
	if (slice_ends_with(reply, SLICE(")")))
		reply = ses_reply_without_remark(reply);
	for (int i = 0; i < MAX_BEHIND && reply.length > 0 && !is_letter(reply.data[reply.length - 1]); i++)
		reply.length--;
	start = reply.length;
	while (start > 0 && reply.length - start <= MAX_NAME && is_name_char(reply.data[start - 1]))
		start--;
	if (!slice_ends_with(slice_until(reply, start), marks[END]))
		return NULL;
	return find_name(END, slice_from(reply, start));
}

/* The first name behind a mark that is an operator's. */
static const Entry *
find_behind(Slice reply, Mark mark)
{
	char last = marks[mark].data[marks[mark].length - 1];
	int	 next = 0;
	int	 offset;

	while ((offset = slice_find(slice_from(reply, next), last)) >= 0)
	{
		const Entry *entry = NULL;
		Slice		 name;

		next += offset + 1;
		if (!slice_ends_with(slice_until(reply, next), marks[mark]))
			continue;
		name = name_at_start(slice_from(reply, next));
		next += name.length;
		if (name.length > 0)
			entry = find_name(mark, name);
		if (entry != NULL && slice_starts_with(slice_from(reply, next), entry->path))
			return entry;
	}
	return NULL;
}

static const Entry *
find_in_reply(Slice reply)
{
	const Entry *found;

	if (reply.length == 0)
		return NULL;
	found = find_at_end(reply);
	if (reply.length > MAX_TEXT)
		reply.length = MAX_TEXT;
	for (int mark = END + 1; found == NULL && mark < MARKS; mark++)
		found = find_behind(reply, (Mark) mark);
	return found;
}

/* The domain is what follows the last @, because a quoted local part may have one, too. */
static const Entry *
find_domain(Slice address)
{
	int at = address.length - 1;

	while (at >= 0 && address.data[at] != '@')
		at--;
	return at >= 0 ? find_name(DOMAIN, slice_trim(slice_from(address, at + 1))) : NULL;
}

const MailboxPattern *
ses_mailbox_find(const MailboxFacts *facts)
{
	const Entry *found = find_host(facts->host);

	if (found == NULL)
		found = find_host(facts->reply_host);
	if (found == NULL)
		found = find_in_reply(facts->reply);
	if (found == NULL)
		found = find_domain(facts->address);
	return found != NULL ? &found->pattern : NULL;
}
