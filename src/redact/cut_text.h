/*
 * cut_text.h
 *		What the files that cut an address out of text share.
 */
#ifndef SES_CUT_TEXT_H
#define SES_CUT_TEXT_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "redact/cut.h"

/*
 * What is needed to look into a text is more than the text, and gone with a
 * context of its own.  At its end, a result is copied to the context before.
 */
extern MemoryContext ses_cut_begin_scratch(Cut *self);
extern void			 ses_cut_end_scratch(Cut *self, MemoryContext outer, bool has_result, Slice *result);

/* A text of any kind, and one as it stands.  Each sets its result only where it returns true. */
extern bool ses_cut_text(Cut *self, Slice text, int depth, Slice *result);
extern bool ses_cut_plain(Cut *self, Slice text, bool look_into_base64, int depth, Slice *result);

/* A text that is base64 with blanks in it. */
extern bool ses_cut_base64_text(Cut *self, Slice text, int depth, Slice *result);

/* Appends a text, with what is base64 in it cut; returns whether there was a mention in that. */
extern bool ses_cut_append_base64(Cut *self, StringInfo result, Slice text, int depth);

#endif /* SES_CUT_TEXT_H */
