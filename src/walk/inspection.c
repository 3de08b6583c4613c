/*
 * inspection.c
 *		What a whole walk says of a payload.
 */
#include "walk/inspection.h"

void
ses_inspection_take_event(Inspection *self, const Event *event)
{
	if (self->events++ == 0)
	{
		MemoryContext old = MemoryContextSwitchTo(self->context);

		self->dialect = event->dialect;
		self->envelope = ses_document_envelope(event->document);
		MemoryContextSwitchTo(old);
	}
}

/* Broken is graver than set-up, and that is graver than unknown. */
static int
gravity(Outcome outcome)
{
	switch (outcome)
	{
		case OUTCOME_MALFORMED:
			return 2;
		case OUTCOME_CONTROL:
			return 1;
		case OUTCOME_UNRECOGNIZED:
			break;
	}
	return 0;
}

void
ses_inspection_take_outcome(Inspection *self, const Document *document, Outcome outcome,
							const Dialect *dialect, const char *problem)
{
	if (self->outcomes++ == 0 || gravity(outcome) > gravity(self->outcome))
	{
		MemoryContext old = MemoryContextSwitchTo(self->context);

		self->outcome = outcome;
		self->problem = pstrdup(problem);
		self->link = NO_SLICE;
		if (document->link.length > 0)
			self->link = slice_of(pnstrdup(document->link.data, document->link.length));
		if (self->events == 0)
		{
			self->dialect = dialect;
			self->envelope = ses_document_envelope(document);
		}
		MemoryContextSwitchTo(old);
	}
}

const char *
ses_inspection_kind(const Inspection *self)
{
	if (self->events > 0)
		return "event";
	switch (self->outcome)
	{
		case OUTCOME_CONTROL:
			return "control";
		case OUTCOME_MALFORMED:
			return "malformed";
		case OUTCOME_UNRECOGNIZED:
			break;
	}
	return "unrecognized";
}

char *
ses_inspection_problem(const Inspection *self)
{
	if (self->problem == NULL)
		return NULL;
	if (self->outcomes == 1)
		return psprintf("%s.", self->problem);
	return psprintf("%s; %d more part%s of it gave no event.", self->problem,
					self->outcomes - 1, self->outcomes == 2 ? "" : "s");
}
