/*
 * parsing.c
 *		Parsing text that holds JSON into a tree, without raising.
 *
 * jsonb_in raises on what is wrong with its input: on PostgreSQL 15 for
 * everything, on later versions still for too deep a nesting.  A subtransaction
 * to catch that cannot be started in a parallel worker.  So the grammar, which
 * has seven states, is here, where depth and size can be bounded, and below it
 * the server's lexer, which returns an error code.  It reads numbers and literals,
 * and finds what is wrong.  Punctuation and strings are read here: faster, and
 * whatever they hold.  Trees are made here, too: the server's way to make one
 * sorts pairs of 72 bytes, and not pointers.
 */
#include "json/parsing.h"

#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "base/compat.h"
#include "json/building.h"
#include "json/string.h"
#include "text/percent.h"

/* The largest numbers that numeric holds: digits before and after the point. */
#define NUMERIC_DIGITS_BEFORE 131072
#define NUMERIC_DIGITS_AFTER 16383

/* Cancel requests are looked for once in so many values. */
#define VALUES_BETWEEN_INTERRUPT_CHECKS 4096

/* How many values wait for the end of their container, in most texts. */
#define USUAL_HEIGHT 32

/* What may come next. */
typedef enum Expected
{
	EXPECT_VALUE,
	EXPECT_ELEMENT_OR_END, /* after [ */
	EXPECT_KEY,			   /* after a comma in an object */
	EXPECT_KEY_OR_END,	   /* after { */
	EXPECT_COLON,
	EXPECT_COMMA_OR_END,
	EXPECT_NOTHING /* after the whole value */
} Expected;

/*
 * Members and elements wait on a stack, those of the innermost container on
 * top, until their container ends.
 */
typedef struct Parser
{
	JsonLexContext *lexer;
	bool			is_first;	 /* what follows the first document is not read */
	bool			has_escapes; /* the string that the lexer is at */
	JsonbValue	   *result;
	Expected		expected;
	JsonbPair	   *stack;
	int				height;
	int				room;
	int				depth;
	struct
	{
		bool is_object;
		int	 bottom;			  /* the height below the container's own */
	} open[JSON_MAX_NESTING + 1]; /* by depth, from 1 */
	int		   *budget;			  /* how many more values there may be */
	const char *problem;
} Parser;

static const char *const too_deep = "it is nested more than " CppAsString2(JSON_MAX_NESTING) " deep";
static const char *const too_early = "it ends too early";
static const char *const misplaced = "something is missing, superfluous or misspelt";

static const char *
lexer_problem(JsonParseErrorType error, const JsonLexContext *lexer)
{
	switch (error)
	{
		case JSON_ESCAPING_INVALID:
		case JSON_UNICODE_ESCAPE_FORMAT:
			return "a string holds an escape that is none";
		case JSON_ESCAPING_REQUIRED:
			return "a string holds a control character or a line break that is not escaped";
		default:
			return lexer->token_terminator >= lexer->input + lexer->input_length ? too_early : misplaced;
	}
}

/*
 * Whether numeric can hold a number, so that numeric_in will not raise.  Zeros
 * count as digits here: 0e200000 is refused although it would fit.
 */
static bool
number_fits(Slice digits)
{
	int64 before = 0;
	int64 after = 0;
	int64 exponent = 0;
	bool  in_fraction = false;
	int	  i = 0;

	for (; i < digits.length && to_lower(digits.data[i]) != 'e'; i++)
	{
		if (digits.data[i] == '.')
			in_fraction = true;
		else if (is_digit(digits.data[i]))
			(in_fraction ? after++ : before++);
	}
	if (i < digits.length)
	{
		bool negative = digits.data[++i] == '-';

		for (; i < digits.length && exponent <= NUMERIC_DIGITS_BEFORE; i++)
		{
			if (is_digit(digits.data[i]))
				exponent = exponent * 10 + (digits.data[i] - '0');
		}
		if (negative)
			exponent = -exponent;
	}
	return before + exponent <= NUMERIC_DIGITS_BEFORE && after - exponent <= NUMERIC_DIGITS_AFTER;
}

/* Sets a value from the number that the lexer is at. */
static bool
read_number(Parser *parser, JsonbValue *value)
{
	const JsonLexContext *lexer = parser->lexer;
	Slice				  token = {lexer->token_start, (int) (lexer->token_terminator - lexer->token_start)};
	char				 *digits;

	if (!number_fits(token))
	{
		parser->problem = "a number is too large or too small";
		return false;
	}
	digits = pnstrdup(token.data, token.length);
	value->type = jbvNumeric;
	value->val.numeric = DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(digits),
															 ObjectIdGetDatum(InvalidOid),
															 Int32GetDatum(-1)));
	return true;
}

/*
 * Sets a value from the string that the lexer is at: most strings hold no escape,
 * and can be borrowed as they stand.
 */
