-- Several sessions may mark one day, and none waits for another: so a mark has a number, and the
-- day alone is no key.
CREATE TABLE stale_day (
	day date,
	id bigint GENERATED ALWAYS AS IDENTITY,
	CONSTRAINT stale_day_pkey PRIMARY KEY (day, id)
);
