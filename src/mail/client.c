/*
 * client.c
 *		Who opened or clicked: a person, a proxy or a machine, by the user agent.
 *
 * The rules are found by the first word of their text, in a hash table.  So an agent is
 * read once, and most of its words meet no rule.
 */
#include "mail/client.h"

#include <stdint.h>

/*
 * What of an agent is read.  The longest published ones, of Internet Explorer with all
 * its extensions, have less than 1 kB.
 */
#define MAX_AGENT 4096

/* Room for the tables with a third to spare; a test reports how much is used. */
#define MAX_ENTRIES 1024

/* How many different texts may have to stand beside others. */
#define MAX_BESIDE 8

/* A power of two: few words of an agent that no rule is about meet a full slot. */
#define SLOTS 4096

#define LETTERS 26

/* A rule in the table. */
typedef struct Entry
{
	const ClientGroup *group;
	const ClientRule  *rule;
	Slice			   pattern;
	uint32_t		   hash;   /* of its first word */
	int				   lead;   /* what stands before that */
	int				   beside; /* the number of the text that the agent must contain, too; 0: none */
	uint16_t		   next;   /* in the same slot, of lower precedence; 0 ends it */
} Entry;

/* Filled once, by precedence, from 1 on, so that 0 means none. */
static struct
{
	bool	 is_built;
	Entry	 entries[MAX_ENTRIES];
	int		 count;
	uint16_t words[SLOTS];	   /* by the hash of the first word */
	uint16_t endings[LETTERS]; /* of words, by their last letter */
	Slice	 beside[MAX_BESIDE];
	int		 beside_count;
	uint8_t	 letters[256]; /* each letter from 1 on, whatever its case; 0 for any other character */
} table;

/* An agent that is being read. */
typedef struct Search
{
	EventType event_type;
	Slice	  agent;
	int		  best; /* the entry of the highest precedence so far; 0: none */

	/* Texts beside others that were searched, and those that were found: a bit each. */
	unsigned searched;
	unsigned found;

	/* Up to where it was read for the name of a device, and what was read there. */
	int	 read;
	bool is_comment;
	bool is_device;
} Search;

/* The letter of a character from 0 on, whatever its case; LETTERS and more for any other. */
static inline unsigned
letter_of(char c)
{
	return (unsigned) ((unsigned char) c | 0x20) - 'a';
}

static inline uint32_t
hash_letter(uint32_t hash, uint8_t letter)
{
	return hash * 33 + letter;
}

static inline uint32_t
slot_of(uint32_t hash)
{
	return (hash ^ hash >> 12) & (SLOTS - 1);
}

/* Appends an entry to a slot, behind those of higher precedence. */
static void
append(uint16_t *slot, int number)
{
	while (*slot != 0)
		slot = &table.entries[*slot].next;
	*slot = (uint16_t) number;
}

/* The number of a text that stands beside others. */
static int
add_beside(const char *text)
{
	for (int i = 1; text != NULL && i <= table.beside_count; i++)
	{
		if (slice_equals(table.beside[i], slice_of(text)))
			return i;
	}
	if (text == NULL || table.beside_count + 1 >= MAX_BESIDE)
		return 0;
	table.beside[++table.beside_count] = slice_of(text);
	return table.beside_count;
}

static void
add_rule(const ClientGroup *group, const ClientRule *rule)
{
	Slice	 pattern = slice_of(rule->pattern);
	int		 lead = 0;
	uint32_t hash = 0;

	if (table.count + 1 >= MAX_ENTRIES)
		return;
	while (lead < pattern.length && letter_of(pattern.data[lead]) >= LETTERS)
		lead++;
	for (int i = lead; i < pattern.length && letter_of(pattern.data[i]) < LETTERS; i++)
		hash = hash_letter(hash, table.letters[(unsigned char) pattern.data[i]]);
	table.entries[++table.count] = (Entry) {group, rule, pattern, hash, lead, add_beside(rule->beside), 0};
	if (rule->place == ENDS_WORD)
		append(&table.endings[letter_of(pattern.data[pattern.length - 1])], table.count);
	else
		append(&table.words[slot_of(hash)], table.count);
}

static void
add_groups(const ClientGroup *groups)
{
	for (const ClientGroup *group = groups; group->kind != NULL; group++)
	{
		for (const ClientRule *rule = group->rules; rule->pattern != NULL; rule++)
			add_rule(group, rule);
	}
}

static void
build(void)
{
	for (int c = 0; c < 256; c++)
		table.letters[c] = letter_of((char) c) < LETTERS ? (uint8_t) (letter_of((char) c) + 1) : 0;
	add_groups(ses_client_machines);
	add_groups(ses_client_programs);
	table.is_built = true;
}

int
ses_client_memory_used(void)
{
	int count = 0;

	for (const ClientGroup *group = ses_client_machines; group->kind != NULL; group++)
	{
		for (const ClientRule *rule = group->rules; rule->pattern != NULL; rule++)
			count++;
	}
	for (const ClientGroup *group = ses_client_programs; group->kind != NULL; group++)
	{
		for (const ClientRule *rule = group->rules; rule->pattern != NULL; rule++)
			count++;
	}
	return (count + 1) * 100 / MAX_ENTRIES;
}

static bool
contains(Slice text, Slice part)
{
	for (int i = 0; i + part.length <= text.length; i++)
	{
		if (slice_starts_with(slice_from(text, i), part))
			return true;
	}
	return false;
}

