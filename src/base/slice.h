/*
 * slice.h
 *		A borrowed run of bytes: what all reading here works on.
 *
 * A slice owns nothing and has no terminating zero.  The bytes belong to the
 * payload (or to the memory context in which they were decoded) and live as
 * long as that.  An empty slice and an absent one are the same thing, because
 * empty strings become NULL.
 *
 * Pure C: nothing of the server is needed here.
 */
#ifndef SES_SLICE_H
#define SES_SLICE_H

#include <stdbool.h>
#include <string.h>

typedef struct Slice
{
	const char *data;
	int			length;
} Slice;

#define SLICE(literal) ((Slice) {literal, sizeof(literal) - 1})
#define NO_SLICE ((Slice) {NULL, 0})

static inline Slice
slice_of(const char *string)
{
	return (Slice) {string, (int) strlen(string)};
}

/* Character classes of ASCII: ctype.h would ask the locale. */

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline char
to_lower(char c)
{
	return (c >= 'A' && c <= 'Z') ? c + ('a' - 'A') : c;
}

static inline bool
is_letter(char c)
{
	return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

/* The value of a hexadecimal digit, -1 for any other character. */
static inline int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	c = to_lower(c);
	return (c >= 'a' && c <= 'f') ? c - 'a' + 10 : -1;
}

/* The value of the two hexadecimal digits at an offset, -1 where others stand there. */
static inline int
slice_hex_byte(Slice slice, int at)
{
	int high = at + 1 < slice.length ? hex_value(slice.data[at]) : -1;
	int low = high >= 0 ? hex_value(slice.data[at + 1]) : -1;

	return low >= 0 ? high * 16 + low : -1;
}

static inline Slice
slice_from(Slice slice, int start)
{
	return (Slice) {slice.data + start, slice.length - start};
}

static inline Slice
slice_until(Slice slice, int end)
{
	return (Slice) {slice.data, end};
}

static inline Slice
slice_trim_start(Slice slice)
{
	while (slice.length > 0 && is_blank(slice.data[0]))
		slice = slice_from(slice, 1);
	return slice;
}

static inline Slice
slice_trim(Slice slice)
{
	slice = slice_trim_start(slice);
	while (slice.length > 0 && is_blank(slice.data[slice.length - 1]))
		slice.length--;
	return slice;
}

/* The offset of the first such character, -1 where there is none. */
static inline int
slice_find(Slice slice, char c)
{
	const char *found = slice.length > 0 ? memchr(slice.data, c, slice.length) : NULL;

	return found != NULL ? (int) (found - slice.data) : -1;
}

/* Most that differ do so in the first byte, which is cheaper than a call. */
static inline bool
slice_equals(Slice a, Slice b)
{
	return a.length == b.length &&
		(a.length == 0 || (a.data[0] == b.data[0] && memcmp(a.data, b.data, a.length) == 0));
}

/*
 * Whether a slice begins with a prefix, whatever the case of either.  Most are written
 * alike, and words of one provider, which begin alike, differ at their ends.
 */
static inline bool
slice_starts_with(Slice slice, Slice prefix)
{
	if (slice.length < prefix.length)
		return false;
	for (int i = prefix.length - 1; i >= 0; i--)
	{
		if (slice.data[i] != prefix.data[i] && to_lower(slice.data[i]) != to_lower(prefix.data[i]))
			return false;
	}
	return true;
}

static inline bool
slice_equals_nocase(Slice a, Slice b)
{
	return a.length == b.length && slice_starts_with(a, b);
}

static inline bool
slice_ends_with(Slice slice, Slice suffix)
{
	return slice.length >= suffix.length &&
		slice_starts_with(slice_from(slice, slice.length - suffix.length), suffix);
}

#endif /* SES_SLICE_H */
