/*
 * reply.c
 *		ses_reply: what a mail server's reply means; ses_reply_rules: the tables of
 *		statuses, phrases and codes that decide it.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "arguments.h"
#include "base/compat.h"
#include "mail/verdict.h"
#include "rows.h"

enum
{
	REPLY_CODE,
	REPLY_STATUS,
	REPLY_CLASS,
	REPLY_REASON,
	REPLY_HOST,
	REPLY_RULE,
	REPLY_COLUMNS
};

static Datum
slice_or_null(Slice slice, bool *is_null)
{
	*is_null = slice.length == 0;
	return *is_null ? (Datum) 0 : PointerGetDatum(cstring_to_text_with_len(slice.data, slice.length));
}

/* A text that has neither a code, nor a status, nor words that mean anything. */
static bool
means_nothing(const Reply *reply, const Verdict *verdict)
{
	return verdict->rule == NO_RULE && reply->code == 0 && verdict->status.length == 0 && !verdict->is_temporary;
}

SQL_FUNCTION(ses_reply);
Datum
ses_reply(PG_FUNCTION_ARGS)
{
	Reply			   reply = ses_reply_read(ses_text_argument(fcinfo, 0));
	const ProviderSays says = {.status = ses_reply_find_status(ses_text_argument(fcinfo, 1))};
	Verdict			   verdict;
	char			   rule[MAX_RULE];
	TupleDesc		   type;
	Datum			   values[REPLY_COLUMNS];
	bool			   nulls[REPLY_COLUMNS];

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE || type->natts != REPLY_COLUMNS)
		elog(ERROR, "ses_reply must return a record of %d columns", REPLY_COLUMNS);

	ses_verdict(&reply, &says, &verdict);
	ses_verdict_rule(&verdict, rule);
	values[REPLY_CODE] = Int32GetDatum(reply.code);
	nulls[REPLY_CODE] = reply.code == 0;
	values[REPLY_STATUS] = slice_or_null(verdict.status, &nulls[REPLY_STATUS]);
	values[REPLY_CLASS] = ses_text_or_null(means_nothing(&reply, &verdict) ? NULL : ses_bounce_classes[verdict.class].word,
										   &nulls[REPLY_CLASS]);
	values[REPLY_REASON] = ses_text_or_null(ses_reasons[verdict.reason].word, &nulls[REPLY_REASON]);
	values[REPLY_HOST] = slice_or_null(reply.host, &nulls[REPLY_HOST]);
	values[REPLY_RULE] = ses_text_or_null(rule[0] != '\0' ? rule : NULL, &nulls[REPLY_RULE]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls));
}

/*
 * ses_reply_rules
 */

/* A row of one of the tables. */
typedef struct ReplyRule
{
	const char *kind;
	const char *group; /* of phrases, or NULL */
	const char *pattern;
	Reason		reason;
	const char *strength;
	Certainty	certainty;
	bool		is_temporary;
	const char *source;
} ReplyRule;

static void
put_rule(ReturnSetInfo *result, const ReplyRule *rule)
{
	Datum values[8];
	bool  nulls[8] = {false};

	values[0] = ses_text_or_null(rule->kind, &nulls[0]);
	values[1] = ses_text_or_null(rule->group, &nulls[1]);
	values[2] = ses_text_or_null(rule->pattern, &nulls[2]);
	values[3] = ses_text_or_null(ses_reasons[rule->reason].word, &nulls[3]);
	values[4] = ses_text_or_null(rule->strength, &nulls[4]);
	values[5] = BoolGetDatum(rule->certainty == CERTAIN);
	values[6] = BoolGetDatum(rule->is_temporary);
	values[7] = ses_text_or_null(rule->source, &nulls[7]);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static const char *
strength_word(Strength strength, bool is_phrase)
{
	switch (strength)
	{
		case VAGUE:
			return "vague";
		case LOOSE:
			return is_phrase ? "clear" : "loose";
		case SPECIFIC:
			return is_phrase ? "decisive" : "specific";
	}
	return NULL;
}

static void
put_phrases(ReturnSetInfo *result, const PhraseGroup *groups)
{
	for (const PhraseGroup *group = groups; group->title != NULL; group++)
	{
		for (const Phrase *phrase = group->phrases; phrase->words != NULL; phrase++)
			put_rule(result, &(ReplyRule) {
								 .kind = "phrase",
								 .group = group->title,
								 .pattern = phrase->words,
								 .reason = group->reason,
								 .strength = strength_word(group->strength, true),
								 .certainty = phrase->certainty,
								 .is_temporary = phrase->duration == TEMPORARY,
								 .source = phrase->source,
							 });
	}
}

/* The statuses of a row: "5.1.1", "x.4.0 to x.4.999", "556 5.1.10". */
static char *
status_pattern(const StatusMeaning *meaning)
{
	char class = meaning->class != 0 ? (char) ('0' + meaning->class) : 'x';
	char *code = meaning->code != 0 ? psprintf("%d ", meaning->code) : "";

	if (meaning->first_detail == meaning->last_detail)
		return psprintf("%s%c.%d.%d", code, class, meaning->subject, meaning->first_detail);
	return psprintf("%s%c.%d.%d to %c.%d.%d", code, class, meaning->subject, meaning->first_detail,
					class, meaning->subject, meaning->last_detail);
}

SQL_FUNCTION(ses_reply_rules);
Datum
ses_reply_rules(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const StatusMeaning *meaning = ses_status_meanings; meaning->reason != NO_REASON; meaning++)
		put_rule(result, &(ReplyRule) {
							 .kind = "status",
							 .pattern = status_pattern(meaning),
							 .reason = meaning->reason,
							 .strength = strength_word(meaning->strength, false),
							 .certainty = meaning->certainty,
							 .source = meaning->source,
						 });
	put_phrases(result, ses_decisive_phrases);
	put_phrases(result, ses_sender_phrases);
	put_phrases(result, ses_recipient_phrases);
	put_phrases(result, ses_vague_phrases);
	for (const CodeMeaning *meaning = ses_code_meanings; meaning->reason != NO_REASON; meaning++)
		put_rule(result, &(ReplyRule) {
							 .kind = "code",
							 .pattern = psprintf("%d", meaning->code),
							 .reason = meaning->reason,
							 .certainty = meaning->certainty,
							 .source = meaning->source,
						 });
	return (Datum) 0;
}
