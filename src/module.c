/*
 * module.c
 *		What the server needs to load the library.
 */
#include "postgres.h"

#include "base/compat.h"
#include "walk/detection.h"

MODULE_MAGIC;

extern PGDLLEXPORT void _PG_init(void);

void
_PG_init(void)
{
	ses_detection_prepare();
}
