/*
 * field.c
 *		Loading where the value of each attribute stands.
 *
 * The fields of a layout are filled in the order of attributes, so that a
 * definition need not say one: members of jsonb have none.
 */
#include "define/loader.h"

#include "define/field_order.h"
#include "json/reading.h"

/*
 * The order in which attributes are filled.  What has a member of its own goes
 * before the reply, which fills code, status and description if they are empty.
 */
const Column ses_field_order[] = {
	COL_OCCURRED_AT,
	COL_PROVIDER_EVENT_ID,
	COL_MESSAGE_ID,
	COL_RFC_MESSAGE_ID,
	COL_RECIPIENT,
	COL_SENDER,
	COL_SUBJECT,
	COL_SENT_AT,
	COL_SMTP_CODE,
	COL_SMTP_STATUS,
	COL_DESCRIPTION,
	COL_SMTP_RESPONSE,
	COL_REMOTE_MTA,
	COL_URL,
	COL_IP_ADDRESS,
	COL_USER_AGENT,
	COL_IS_BOT,
	COL_STREAM,
	COL_TEMPLATE,
	COL_ACCOUNT_ID,
	COL_TAGS,
	COL_METADATA,
};
const int ses_field_columns = lengthof(ses_field_order);

FieldForm
ses_field_usual_form(Column column)
{
	switch (column)
	{
		case COL_RECIPIENT:
		case COL_SENDER:
			return AS_ADDRESS;
		case COL_RFC_MESSAGE_ID:
			return AS_MESSAGE_ID;
		case COL_SUBJECT:
			return AS_HEADER;
		case COL_SMTP_STATUS:
			return AS_STATUS;
		case COL_SMTP_RESPONSE:
			return AS_REPLY;
		default:
			return AS_SENT;
	}
}

/* Whether a form is for a column: what field.c of the events does not look at is a mistake. */
static bool
is_form_of(Column column, FieldForm form)
{
	if (form == AS_SENT)
		return true;
	switch (ses_columns[column].kind)
	{
		case KIND_TIME:
			return form == AS_DATE;
		case KIND_TEXT:
		case KIND_INET:
			return form == AS_ADDRESS || form == AS_MESSAGE_ID || form == AS_HEADER || form == AS_HOST ||
				form == AS_FIRST || form == AS_STATUS || form == AS_BEFORE_DOT || (form == AS_REPLY && column == COL_SMTP_RESPONSE);
		case KIND_LABELS:
			return form == AS_JSON || form == AS_MORE;
		case KIND_JSON:
			return form == AS_JSON || form == AS_MEMBER || form == AS_MORE;
		case KIND_ANSWER:
			return form == AS_NAME || form == AS_ROBOT;
		default:
			return false;
	}
}

typedef struct FieldList
{
	LayoutDraft *draft;
	Column		 column; /* of the fields that are loaded */
	Field		 fields[MAX_FIELDS + 1];
	int			 count;
} FieldList;

/* A place, while it is loaded: the offset of form in the table of keys is that of Field. */
typedef struct PlaceDraft
{
	Field		 field;
	LayoutDraft *draft;
} PlaceDraft;

void
ses_load_place_path(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	PlaceDraft *place = target;
	Member		member = {0, NULL};

	(void) key;
	if (ses_load_member(self, place->draft, value, &member))
	{
		place->field.part = member.part;
		place->field.key = member.key;
	}
}

void
ses_load_place_form(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	PlaceDraft *place = target;
	const char *words[FIELD_FORMS + 1] = {NULL};
	int			word;

	(void) key;
	for (int i = 0; i < FIELD_FORMS; i++)
		words[i + 1] = ses_field_form_name((FieldForm) i);
	word = ses_load_word(self, value, "form", words, FIELD_FORMS + 1);
	if (word == 0)
		return;
	place->field.form = (FieldForm) (word - 1);
	if (!is_form_of(place->field.column, place->field.form))
		mistake(self, "\"%s\" is no form of the attribute %s.", words[word], ses_columns[place->field.column].name);
}

/* One place of a column: a path, or an object with its form. */
static void
load_place(Loader *self, const JsonbValue *value, int index, void *target)
{
	FieldList *list = target;
	PlaceDraft place = {
		.field = {.column = list->column, .form = ses_field_usual_form(list->column)},
		.draft = list->draft,
	};

	(void) index;
	if (ses_json_is_object(value))
		ses_load_object(self, value, OF_PLACE, 0, &place);
	else
		ses_load_place_path(self, NULL, value, &place);
	if (place.field.key == NULL)
		return;
	if (list->count == MAX_FIELDS)
		mistake(self, "The layout has more than %d fields.", MAX_FIELDS);
	else
		list->fields[list->count++] = place.field;
}

/* The places of a column: a list, or one alone. */
static void
load_places(Loader *self, FieldList *list, const JsonbValue *value)
{
	if (ses_json_is_array(value))
		ses_load_elements(self, value, MAX_LIST, load_place, list);
	else
		load_place(self, value, 0, list);
}

bool
ses_load_column(Slice name, Column *column)
{
	for (int i = 0; i < ses_field_columns; i++)
	{
		*column = ses_field_order[i];
		if (slice_equals(name, slice_of(ses_columns[*column].name)))
			return true;
	}
	return false;
}

void
ses_load_refuse_column(Loader *self, Slice name)
{
	Guess guess = {.text = name};

	for (int i = 0; i < EVENT_COLUMNS; i++)
	{
		if (slice_equals(name, slice_of(ses_columns[i].name)))
		{
			mistake(self, "The attribute has no field: names, events and subtypes decide, or details.");
			return;
		}
	}
	for (int i = 0; i < ses_field_columns; i++)
		ses_guess_look_at(&guess, ses_columns[ses_field_order[i]].name);
	mistake(self, "There is no such attribute.%s", ses_guess_sentence(&guess));
}

static void
check_names(Loader *self, const JsonbValue *object)
{
	const Step *outer = self->step;
	JsonScan	scan;
	JsonbValue	value;

	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &value))
	{
		const Step step = {scan.key, -1, outer};
		Column	   column;

		self->step = &step;
		if (!ses_load_column(scan.key, &column))
			ses_load_refuse_column(self, scan.key);
	}
	ses_json_scan_end(&scan);
	self->step = outer;
}

/* Those of a recipient's entry come last, because they are filled for each. */
static Field *
copy_fields(const FieldList *list)
{
	const int recipient = list->draft->layout.recipient_part;
	Field	 *fields = palloc0((list->count + 1) * sizeof(Field));
	int		  count = 0;

	for (int pass = 0; pass < 2; pass++)
	{
		for (int i = 0; i < list->count; i++)
		{
			bool is_of_entry = recipient != 0 && list->fields[i].part == recipient;

			if (is_of_entry == (pass == 1))
				fields[count++] = list->fields[i];
		}
	}
	return fields;
}

void
ses_load_fields(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const Step *outer = self->step;
	FieldList  *list = palloc0(sizeof(FieldList));
	JsonbValue	places;

	(void) key;
	list->draft = target;
	check_names(self, value);
	for (int i = 0; i < ses_field_columns; i++)
	{
		const char *name = ses_columns[ses_field_order[i]].name;
		const Step	step = {slice_of(name), -1, outer};

		if (!ses_json_get(value, name, &places))
			continue;
		self->step = &step;
		list->column = ses_field_order[i];
		load_places(self, list, &places);
	}
	self->step = outer;
	list->draft->layout.fields = copy_fields(list);
	pfree(list);
}
