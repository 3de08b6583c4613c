/*
 * definitions.h
 *		Providers that are given as data: from jsonb to what detection and the walk
 *		work on.
 */
#ifndef SES_DEFINITIONS_H
#define SES_DEFINITIONS_H

#include "postgres.h"

#include "base/compat.h"
#include "define/mistake.h"
#include "walk/detection.h"

/* A definition is some kB; so many bytes hold all that there are. */
#define MAX_DEFINITIONS_SIZE (1024 * 1024)

/* The definitions in one argument. */
#define MAX_DEFINITIONS 200

/*
 * The providers of one definition, or of an array of them, in the current memory
 * context.  One with mistakes is left out; NULL where none is left.
 */
extern ProviderSet *ses_definitions_load(Jsonb *definitions, Mistakes *mistakes);

/*
 * The same from the cache of the session, of a jsonb as it is stored, compressed or
 * not.  What is returned stays valid as long as the count of sets that were dropped
 * is the same.
 */
extern const ProviderSet *ses_definitions_find(struct varlena *definitions);
extern uint64			  ses_definitions_dropped;

#endif /* SES_DEFINITIONS_H */