static void
read_string(Parser *parser, JsonbValue *value)
{
	const JsonLexContext *lexer = parser->lexer;
	Slice				  string = {lexer->token_start + 1, (int) (lexer->token_terminator - lexer->token_start) - 2};

	ses_json_set_string(value, parser->has_escapes ? ses_json_unescape(string) : string);
}

/* A new entry on top of the stack. */
static JsonbPair *
push(Parser *parser)
{
	if (parser->height == parser->room)
	{
		parser->room *= 2;
		parser->stack = repalloc(parser->stack, parser->room * sizeof(JsonbPair));
	}
	return &parser->stack[parser->height++];
}

/* Puts a value where it belongs: in the open container, or as the whole. */
static void
add_value(Parser *parser, const JsonbValue *value)
{
	parser->expected = EXPECT_COMMA_OR_END;
	if (parser->depth == 0)
	{
		*parser->result = *value;
		parser->expected = EXPECT_NOTHING;
	}
	else if (parser->open[parser->depth].is_object)
		parser->stack[parser->height - 1].value = *value;
	else
		push(parser)->value = *value;
}

static bool
open_container(Parser *parser, bool is_object)
{
	if (parser->depth == JSON_MAX_NESTING)
	{
		parser->problem = too_deep;
		return false;
	}
	parser->depth++;
	parser->open[parser->depth].is_object = is_object;
	parser->open[parser->depth].bottom = parser->height;
	parser->expected = is_object ? EXPECT_KEY_OR_END : EXPECT_ELEMENT_OR_END;
	return true;
}

static void
close_container(Parser *parser)
{
	int		   bottom = parser->open[parser->depth].bottom;
	int		   count = parser->height - bottom;
	JsonbValue container;

	if (parser->open[parser->depth].is_object)
		ses_json_set_object(&container, &parser->stack[bottom], count);
	else
	{
		JsonbValue *elements = palloc(count * sizeof(JsonbValue));

		for (int i = 0; i < count; i++)
			elements[i] = parser->stack[bottom + i].value;
		ses_json_set_array(&container, elements, count);
	}
	parser->height = bottom;
	parser->depth--;
	add_value(parser, &container);
}

/* Takes the token that the lexer is at as a value, or as the beginning of one. */
static bool
take_value(Parser *parser)
{
	JsonbValue value;

	if (*parser->budget <= 0)
	{
		parser->problem = "it holds more than " CppAsString2(JSON_MAX_VALUES) " values";
		return false;
	}
	if (--*parser->budget % VALUES_BETWEEN_INTERRUPT_CHECKS == 0)
		CHECK_FOR_INTERRUPTS();

	switch (parser->lexer->token_type)
	{
		case JSON_TOKEN_OBJECT_START:
			return open_container(parser, true);
		case JSON_TOKEN_ARRAY_START:
			return open_container(parser, false);
		case JSON_TOKEN_STRING:
			read_string(parser, &value);
			break;
		case JSON_TOKEN_NUMBER:
			if (!read_number(parser, &value))
				return false;
			break;
		case JSON_TOKEN_TRUE:
		case JSON_TOKEN_FALSE:
			value.type = jbvBool;
			value.val.boolean = parser->lexer->token_type == JSON_TOKEN_TRUE;
			break;
		case JSON_TOKEN_NULL:
			value.type = jbvNull;
			break;
		default:
			return false;
	}
	add_value(parser, &value);
	return true;
}

static bool
take_key(Parser *parser)
{
	if (parser->lexer->token_type != JSON_TOKEN_STRING)
		return false;
	read_string(parser, &push(parser)->key);
	parser->expected = EXPECT_COLON;
	return true;
}

/* Takes the token that the lexer is at; false where the grammar does not allow it. */
static bool
take_token(Parser *parser)
{
	JsonTokenType token = parser->lexer->token_type;

	switch (parser->expected)
	{
		case EXPECT_ELEMENT_OR_END:
			if (token == JSON_TOKEN_ARRAY_END)
			{
				close_container(parser);
				return true;
			}
			return take_value(parser);
		case EXPECT_VALUE:
			return take_value(parser);
		case EXPECT_KEY_OR_END:
			if (token == JSON_TOKEN_OBJECT_END)
			{
				close_container(parser);
				return true;
			}
			return take_key(parser);
		case EXPECT_KEY:
			return take_key(parser);
		case EXPECT_COLON:
			parser->expected = EXPECT_VALUE;
			return token == JSON_TOKEN_COLON;
		case EXPECT_COMMA_OR_END:
			if (token == JSON_TOKEN_COMMA)
			{
				parser->expected = parser->open[parser->depth].is_object ? EXPECT_KEY : EXPECT_VALUE;
				return true;
			}
			if (token != (parser->open[parser->depth].is_object ? JSON_TOKEN_OBJECT_END : JSON_TOKEN_ARRAY_END))
				return false;
			close_container(parser);
			return true;
		case EXPECT_NOTHING:
			break;
	}
	return false;
}

