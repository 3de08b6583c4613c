-- What makes choices that follow from a seed and a number.
CREATE TABLE number AS SELECT generate_series(0, 4999) AS n;

-- The next state of a generator, and a number below n that a state stands for.
CREATE FUNCTION next_state(state bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	'SELECT hashint8extended(state, 42)';
CREATE FUNCTION pick(state bigint, n bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	'SELECT ((state & 9223372036854775807) % n)::integer';
