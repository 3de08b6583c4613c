/*
 * mailbox.c
 *		ses_mailbox_provider: who operates a mailbox; ses_mailbox_providers: the tables
 *		that decide it.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "arguments.h"
#include "base/compat.h"
#include "mail/header.h"
#include "mail/mailbox.h"
#include "mail/reply.h"
#include "rows.h"

SQL_FUNCTION(ses_mailbox_provider);
Datum
ses_mailbox_provider(PG_FUNCTION_ARGS)
{
	Reply			   reply = ses_reply_read(ses_text_argument(fcinfo, 2));
	const MailboxFacts facts = {
		.address = ses_header_address(ses_text_argument(fcinfo, 0)),
		.host = ses_text_argument(fcinfo, 1),
		.reply_host = reply.host,
		.reply = reply.text,
	};
	const MailboxPattern *pattern = ses_mailbox_find(&facts);

	if (pattern == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(pattern->rule->operator_name));
}

static void
put_pattern(ReturnSetInfo *result, const MailboxRule *rule, Slice pattern)
{
	Datum values[4];
	bool  nulls[4] = {false};

	values[0] = ses_text_or_null(rule->operator_name, &nulls[0]);
	values[1] = ses_text_or_null(ses_mailbox_sign_name(rule->sign), &nulls[1]);
	values[2] = PointerGetDatum(cstring_to_text_with_len(pattern.data, pattern.length));
	values[3] = ses_text_or_null(rule->source, &nulls[3]);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

SQL_FUNCTION(ses_mailbox_providers);
Datum
ses_mailbox_providers(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const MailboxRule *const *table = ses_mailbox_rules; *table != NULL; table++)
	{
		for (const MailboxRule *rule = *table; rule->operator_name != NULL; rule++)
		{
			Slice patterns = slice_of(rule->patterns);

			while (patterns.length > 0)
				put_pattern(result, rule, ses_mailbox_next_pattern(&patterns));
		}
	}
	return (Datum) 0;
}
