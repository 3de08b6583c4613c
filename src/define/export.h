/*
 * export.h
 *		A provider as the definition that it could be loaded from.
 */
#ifndef SES_EXPORT_H
#define SES_EXPORT_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "walk/provider.h"

/* Appends the definition, as JSON.  What only code does is listed under the key only_code. */
extern void ses_definition_append(StringInfo json, const Provider *provider);

#endif /* SES_EXPORT_H */
