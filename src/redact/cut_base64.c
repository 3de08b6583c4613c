/*
 * cut_base64.c
 *		Cutting the mentions of an address out of base64 that stands in text.
 */
#include "redact/cut_text.h"

#include "miscadmin.h"

#include "text/base64.h"
#include "text/encoding.h"
#include "text/gzip.h"
#include "walk/envelope.h"

/* How gzip begins in base64. */
static const Slice begin_of_gzip = {"H4s", 3};

/*
 * The bytes of base64, decompressed where they are gzip.  They are written without
 * compression then, which is read in the same way.
 */
static bool
decode(Cut *self, Slice base64, Slice *bytes)
{
	Slice content;

	if (!ses_bytes_from_base64(ses_base64_standard(base64), bytes))
		return false;
	if (!ses_gzip_is_likely(*bytes))
		return true;
	if (ses_gzip_inflate(*bytes, GZIP_MAX_LENGTH - self->decompressed, &content) == NULL)
		*bytes = content;
	self->decompressed += content.length;
	return true;
}

static bool
cut_base64(Cut *self, Slice base64, int depth, Slice *result)
{
	int			  elements = self->elements;
	MemoryContext outer;
	Slice		  bytes;
	Slice		  text;
	Slice		  cut;
	bool		  found;

	/* Four digits are three bytes, unless they are compressed. */
	if ((base64.length / 4 * 3 + 3 < self->address.length && !slice_starts_with(base64, begin_of_gzip)) ||
		self->base64_depth == MAX_ENVELOPES)
		return false;

	outer = ses_cut_begin_scratch(self);
	self->base64_depth++;
	if (!decode(self, base64, &bytes))
		found = false;
	else if (ses_text_from_utf8(bytes, &text))
		found = ses_cut_text(self, text, depth, &cut) && ses_utf8_from_text(cut, &bytes);
	else
		found = ses_cut_plain(self, bytes, true, depth, &bytes);
	self->base64_depth--;
	if (found)
		*result = ses_base64_like(ses_base64_from_bytes(bytes), base64);
	else
		self->elements = elements;
	ses_cut_end_scratch(self, outer, found, result);
	return found;
}

bool
ses_cut_base64_text(Cut *self, Slice text, int depth, Slice *result)
{
	return ses_base64_is_spread(text) && cut_base64(self, text, depth, result);
}

/*
 * Base64 over several lines, or with slashes in it, may be no base64 as a whole,
 * but a piece of it: a line, what is between slashes, or what begins like gzip.
 */
static bool
cut_pieces(Cut *self, Slice run, int depth, Slice *result)
{
	StringInfoData made;
	bool		   found = false;

	if (ses_base64_length(run, BASE64_PIECE) == run.length)
		return false;
	initStringInfo(&made);
	while (run.length > 0)
	{
		int	  length = ses_base64_length(run, slice_starts_with(run, begin_of_gzip) ? BASE64_LINES : BASE64_PIECE);
		Slice piece = slice_until(run, length);

		CHECK_FOR_INTERRUPTS();
		found |= cut_base64(self, piece, depth, &piece);
		appendBinaryStringInfo(&made, piece.data, piece.length);
		run = slice_from(run, length);
		while (run.length > 0 && ses_base64_length(run, BASE64_PIECE) == 0)
		{
			length = ses_base64_gap(run);
			appendBinaryStringInfo(&made, run.data, length);
			run = slice_from(run, length);
		}
	}
	if (found)
		*result = (Slice) {made.data, made.len};
	else
		pfree(made.data);
	return found;
}

/*
 * A word may stand right before base64, as on the line before it.  Four digits
 * stand for three bytes, so that base64 begins after up to three digits, with
 * bytes of no meaning before what it says.  Not in base64 that is inside base64,
 * so that the work does not multiply with each level.
 */
static bool
cut_shifted(Cut *self, Slice run, int depth, Slice *result)
{
	StringInfoData made;
	int			   shift = 0;
	int			   skipped = 0;
	Slice		   rest = NO_SLICE;
	bool		   found = false;

	while (!found && self->base64_depth == 0 && ++shift < 4)
	{
		CHECK_FOR_INTERRUPTS();
		skipped = ses_base64_skip(run, shift);
		rest = slice_from(run, skipped);
		found = cut_base64(self, rest, depth, &rest);
	}
	if (!found)
		return false;
	initStringInfo(&made);
	appendBinaryStringInfo(&made, run.data, skipped);
	appendBinaryStringInfo(&made, rest.data, rest.length);
	*result = (Slice) {made.data, made.len};
	return true;
}

/*
 * Cuts the run of base64 that a text begins with, and sets its length.  Up to
 * *soft_end it was tried before as quoted-printable, which is done once because
 * it may go over many runs.
 */
static bool
cut_run(Cut *self, Slice text, int depth, const char **soft_end, int *length, Slice *result)
{
	int	  hard = ses_base64_length(text, BASE64_LINES);
	int	  soft = text.data < *soft_end ? hard : ses_base64_length(text, BASE64_SOFT_LINES);
	Slice run = slice_until(text, hard);

	*soft_end = Max(*soft_end, text.data + soft);
	*length = hard;
	*result = run;
	if (cut_base64(self, run, depth, result))
		return true;
	if (soft > hard && cut_base64(self, slice_until(text, soft), depth, result))
	{
		*length = soft;
		return true;
	}
	return cut_pieces(self, run, depth, result) || cut_shifted(self, run, depth, result);
}

/* Appends a text, with what is base64 in it cut. */
bool
ses_cut_append_base64(Cut *self, StringInfo result, Slice text, int depth)
{
	bool		found = false;
	const char *soft_end = text.data;

	while (text.length > 0)
	{
		int	  length;
		Slice run;

		CHECK_FOR_INTERRUPTS();
		found |= cut_run(self, text, depth, &soft_end, &length, &run);
		appendBinaryStringInfo(result, run.data, run.length);
		text = slice_from(text, length);
		while (text.length > 0 && !ses_base64_begins(text))
		{
			length = ses_base64_gap(text);
			appendBinaryStringInfo(result, text.data, length);
			text = slice_from(text, length);
		}
	}
	return found;
}
