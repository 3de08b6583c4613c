/*
 * column.h
 *		The attributes of the composite type, and how an Event keeps them.
 */
#ifndef SES_COLUMN_H
#define SES_COLUMN_H

#include "postgres.h"

/* The attributes of the composite type, in its order.  Only ever add at the end. */
typedef enum Column
{
	COL_EVENT_ID,
	COL_OCCURRED_AT,
	COL_EVENT_TYPE,
	COL_PROVIDER,
	COL_PROVIDER_EVENT,
	COL_PROVIDER_EVENT_ID,
	COL_MESSAGE_ID,
	COL_RFC_MESSAGE_ID,
	COL_RECIPIENT,
	COL_CANDIDATES,
	COL_SENDER,
	COL_SUBJECT,
	COL_SENT_AT,
	COL_BOUNCE_CLASS,
	COL_REASON,
	COL_SMTP_CODE,
	COL_SMTP_STATUS,
	COL_SMTP_RESPONSE,
	COL_DESCRIPTION,
	COL_REMOTE_MTA,
	COL_URL,
	COL_IP_ADDRESS,
	COL_USER_AGENT,
	COL_IS_BOT,
	COL_STREAM,
	COL_TEMPLATE,
	COL_ACCOUNT_ID,
	COL_TAGS,
	COL_METADATA,
	COL_DETAILS,
	COL_PROVIDER_CLASS,
	COL_ACTOR,
	COL_CLIENT,
	COL_MAILBOX_PROVIDER,
	EVENT_COLUMNS
} Column;

typedef uint64 ColumnSet;

#define COLUMN(column) ((ColumnSet) 1 << (column))
#define ALL_COLUMNS (COLUMN(EVENT_COLUMNS) - 1)

/* How a column is kept in an Event, and of which type it is in a row. */
typedef enum ColumnKind
{
	KIND_UUID,
	KIND_TIME,
	KIND_EVENT_TYPE,
	KIND_PROVIDER,
	KIND_TEXT,
	KIND_INTEGER,
	KIND_BOUNCE_CLASS,
	KIND_REASON,
	KIND_ACTOR,
	KIND_WORD,
	KIND_INET,
	KIND_ANSWER,
	KIND_LABELS,
	KIND_JSON
} ColumnKind;

typedef struct ColumnInfo
{
	const char *name; /* of the attribute */
	ColumnKind	kind;
	size_t		offset; /* of the member of Event */
} ColumnInfo;

extern const ColumnInfo ses_columns[EVENT_COLUMNS];

/* The size of a column's member of Event. */
extern size_t ses_column_size(Column column);

/* The type of a column in a row. */
extern Oid ses_column_type(Column column);

/* A column's value as PostgreSQL keeps it, in the current memory context. */
struct Event;
extern Datum ses_event_datum(const struct Event *event, Column column, bool *is_null);

#endif /* SES_COLUMN_H */
