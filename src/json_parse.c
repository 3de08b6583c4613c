/*
 * json_parse.c
 *		Parsing text that holds JSON into a tree, without raising.
 *
 * jsonb_in raises on what is wrong with its input: on PostgreSQL 15 for
 * everything, on later versions still for too deep a nesting.  A subtransaction
 * to catch that cannot be started in a parallel worker.  So the server's lexer
 * is used, which returns an error code, and the grammar, which has seven
 * states, is here, where depth and size can be bounded.
 */
#include "json.h"

#include "encoding.h"
#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

/* The largest numbers that numeric holds: digits before and after the point. */
#define NUMERIC_DIGITS_BEFORE 131072
#define NUMERIC_DIGITS_AFTER 16383

/* Cancel requests are looked for once in so many values. */
#define VALUES_BETWEEN_INTERRUPT_CHECKS 4096

/* What may come next. */
typedef enum Expected
{
	EXPECT_VALUE,
	EXPECT_ELEMENT_OR_END,		/* after [ */
	EXPECT_KEY,					/* after a comma in an object */
	EXPECT_KEY_OR_END,			/* after { */
	EXPECT_COLON,
	EXPECT_COMMA_OR_END,
	EXPECT_NOTHING				/* after the whole value */
} Expected;

typedef struct Parser
{
	JsonLexContext *lexer;
	JsonbBuilder builder;
	JsonbValue *result;
	Expected	expected;
	int			depth;
	bool		in_object[JSON_MAX_NESTING + 1];	/* by depth; false in arrays */
	int		   *budget;			/* how many more values there may be */
	const char *problem;
} Parser;

static const char *const too_deep = "it is nested more than " CppAsString2(JSON_MAX_NESTING) " deep";
static const char *const not_in_encoding = "it holds a character that the database's encoding does not have";
static const char *const too_early = "it ends too early";
static const char *const misplaced = "something is missing, superfluous or misspelt";

