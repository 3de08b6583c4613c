/*
 * mark.c
 *		ses_mark_day: the trigger of a pipeline's table of events that marks their days, so that
 *		what refresh() has counted of a day is not used any more once the day has changed.
 *
 * A mark that is looked for and then inserted would be lost to a refresh() between the two.  So a
 * writer holds a shared lock on the day until its transaction ends, and looks for a mark in a
 * snapshot taken after the lock.  refresh() counts a day only where it gets the exclusive lock at
 * once, in a snapshot taken after that.  Hence a mark that a writer sees stays until the writer
 * has ended, and a refresh() that follows counts its events.
 *
 * In C, and per row: a trigger per statement with a transition table took 17 of 105 µs of a
 * webhook, is not fired by logical replication, and has to be created on each partition.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/partition.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "storage/lmgr.h"
#include "storage/proc.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "base/compat.h"

/*
 * A transaction locks so many days one by one, and all others together, because locks of all
 * sessions share a table.
 */
#define DAYS_LOCKED 64

/* The second part of a lock's key is a day.  No date is so early: this one is for many days. */
#define MANY_DAYS (PG_INT32_MIN + 1)

/* What the transaction has done for a table of marks, and for the last table of events. */
typedef struct Marking
{
	LocalTransactionId transaction;
	Oid				   events;		 /* the table or partition that fired last */
	AttrNumber		   column;		 /* its time */
	Oid				   marks;		 /* the table of marks; invalid: none */
	int				   locked_count; /* days that were locked one by one */
	bool			   is_locked;	 /* all others are */
	int				   known_count;	 /* marked days, in a ring */
	DateADT			   known[DAYS_LOCKED];
} Marking;

static Marking marking;
static bool	   is_registered;

/* Marks and locks of a subtransaction that is rolled back are gone with it. */
static void
forget_days(SubXactEvent event, SubTransactionId mine pg_attribute_unused(), SubTransactionId parent pg_attribute_unused(),
			void *arg pg_attribute_unused())
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
	{
		marking.known_count = 0;
		marking.is_locked = false;
	}
}

/* Finds the table of marks beside a table of events, also where that has another schema's partition. */
static void
find_marks(Relation events)
{
	Oid root = RelationGetRelid(events);
	Oid marks;

	marking.events = root;
	marking.column = SPI_fnumber(RelationGetDescr(events), "occurred_at");
	if (marking.column <= 0 || SPI_gettypeid(RelationGetDescr(events), marking.column) != TIMESTAMPTZOID)
		ereport(ERROR,
				errcode(ERRCODE_UNDEFINED_COLUMN),
				errmsg("table \"%s\" has no column \"occurred_at\" of type timestamp with time zone",
					   RelationGetRelationName(events)));
	if (events->rd_rel->relispartition)
		root = llast_oid(get_partition_ancestors(root));
	marks = get_relname_relid("stale_day", get_rel_namespace(root));
	if (marks != marking.marks)
	{
		marking.marks = marks;
		marking.locked_count = 0;
		marking.is_locked = false;
		marking.known_count = 0;
	}
}

static void
lock_day(DateADT day)
{
	LOCKTAG tag;
	int32	key = day;

	if (marking.is_locked)
		return;
	if (marking.locked_count >= DAYS_LOCKED)
	{
		key = MANY_DAYS;
		marking.is_locked = true;
	}
	else
		marking.locked_count++;
	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, marking.marks, (uint32) key, 2);
	(void) LockAcquire(&tag, ShareLock, false, false);
}

/* Whether a transaction that has committed, or this one, has marked the day. */
static bool
is_marked(DateADT day)
{
	Relation	marks = table_open(marking.marks, AccessShareLock);
	Snapshot	snapshot = RegisterSnapshot(GetLatestSnapshot());
	ScanKeyData key;
	SysScanDesc scan;
	AttrNumber	column = get_attnum(marking.marks, "day");
	bool		found;

	/* The list is read for the key only. */
	list_free(RelationGetIndexList(marks));
	ScanKeyInit(&key, column, BTEqualStrategyNumber, F_DATE_EQ, DateADTGetDatum(day));
	scan = systable_beginscan(marks, marks->rd_pkindex, OidIsValid(marks->rd_pkindex), snapshot, 1, &key);
	found = HeapTupleIsValid(systable_getnext(scan));
	systable_endscan(scan);
	UnregisterSnapshot(snapshot);
	table_close(marks, AccessShareLock);
	return found;
}

/* As the owner of the marks, so that a role that may write events needs no other privilege. */
static void
insert_mark(DateADT day)
{
	Relation marks = table_open(marking.marks, AccessShareLock);
	char	*query = psprintf("INSERT INTO %s (day) VALUES ($1)",
							  quote_qualified_identifier(get_namespace_name(RelationGetNamespace(marks)),
														 RelationGetRelationName(marks)));
	Oid		 types[] = {DATEOID};
	Datum	 values[] = {DateADTGetDatum(day)};
	Oid		 user;
	int		 context;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(marks->rd_rel->relowner,
						   context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	if (SPI_connect() != SPI_OK_CONNECT || SPI_execute_with_args(query, 1, types, values, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not mark a day in \"%s\"", RelationGetRelationName(marks));
	SPI_finish();
	SetUserIdAndSecContext(user, context);
	table_close(marks, AccessShareLock);
}

static void
mark_day(DateADT day)
{
	for (int i = 0; i < Min(marking.known_count, DAYS_LOCKED); i++)
	{
		if (marking.known[i] == day)
			return;
	}
	lock_day(day);
	/* A transaction snapshot may show a mark that is deleted by now. */
	if (IsolationUsesXactSnapshot() || !is_marked(day))
		insert_mark(day);
	marking.known[marking.known_count++ % DAYS_LOCKED] = day;
}

static void
mark_day_of(HeapTuple event, TupleDesc type)
{
	bool		is_null;
	Datum		value = heap_getattr(event, marking.column, type, &is_null);
	TimestampTz at = DatumGetTimestampTz(value);
	TimestampTz day;

	/* Without a time, an event is of no day that is counted ahead. */
	if (is_null)
		return;
	if (TIMESTAMP_NOT_FINITE(at))
	{
		mark_day(TIMESTAMP_IS_NOBEGIN(at) ? DATEVAL_NOBEGIN : DATEVAL_NOEND);
		return;
	}
	day = at / USECS_PER_DAY;
	if (at < 0 && at % USECS_PER_DAY != 0)
		day--;
	mark_day((DateADT) day);
}

SQL_FUNCTION(ses_mark_day);
Datum
ses_mark_day(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) || !TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR,
				errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				errmsg("function \"%s\" must be fired AFTER ROW", "ses_mark_day"));
	if (!is_registered)
	{
		RegisterSubXactCallback(forget_days, NULL);
		is_registered = true;
	}
	if (marking.transaction != current_lxid())
	{
		memset(&marking, 0, sizeof(marking));
		marking.transaction = current_lxid();
	}
	if (marking.events != RelationGetRelid(trigger->tg_relation))
		find_marks(trigger->tg_relation);
	if (OidIsValid(marking.marks))
	{
		TupleDesc type = RelationGetDescr(trigger->tg_relation);

		mark_day_of(trigger->tg_trigtuple, type);
		if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
			mark_day_of(trigger->tg_newtuple, type);
	}
	return PointerGetDatum(NULL);
}
