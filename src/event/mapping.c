/*
 * mapping.c
 *		From a provider's words to our vocabulary.
 */
#include "event/mapping.h"

static inline bool
is_filler(char c)
{
	return c == ' ' || c == '_' || c == '-';
}

bool
ses_word_equals(Slice word, const char *name)
{
	int i = 0;

	for (;;)
	{
		/* Most are written just as in the documentation. */
		while (i < word.length && *name != '\0' && word.data[i] == *name)
		{
			i++;
			name++;
		}
		while (i < word.length && is_filler(word.data[i]))
			i++;
		while (is_filler(*name))
			name++;
		if (i == word.length || *name == '\0')
			return i == word.length && *name == '\0';
		if (to_lower(word.data[i]) != to_lower(*name))
			return false;
		i++;
		name++;
	}
}

const Mapping *
ses_mapping_find(const Mapping *table, Slice word)
{
	char first;

	/* No name in a table begins with a filler: the first letter decides on most. */
	while (word.length > 0 && is_filler(word.data[0]))
		word = slice_from(word, 1);
	if (table == NULL || word.length == 0)
		return NULL;
	first = to_lower(word.data[0]);
	for (const Mapping *row = table; row->name != NULL; row++)
	{
		if (to_lower(row->name[0]) == first && ses_word_equals(word, row->name))
			return row;
	}
	return NULL;
}

void
ses_mapping_apply(const Mapping *row, EventType *event_type, BounceClass *bounce_class, Reason *reason)
{
	if (row->event_type != NO_EVENT_TYPE)
		*event_type = row->event_type;
	if (row->bounce_class != NO_BOUNCE_CLASS)
		*bounce_class = row->bounce_class;
	if (*event_type != EVENT_BOUNCED)
		*bounce_class = NO_BOUNCE_CLASS;
	if (row->reason != NO_REASON)
		*reason = row->reason;
}

int
ses_word_normalize(Slice word, char *normalized)
{
	int length = 0;

	for (int i = 0; i < word.length; i++)
	{
		if (!is_filler(word.data[i]))
			normalized[length++] = to_lower(word.data[i]);
	}
	return length;
}
