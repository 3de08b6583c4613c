/*
 * compat.h
 *		Everything that depends on the version of the server: PostgreSQL 15 to 19.
 *
 * Include it after postgres.h.
 */
#ifndef SES_COMPAT_H
#define SES_COMPAT_H

#include "common/base64.h"
#include "common/jsonapi.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/jsonb.h"

/* 15 exports all symbols unless told otherwise; the Makefile does so, as 16 does. */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif

/* Before 16, PG_FUNCTION_INFO_V1 exports the information, but not the function. */
#define SQL_FUNCTION(name) \
	extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS); \
	PG_FUNCTION_INFO_V1(name)

/* 18 shows the name and the version of a loaded module. */
#ifdef PG_MODULE_MAGIC_EXT
#define MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "ses_events", .version = SES_EVENTS_VERSION)
#else
#define MODULE_MAGIC PG_MODULE_MAGIC
#endif

/* 16 moved the macros for variable-length types out of postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 17 lets the caller bring the memory of the lexer, made its input const, and can free it. */
#if PG_VERSION_NUM >= 170000
#define make_json_lexer(text, length) \
	makeJsonLexContextCstringLen(NULL, (text), (length), GetDatabaseEncoding(), false)
#define free_json_lexer(lexer) freeJsonLexContext(lexer)
#else
#define make_json_lexer(text, length) \
	makeJsonLexContextCstringLen((char *) (text), (length), GetDatabaseEncoding(), false)
#define free_json_lexer(lexer) pfree(lexer)
#endif

/* 18 takes the bytes of base64 as unsigned. */
#if PG_VERSION_NUM >= 180000
#define encode_base64(from, length, to, room) \
	pg_b64_encode((const uint8 *) (from), (length), (to), (room))
#define decode_base64(from, length, to, room) \
	pg_b64_decode((from), (length), (uint8 *) (to), (room))
#else
#define encode_base64(from, length, to, room) \
	pg_b64_encode((from), (length), (to), (room))
#define decode_base64(from, length, to, room) \
	pg_b64_decode((from), (length), (to), (room))
#endif

/* 19 builds jsonb in a JsonbInState, before that it took a parse state alone. */
#if PG_VERSION_NUM >= 190000
typedef JsonbInState JsonbBuilder;
#define push_jsonb(builder, token, value) \
	pushJsonbValue((builder), (token), (value))
#else
typedef struct JsonbBuilder
{
	JsonbParseState *parseState;
	JsonbValue		*result; /* the whole, once its end was pushed */
} JsonbBuilder;
#define push_jsonb(builder, token, value) \
	((builder)->result = pushJsonbValue(&(builder)->parseState, (token), (value)))
#endif

/* 17 moved the number of a transaction in its session. */
#if PG_VERSION_NUM >= 170000
#define current_lxid() (MyProc->vxid.lxid)
#else
#define current_lxid() (MyProc->lxid)
#endif

/*
 * The server's pg_attribute_printf has a word of gcc's where the server was
 * compiled by it, which clang warns of.
 */
#define printf_like(f, a) __attribute__((format(printf, f, a)))

#endif /* SES_COMPAT_H */