static const char *
lexer_problem(JsonParseErrorType error, const JsonLexContext *lexer)
{
	if (JSON_IS_UNTRANSLATABLE(error))
		return not_in_encoding;

	switch (error)
	{
		case JSON_ESCAPING_INVALID:
		case JSON_UNICODE_ESCAPE_FORMAT:
		case JSON_UNICODE_HIGH_SURROGATE:
		case JSON_UNICODE_LOW_SURROGATE:
		case JSON_UNICODE_HIGH_ESCAPE:
			return "a string holds an escape that is none";
		case JSON_ESCAPING_REQUIRED:
			return "a string holds a control character or a line break that is not escaped";
		case JSON_UNICODE_CODE_POINT_ZERO:
			return "a string holds \\u0000, which PostgreSQL cannot store";
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
	int64		before = 0;
	int64		after = 0;
	int64		exponent = 0;
	bool		in_fraction = false;
	int			i = 0;

	for (; i < digits.length && to_lower(digits.data[i]) != 'e'; i++)
	{
		if (digits.data[i] == '.')
			in_fraction = true;
		else if (is_digit(digits.data[i]))
			(in_fraction ? after++ : before++);
	}
	if (i < digits.length)
	{
		bool		negative = digits.data[++i] == '-';

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
	Slice		token = {lexer->token_start, (int) (lexer->token_terminator - lexer->token_start)};
	char	   *digits;

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

/* What a string's token, in quotation marks, stands for, where it holds escapes. */
static bool
unescape(Parser *parser, Slice token, Slice *string)
{
	JsonLexContext *lexer = make_json_lexer(token.data, token.length, true);
	JsonParseErrorType error = json_lex(lexer);

	if (error == JSON_SUCCESS)
	{
		char	   *copy = palloc(lexer->strval->len + 1);

		memcpy(copy, lexer->strval->data, lexer->strval->len);
		*string = (Slice) {copy, lexer->strval->len};
	}
	else
		parser->problem = lexer_problem(error, lexer);
	free_json_lexer(lexer);
	return error == JSON_SUCCESS;
}

/*
 * Sets a value from the string that the lexer is at.  The lexer does not
 * unescape: most strings hold no escape, and can be borrowed as they stand.
 */
static bool
read_string(Parser *parser, JsonbValue *value)
{
	const JsonLexContext *lexer = parser->lexer;
	Slice		token = {lexer->token_start, (int) (lexer->token_terminator - lexer->token_start)};
	Slice		string = {token.data + 1, token.length - 2};

	if (slice_find(string, '\\') >= 0 && !unescape(parser, token, &string))
		return false;
	ses_json_set_string(value, string);
	return true;
}

/* Puts a scalar where it belongs: in the open container, or as the whole. */
static void
add_scalar(Parser *parser, JsonbValue *value)
{
	if (parser->depth == 0)
	{
		*parser->result = *value;
		parser->expected = EXPECT_NOTHING;
		return;
	}
	push_jsonb(&parser->builder, parser->in_object[parser->depth] ? WJB_VALUE : WJB_ELEM, value);
	parser->expected = EXPECT_COMMA_OR_END;
}

static bool
open_container(Parser *parser, bool is_object)
{
	if (parser->depth == JSON_MAX_NESTING)
	{
		parser->problem = too_deep;
		return false;
	}
	parser->in_object[++parser->depth] = is_object;
	push_jsonb(&parser->builder, is_object ? WJB_BEGIN_OBJECT : WJB_BEGIN_ARRAY, NULL);
	parser->expected = is_object ? EXPECT_KEY_OR_END : EXPECT_ELEMENT_OR_END;
	return true;
}

static void
close_container(Parser *parser)
{
	bool		is_object = parser->in_object[parser->depth--];

	push_jsonb(&parser->builder, is_object ? WJB_END_OBJECT : WJB_END_ARRAY, NULL);
	parser->expected = EXPECT_COMMA_OR_END;
	if (parser->depth == 0)
	{
		*parser->result = *parser->builder.result;
		parser->expected = EXPECT_NOTHING;
	}
}

/* Takes the token that the lexer is at as a value, or as the beginning of one. */
static bool
take_value(Parser *parser)
{
	JsonbValue	value;

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
			if (!read_string(parser, &value))
				return false;
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
	add_scalar(parser, &value);
	return true;
}

static bool
take_key(Parser *parser)
{
	JsonbValue	key;

	if (parser->lexer->token_type != JSON_TOKEN_STRING || !read_string(parser, &key))
		return false;
	push_jsonb(&parser->builder, WJB_KEY, &key);
	parser->expected = EXPECT_COLON;
	return true;
}

/* Takes the token that the lexer is at; false where the grammar has no place for it. */
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
				parser->expected = parser->in_object[parser->depth] ? EXPECT_KEY : EXPECT_VALUE;
				return true;
			}
			if (token != (parser->in_object[parser->depth] ? JSON_TOKEN_OBJECT_END : JSON_TOKEN_ARRAY_END))
				return false;
			close_container(parser);
			return true;
		case EXPECT_NOTHING:
			break;
	}
	return false;
}

/* Runs the parser; false and a problem where the text is no JSON. */
static bool
parse(Parser *parser)
{
	for (;;)
	{
		JsonParseErrorType error = json_lex(parser->lexer);

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
	}
}

bool
ses_json_parse_within(Slice text, int *budget, JsonbValue *value, JsonError *error)
{
	Parser		parser = {.result = value, .expected = EXPECT_VALUE, .budget = budget};
	const char *place;
	bool		parsed;

	error->character = 1;
	if (text.length > JSON_MAX_LENGTH)
	{
		error->problem = "it is longer than " CppAsString2(JSON_MAX_LENGTH) " bytes";
		return false;
	}
	if (!ses_json_escapes_fit(text))
	{
		error->problem = not_in_encoding;
		return false;
	}

	parser.lexer = make_json_lexer(text.data, text.length, false);
	parsed = parse(&parser);
	if (!parsed)
	{
		error->problem = parser.problem;
		place = parser.lexer->token_start;
		if (place == NULL)		/* at the end of the text */
			place = parser.lexer->token_terminator;
		error->character += pg_mbstrlen_with_len(text.data, place - text.data);
	}
	free_json_lexer(parser.lexer);
	return parsed;
}

bool
ses_json_parse(Slice text, JsonbValue *value, JsonError *error)
{
	int			budget = JSON_MAX_VALUES;

	return ses_json_parse_within(text, &budget, value, error);
}

bool
ses_json_parse_in_place(JsonbValue *value, JsonError *error)
{
	return value->type != jbvString || ses_json_parse(ses_json_text(value), value, error);
}