/*
 * Goes on to the next token.  What most of a text is, punctuation and strings
 * without escapes, is found here, faster than by the server's lexer; which sees
 * to all else, and says what is wrong.
 */
static JsonParseErrorType
next_token(Parser *parser)
{
	JsonLexContext *lexer = parser->lexer;
	const char	   *end = lexer->input + lexer->input_length;
	const char	   *start = lexer->token_terminator;
	const char	   *next;

	while (start < end && is_blank(*start))
		start++;
	next = start + 1;
	switch (start < end ? *start : '\0')
	{
		case '{':
			lexer->token_type = JSON_TOKEN_OBJECT_START;
			break;
		case '}':
			lexer->token_type = JSON_TOKEN_OBJECT_END;
			break;
		case '[':
			lexer->token_type = JSON_TOKEN_ARRAY_START;
			break;
		case ']':
			lexer->token_type = JSON_TOKEN_ARRAY_END;
			break;
		case ',':
			lexer->token_type = JSON_TOKEN_COMMA;
			break;
		case ':':
			lexer->token_type = JSON_TOKEN_COLON;
			break;
		case '"':
			while (next < end && ses_json_is_plain(*next))
				next++;
			parser->has_escapes = next == end || *next != '"';
			if (parser->has_escapes)
				next = ses_json_find_string_end(next, end);
			if (next == NULL)
				return json_lex(lexer);
			next++;
			lexer->token_type = JSON_TOKEN_STRING;
			break;
		default:
			return json_lex(lexer);
	}
	lexer->token_start = (char *) start;
	lexer->token_terminator = (char *) next;
	return JSON_SUCCESS;
}

/* Runs the parser; false and a problem where the text is no JSON. */
static bool
parse(Parser *parser)
{
	for (;;)
	{
		JsonParseErrorType error = next_token(parser);

		if (error != JSON_SUCCESS)
		{
			parser->problem = lexer_problem(error, parser->lexer);
			return false;
		}
		if (parser->lexer->token_type == JSON_TOKEN_END)
		{
			if (parser->expected == EXPECT_NOTHING)
				return true;
			parser->problem = too_early;
			return false;
		}
		if (!take_token(parser))
		{
			if (parser->problem == NULL)
				parser->problem = misplaced;
			return false;
		}
		if (parser->is_first && parser->expected == EXPECT_NOTHING)
			return true;
	}
}

/* Parses a text, or its first document if there is a place for where that ends or fails. */
static bool
parse_text(Slice text, int *budget, int *first_length, JsonbValue *value, JsonError *error)
{
	Parser		parser;
	const char *stop;
	bool		parsed;

	error->character = 1;
	if (first_length != NULL)
		*first_length = 0;
	if (text.length > JSON_MAX_LENGTH)
	{
		error->problem = "it is longer than " CppAsString2(JSON_MAX_LENGTH) " bytes";
		return false;
	}

	parser.lexer = make_json_lexer(text.data, text.length);
	parser.is_first = first_length != NULL;
	parser.result = value;
	parser.expected = EXPECT_VALUE;
	parser.room = USUAL_HEIGHT;
	parser.stack = palloc(parser.room * sizeof(JsonbPair));
	parser.height = 0;
	parser.depth = 0;
	parser.budget = budget;
	parser.problem = NULL;
	parsed = parse(&parser);
	stop = parser.lexer->token_terminator;
	if (!parsed)
	{
		if (parser.lexer->token_start != NULL) /* else at the end of the text */
			stop = parser.lexer->token_start;
		error->problem = parser.problem;
		error->character += pg_mbstrlen_with_len(text.data, stop - text.data);
	}
	if (first_length != NULL)
		*first_length = (int) (stop - text.data);
	pfree(parser.stack);
	free_json_lexer(parser.lexer);
	return parsed;
}

bool
ses_json_parse(Slice text, JsonbValue *value, JsonError *error)
{
	int budget = JSON_MAX_VALUES;

	return parse_text(text, &budget, NULL, value, error);
}

bool
ses_json_parse_first(Slice text, int *budget, JsonbValue *value, int *length, JsonError *error)
{
	return parse_text(text, budget, length, value, error);
}

bool
ses_json_parse_in_place(JsonbValue *value, JsonError *error)
{
	Slice text;

	if (value->type != jbvString)
		return true;
	text = ses_json_text(value);
	if (ses_percent_is_json(text))
		text = ses_percent_decode_json(text);
	return ses_json_parse(text, value, error);
}

void
ses_json_read_list(JsonbValue *list)
{
	Slice	   text = list->type == jbvString ? slice_trim(ses_json_text(list)) : NO_SLICE;
	JsonbValue value;
	JsonError  error;

	if (slice_starts_with(text, SLICE("[")) && ses_json_parse(text, &value, &error) && ses_json_is_array(&value))
		*list = value;
}
