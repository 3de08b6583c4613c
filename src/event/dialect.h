/*
 * dialect.h
 *		The facts of a provider that an event needs: its name, its zone, its
 *		names of events.
 *
 * How its documents are recognized and read is in provider.h, which events do
 * not need.
 */
#ifndef SES_DIALECT_H
#define SES_DIALECT_H

#include "postgres.h"
#include "pgtime.h"

#include "event/mapping.h"

typedef struct Dialect
{
	const char	  *name;				 /* as in the column provider */
	int			   home_offset;			 /* of times that carry no zone: seconds east of
								 * Greenwich */
	bool		   has_summer_time;		 /* the home zone has that of the European Union */
	pg_tz		  *home_zone;			 /* the same, where it is no fixed offset; NULL: it is */
	bool		   has_unique_event_ids; /* its documentation says that the id of
										 * an event is unique and the same in
										 * every form of the webhook */
	const Mapping *events;				 /* what its names of events become */
} Dialect;

#endif /* SES_DIALECT_H */
