/*
 * matcher.c
 *		Finding phrases in a reply.
 *
 * The phrases are one automaton over words: a node is a place in a phrase, an
 * edge leads from it over a word to the next.  A text is read word by word with
 * the set of nodes where phrases that began earlier have come to.  So the time
 * is linear in the length of the text.
 */
#include "mail/matcher.h"

#include <stdint.h>

#include "mail/words.h"

/*
 * What of a text is read.  A reply's reason stands at its beginning, or at the
 * end of a gateway's few lines; 4 kB is twice the longest published reply.
 */
#define MAX_TEXT 4096

/* Room for the tables with a third to spare; a test reports how much is used. */
#define MAX_LETTERS 12288
#define MAX_VOCABULARY 2048
#define MAX_NODES 4096
#define MAX_EDGES 8192
#define MAX_PHRASES 768

/* Powers of two, for the hash tables. */
#define WORD_SLOTS 4096
#define EDGE_SLOTS 16384

/* Phrases that begin with the same few words at once; 47 do with "mail". */
#define MAX_ACTIVE 128

/* From how many nodes a phrase may go on, where parts of it are optional. */
#define MAX_FRONTIER 8

#define START 0

typedef struct Edge
{
	uint16_t from;
	uint16_t word;
	uint16_t to;
	uint16_t next; /* in the same slot; 0 ends it */
} Edge;

/* All of it is filled once, and counts from 1 on, so that 0 means none. */
static struct
{
	bool is_built;

	char	 letters[MAX_LETTERS];
	int		 letter_count;
	Slice	 words[MAX_VOCABULARY];
	int		 word_count;
	uint16_t word_slots[WORD_SLOTS];

	uint16_t phrase_at[MAX_NODES]; /* the phrase that ends at a node */
	int		 node_count;
	Edge	 edges[MAX_EDGES];
	int		 edge_count;
	uint16_t edge_slots[EDGE_SLOTS];
	bool	 goes_on[MAX_NODES]; /* an edge leads from the node */

	/* The phrases by number, in order of precedence. */
	const PhraseGroup *groups[MAX_PHRASES];
	const Phrase	  *phrases[MAX_PHRASES];
	int				   phrase_count;
} automaton;

/* A phrase that has begun. */
typedef struct Active
{
	uint16_t node;
	uint16_t start; /* the offset of its first word */
} Active;

