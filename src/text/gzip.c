/*
 * gzip.c
 *		Decompressing gzip (RFC 1952), in bounded memory and without raising.
 *
 * The memory of zlib comes from the current memory context, so that nothing is
 * leaked where a cancel request ends the query.
 */
#include "text/gzip.h"

#include "miscadmin.h"

#include <zlib.h> /* the package zlib1g-dev or zlib-devel has it */

/* A cancel request waits for so much output at most. */
#define STEP (64 * 1024)

/* The least that is allocated, and how many times the input at first. */
#define MIN_CAPACITY 1024
#define USUAL_RATIO 4

/* 15 bits of window, the largest; with 16 added, gzip and no other format. */
#define WINDOW_OF_GZIP (15 + 16)

typedef struct Output
{
	char *data;
	int	  length;
	int	  capacity;
	int	  limit; /* of the capacity */
} Output;

bool
ses_gzip_is_likely(Slice bytes)
{
	return bytes.length >= 2 && bytes.data[0] == '\x1F' && bytes.data[1] == '\x8B';
}

static voidpf
allocate(voidpf context, uInt count, uInt size)
{
	(void) context;
	return palloc((Size) count * size);
}

static void
release(voidpf context, voidpf memory)
{
	(void) context;
	pfree(memory);
}

static void
ensure_room(Output *self)
{
	if (self->length < self->capacity)
		return;
	self->capacity = Min(self->capacity * 2, self->limit);
	self->data = repalloc(self->data, self->capacity);
}

/*
 * Inflates up to the end of a member.  Returns what zlib says last: Z_STREAM_END
 * at the end, Z_OK where the output is full, Z_BUF_ERROR where the input ends
 * too early.
 */
static int
inflate_member(z_stream *stream, Output *output)
{
	int result = Z_OK;

	while (result == Z_OK)
	{
		uInt step;

		CHECK_FOR_INTERRUPTS();
		if (output->length == output->limit)
			break;
		ensure_room(output);
		step = Min(output->capacity - output->length, STEP);
		stream->next_out = (Bytef *) output->data + output->length;
		stream->avail_out = step;
		result = inflate(stream, Z_NO_FLUSH);
		output->length += step - stream->avail_out;
	}
	return result;
}

/* Some writers pad the end with zeros, which gzip(1) skips as well. */
static bool
is_padding(Slice rest)
{
	for (int i = 0; i < rest.length; i++)
	{
		if (rest.data[i] != '\0')
			return false;
	}
	return true;
}

/* Inflates all members, which are one text together (RFC 1952, section 2.2). */
static const char *
inflate_all(z_stream *stream, Output *output)
{
	for (;;)
	{
		Slice rest;
		int	  result = inflate_member(stream, output);

		if (output->length == output->limit)
			return "decompresses to more than the 64 MB that a payload may have";
		if (result == Z_BUF_ERROR)
			return "is gzip that was cut off";
		if (result != Z_STREAM_END)
			return "is damaged gzip";

		rest = (Slice) {(const char *) stream->next_in, (int) stream->avail_in};
		if (is_padding(rest))
			return NULL;
		if (!ses_gzip_is_likely(rest) || inflateReset(stream) != Z_OK)
			return "is gzip with something else behind its end";
	}
}

const char *
ses_gzip_inflate(Slice gzip, int room, Slice *bytes)
{
	z_stream	stream = {.zalloc = allocate, .zfree = release};
	Output		output = {.limit = room + 1}; /* one byte more shows that it is more */
	const char *problem;

	*bytes = NO_SLICE;
	stream.next_in = (Bytef *) gzip.data;
	stream.avail_in = gzip.length;
	if (inflateInit2(&stream, WINDOW_OF_GZIP) != Z_OK)
		return "is gzip that the installed zlib cannot decompress";

	output.capacity = (int) Min(Max((int64) gzip.length * USUAL_RATIO, MIN_CAPACITY), output.limit);
	output.data = palloc(output.capacity);
	problem = inflate_all(&stream, &output);
	(void) inflateEnd(&stream);

	bytes->length = Min(output.length, room);
	if (problem == NULL)
		bytes->data = output.data;
	else
		pfree(output.data);
	return problem;
}
