/*
 * explain.h
 *		The sink that finds out why each attribute is what it is.
 */
#ifndef SES_EXPLAIN_H
#define SES_EXPLAIN_H

#include "postgres.h"

#include "funcapi.h"
#include "utils/jsonb.h"
#include "utils/uuid.h"

#include "event/sink.h"
#include "event/trace.h"

typedef struct ExplainSink
{
	Sink		   sink;
	Trace		   trace;
	ReturnSetInfo *result;

	/* Given each row; the event_id is NULL of what is no event. */
	void (*put)(const struct ExplainSink *self, const pg_uuid_t *event_id, const char *attribute, const char *value,
				const char *source, const char *rule);
} ExplainSink;

/* Sets the members of the sink that the walk needs. */
extern void ses_explain_begin(ExplainSink *self);

/* Its functions, for those who do more with a document and an event. */
extern void ses_explain_document(Sink *sink, const Document *document);
extern void ses_explain_event(Sink *sink, const Event *event);

/* The text of JSON, NULL where it is long, or may become long. */
extern char *ses_explain_json(Jsonb *json);

#endif /* SES_EXPLAIN_H */