/* FNV-1a. */
static uint32_t
hash_word(Slice word)
{
	uint32_t hash = 2166136261u;

	for (int i = 0; i < word.length; i++)
		hash = (hash ^ (unsigned char) word.data[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static uint32_t
hash_edge(int from, int word)
{
	uint32_t hash = ((uint32_t) from << 16 | (uint32_t) word) * 2654435761u;

	return hash >> 16 & (EDGE_SLOTS - 1);
}

/* The slot of a word, or the free one where it belongs. */
static uint16_t *
word_slot(Slice word)
{
	uint32_t slot = hash_word(word);

	for (;; slot++)
	{
		uint16_t *number = &automaton.word_slots[slot & (WORD_SLOTS - 1)];

		if (*number == 0 || slice_equals(automaton.words[*number], word))
			return number;
	}
}

/* The number of a phrase's word; 0 where there is no room for it. */
static int
add_word(Slice word)
{
	uint16_t *number = word_slot(word);
	char	 *letters = automaton.letters + automaton.letter_count;

	if (*number != 0)
		return *number;
	if (automaton.word_count + 1 >= MAX_VOCABULARY || automaton.letter_count + word.length > MAX_LETTERS)
		return 0;
	memcpy(letters, word.data, word.length);
	automaton.letter_count += word.length;
	*number = (uint16_t) ++automaton.word_count;
	automaton.words[*number] = (Slice) {letters, word.length};
	return *number;
}

/* A new node, 0 where there is no room for it. */
static int
add_node(void)
{
	return automaton.node_count + 1 < MAX_NODES ? ++automaton.node_count : 0;
}

static void
add_edge(int from, int word, int to)
{
	uint16_t *slot = &automaton.edge_slots[hash_edge(from, word)];

	if (word == 0 || to == 0 || automaton.edge_count + 1 >= MAX_EDGES)
		return;
	automaton.edges[++automaton.edge_count] = (Edge) {(uint16_t) from, (uint16_t) word, (uint16_t) to, *slot};
	*slot = (uint16_t) automaton.edge_count;
	automaton.goes_on[from] = true;
}

/* Where a phrase has come to while it is added. */
typedef struct Frontier
{
	int nodes[MAX_FRONTIER];
	int count;
} Frontier;

/* The length of a word with what is behind it. */
static int
word_length(Slice words)
{
	int length = 0;

	while (length < words.length && words.data[length] != ' ' && words.data[length] != '.')
		length++;
	return length < words.length ? length + 1 : length;
}

/* Adds words that lead from the frontier to a node; returns false where there are none. */
static bool
add_path(const Frontier *frontier, Slice text, int to)
{
	char  data[WORDS_SIZE(MAX_WORDS)];
	Slice words = {data, 0};
	int	  node = START;
	bool  is_first = true;

	if (text.length > MAX_WORDS)
		return false;
	words.length = ses_words_reduce(text, data);
	while (words.length > 0)
	{
		int length = word_length(words);
		int word = add_word(slice_until(words, length - 1));
		int next;

		words = slice_from(words, length);
		next = words.length > 0 ? add_node() : to;
		if (is_first)
		{
			for (int i = 0; i < frontier->count; i++)
				add_edge(frontier->nodes[i], word, next);
		}
		else
			add_edge(node, word, next);
		is_first = false;
		node = next;
	}
	return !is_first;
}

/* Adds the alternatives of a part of a phrase, "a|b|", and moves the frontier behind it. */
static void
add_part(Frontier *frontier, Slice alternatives)
{
	int	 junction = add_node();
	bool is_optional = false;
	bool has_words = false;

	for (;;)
	{
		int	  bar = slice_find(alternatives, '|');
		Slice alternative = bar >= 0 ? slice_until(alternatives, bar) : alternatives;

		if (add_path(frontier, alternative, junction))
			has_words = true;
		else if (slice_trim(alternative).length == 0)
			is_optional = true;
		if (bar < 0)
			break;
		alternatives = slice_from(alternatives, bar + 1);
	}

	/*
	 * An alternative of small words only, as in "(this|your)", does not count;
	 * but a part of nothing else, as "is", is no part.
	 */
	if (!has_words)
		return;
	if (!is_optional)
		frontier->count = 0;
	if (frontier->count < MAX_FRONTIER)
		frontier->nodes[frontier->count++] = junction;
}

static void
add_phrase(Slice text, int number)
{
	Frontier frontier = {.nodes = {START}, .count = 1};

	while (text.length > 0)
	{
		int open = slice_find(text, '(');
		int close = slice_find(text, ')');

		if (open < 0 || close < open)
		{
			add_part(&frontier, text);
			break;
		}
		if (open > 0)
			add_part(&frontier, slice_until(text, open));
		add_part(&frontier, slice_until(slice_from(text, open + 1), close - open - 1));
		text = slice_from(text, close + 1);
	}
	for (int i = 0; i < frontier.count; i++)
	{
		if (frontier.nodes[i] != START)
			automaton.phrase_at[frontier.nodes[i]] = (uint16_t) number;
	}
}

static void
add_groups(const PhraseGroup *groups)
{
	for (const PhraseGroup *group = groups; group->title != NULL; group++)
	{
		for (const Phrase *phrase = group->phrases; phrase->words != NULL; phrase++)
		{
			int number = automaton.phrase_count + 1;

			if (number >= MAX_PHRASES)
				return;
			automaton.phrase_count = number;
			automaton.groups[number] = group;
			automaton.phrases[number] = phrase;
			add_phrase(slice_of(phrase->words), number);
		}
	}
}

/* The tables are constants, so that one automaton serves as long as the process. */
static void
build(void)
{
	if (automaton.is_built)
		return;
	add_groups(ses_decisive_phrases);
	add_groups(ses_sender_phrases);
	add_groups(ses_recipient_phrases);
	add_groups(ses_vague_phrases);
	automaton.is_built = true;
}

int
ses_match_memory_used(void)
{
	build();

	const int used[][2] = {
		{automaton.letter_count, MAX_LETTERS},
		{automaton.word_count, MAX_VOCABULARY},
		{automaton.node_count, MAX_NODES},
		{automaton.edge_count, MAX_EDGES},
		{automaton.phrase_count, MAX_PHRASES},
	};
	int most = 0;

	for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++)
	{
		if (used[i][0] * 100 / used[i][1] > most)
			most = used[i][0] * 100 / used[i][1];
	}
	return most;
}

/* Copies the words of a phrase, without names that stood between them. */
static void
copy_words(Match *match, Slice words)
{
	match->length = 0;
	for (int i = 0; i < words.length;)
	{
		int	 length = word_length(slice_from(words, i));
		bool is_last = i + length >= words.length;

		if (match->length + length > MAX_WORDS)
			break;
		if (i == 0 || is_last || words.data[i + length - 1] != '.')
		{
			memcpy(match->words + match->length, words.data + i, length);
			match->length += length;
			if (!is_last)
				match->words[match->length - 1] = ' ';
		}
		i += length;
	}
}

/* Keeps a phrase that was found, if it precedes the best so far. */
static void
keep_best(Matches *matches, int *best, int number, Slice words)
{
	const PhraseGroup *group = automaton.groups[number];
	const Phrase	  *phrase = automaton.phrases[number];
	Match			  *match = &matches->best;

	if (phrase->duration == TEMPORARY)
		matches->is_temporary = true;
	if (group->reason == NO_REASON || (*best != 0 && *best <= number))
		return;
	*best = number;
	match->group = group;
	match->phrase = phrase;
	copy_words(match, words);
}

/* What of a text has been read. */
typedef struct Reading
{
	Slice  words; /* the whole reduced text */
	Active active[MAX_ACTIVE];
	int	   active_count;
	int	   name; /* where the name that is being read begins, -1 outside */
	int	   best; /* the number of the best phrase */
} Reading;

/* Follows the edges of a word that ends at an offset, from a node that was reached. */
static void
follow(Reading *reading, Active from, int word, int end, Active *next, int *next_count, Matches *matches)
{
	for (int i = automaton.edge_slots[hash_edge(from.node, word)]; i != 0; i = automaton.edges[i].next)
	{
		const Edge *edge = &automaton.edges[i];

		if (edge->from != from.node || edge->word != word)
			continue;
		if (automaton.phrase_at[edge->to] != 0)
			keep_best(matches, &reading->best, automaton.phrase_at[edge->to],
					  (Slice) {reading->words.data + from.start, end - from.start});
		if (automaton.goes_on[edge->to] && *next_count < MAX_ACTIVE)
			next[(*next_count)++] = (Active) {edge->to, from.start};
	}
}

/* Reads the word between two offsets. */
static void
read_word(Reading *reading, int start, int end, Matches *matches)
{
	int	   word = *word_slot((Slice) {reading->words.data + start, end - start});
	Active next[MAX_ACTIVE];
	int	   count = 0;

	/* A name may stand within a phrase: "domain a.example not found". */
	if (end < reading->words.length && reading->words.data[end] == '.')
	{
		memcpy(next, reading->active, reading->active_count * sizeof(Active));
		count = reading->active_count;
	}
	if (word != 0)
	{
		for (int i = 0; i < reading->active_count; i++)
		{
			/* Most slots are empty, and a look is cheaper than a call. */
			if (automaton.edge_slots[hash_edge(reading->active[i].node, word)] != 0)
				follow(reading, reading->active[i], word, end, next, &count, matches);
		}
		follow(reading, (Active) {START, (uint16_t) start}, word, end, next, &count, matches);
	}
	reading->active_count = count;
	memcpy(reading->active, next, count * sizeof(Active));
}

/*
 * Behind a name, forgets the phrases that began with a word of it but the last:
 * "mx.a.example error" is no error of an MX.  The last word may be that of the next
 * sentence, as in "failed.Mailbox full".
 */
static void
leave_name(Reading *reading, int last)
{
	int count = 0;

	for (int i = 0; i < reading->active_count; i++)
	{
		Active active = reading->active[i];

		if (active.start < reading->name || active.start >= last)
			reading->active[count++] = active;
	}
	reading->active_count = count;
	reading->name = -1;
}

void
ses_match(Slice text, Matches *matches)
{
	char	data[WORDS_SIZE(MAX_TEXT)];
	Reading reading;
	int		last = 0; /* where the last word of a name begins */

	build();
	reading.words.data = data;
	reading.active_count = 0;
	reading.name = -1;
	reading.best = 0;
	matches->best.group = NULL;
	matches->best.phrase = NULL;
	matches->best.length = 0;
	matches->is_temporary = false;
	if (text.length > MAX_TEXT)
		text.length = MAX_TEXT;
	reading.words.length = ses_words_reduce(text, data);

	for (int start = 0; start < reading.words.length;)
	{
		int length = word_length(slice_from(reading.words, start));

		if (data[start + length - 1] == '.')
		{
			if (reading.name < 0)
				reading.name = start;
			last = start;
		}
		else if (reading.name >= 0)
			leave_name(&reading, last);
		read_word(&reading, start, start + length - 1, matches);
		start += length;
	}
}