/* Whether a word may end before an offset, which a pattern ends at, too. */
static bool
is_boundary(Slice agent, int offset)
{
	return offset >= agent.length || letter_of(agent.data[offset]) >= LETTERS ||
		letter_of(agent.data[offset - 1]) >= LETTERS;
}

/* Whether a pattern from one offset to another is in the place that its rule is about. */
static bool
is_in_place(Place place, Slice agent, int start, int end)
{
	switch (place)
	{
		case IN_WORDS:
			return is_boundary(agent, end);
		case AT_START:
			return start == 0 && is_boundary(agent, end);
		case AT_END:
			return end == agent.length;
		case IS_AGENT:
			return start == 0 && end == agent.length;
		case LAST_PRODUCT:
			return slice_find(slice_from(agent, end), ' ') < 0;
		default:
			return false;
	}
}

static bool
is_about(const ClientGroup *group, EventType event_type)
{
	return group->event_type == NO_EVENT_TYPE || group->event_type == event_type;
}

/* Whether the agent contains the text of a number; it is searched once. */
static bool
has_beside(Search *search, int number)
{
	const unsigned bit = 1u << number;

	if ((search->searched & bit) == 0 && contains(search->agent, table.beside[number]))
		search->found |= bit;
	search->searched |= bit;
	return (search->found & bit) != 0;
}

/*
 * Whether an entry of words is met by the agent's word at an offset.  Most that are not
 * differ at the end of the pattern.
 */
static bool
is_met(const Entry *entry, Search *search, int word)
{
	Slice agent = search->agent;
	int	  start = word - entry->lead;
	int	  end = start + entry->pattern.length;

	if (start < 0 || end > agent.length ||
		to_lower(agent.data[end - 1]) != to_lower(entry->pattern.data[entry->pattern.length - 1]))
		return false;
	return is_in_place(entry->rule->place, agent, start, end) && is_about(entry->group, search->event_type) &&
		slice_starts_with(slice_from(agent, start), entry->pattern) &&
		(entry->beside == 0 || has_beside(search, entry->beside));
}

/*
 * Whether what stands at an offset may be the name of an Android device, because
 * there are phones called "M bot 51" and "Spider 8".  Offsets only ever grow, so that
 * an agent is read once.
 */
static bool
is_device(Search *search, int offset)
{
	for (; search->read < offset; search->read++)
	{
		char c = search->agent.data[search->read];

		if (c == '(' || c == ')')
		{
			search->is_comment = c == '(';
			search->is_device = false;
		}
		else if (search->is_comment && letter_of(c) == 0 &&
				 slice_starts_with(slice_from(search->agent, search->read), SLICE("Android")))
			search->is_device = true;
	}
	return search->is_device;
}

/* The same of an entry of endings. */
static bool
is_ending_met(const Entry *entry, Search *search, Slice word)
{
	return slice_ends_with(word, entry->pattern) && is_about(entry->group, search->event_type) &&
		(entry->rule->except == NULL || !slice_equals_nocase(word, slice_of(entry->rule->except))) &&
		!is_device(search, (int) (word.data - search->agent.data));
}

static inline bool
is_better(int number, const Search *search)
{
	return number != 0 && (search->best == 0 || number < search->best);
}

static void
take_word(Search *search, int start, int end, uint32_t hash)
{
	Slice word = {search->agent.data + start, end - start};

	for (int n = table.words[slot_of(hash)]; is_better(n, search); n = table.entries[n].next)
	{
		if (table.entries[n].hash == hash && is_met(&table.entries[n], search, start))
			search->best = n;
	}
	for (int n = table.endings[letter_of(word.data[word.length - 1])]; is_better(n, search); n = table.entries[n].next)
	{
		if (is_ending_met(&table.entries[n], search, word))
			search->best = n;
	}
}

/* Takes each word of the agent.  All time that most agents need is spent here. */
static void
read_words(Search *search)
{
	const unsigned char *const data = (const unsigned char *) search->agent.data;
	const unsigned char *const end = data + search->agent.length;
	const unsigned char		  *here = data;

	for (;;)
	{
		const unsigned char *start;
		uint32_t			 hash = 0;

		while (here < end && table.letters[*here] == 0)
			here++;
		if (here == end)
			break;
		start = here;
		do
		{
			hash = hash_letter(hash, table.letters[*here++]);
		} while (here < end && table.letters[*here] != 0);
		take_word(search, (int) (start - data), (int) (here - data), hash);
	}
}

ClientMatch
ses_client_find(EventType event_type, Slice agent)
{
	Search search = {.event_type = event_type};

	if (event_type != EVENT_OPENED && event_type != EVENT_CLICKED)
		return (ClientMatch) {NULL, NULL};
	if (!table.is_built)
		build();
	if (agent.length > MAX_AGENT)
		agent.length = MAX_AGENT;
	search.agent = slice_trim(agent);
	read_words(&search);
	if (search.best == 0)
		return (ClientMatch) {NULL, NULL};
	return (ClientMatch) {table.entries[search.best].group, table.entries[search.best].rule};
}

const char *
ses_client_place(Place place)
{
	static const char *const places[PLACES] = {
		[IN_WORDS] = "word",
		[AT_START] = "start",
		[AT_END] = "end",
		[IS_AGENT] = "exact",
		[LAST_PRODUCT] = "last product",
		[ENDS_WORD] = "word ending",
	};

	return places[place];
}
