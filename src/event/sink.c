/*
 * sink.c
 *		Telling a sink what gave no event, and why.
 */
#include "event/sink.h"

#include "lib/stringinfo.h"

void
ses_report(Sink *sink, const Document *document, Outcome outcome,
		   const Dialect *dialect, const char *key, const char *format, ...)
{
	StringInfoData sentence;

	if (sink->take_outcome == NULL)
		return;

	initStringInfo(&sentence);
	appendStringInfo(&sentence, "%s ", ses_document_path(document, key));
	for (;;)
	{
		va_list arguments;
		int		needed;

		va_start(arguments, format);
		needed = appendStringInfoVA(&sentence, format, arguments);
		va_end(arguments);
		if (needed == 0)
			break;
		enlargeStringInfo(&sentence, needed);
	}
	sink->take_outcome(sink, document, outcome, dialect, sentence.data);
}
