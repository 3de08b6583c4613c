-- What makes choices that follow from a seed and a number.
CREATE TABLE number AS SELECT generate_series(0, 4999) AS n;

-- The next state of a generator, and a number below n that a state stands for.
CREATE FUNCTION next_state(state bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	'SELECT hashint8extended(state, 42)';
CREATE FUNCTION pick(state bigint, n bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	'SELECT ((state & 9223372036854775807) % n)::integer';

-- A verdict, an expression over an attempt and its number; or the error that it raises.
CREATE FUNCTION verdict_or_error(verdict text, attempt anyelement, number bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE format('SELECT %s FROM (SELECT $1, $2) t (attempt, number)', verdict) INTO answer USING attempt, number;
	RETURN answer;
EXCEPTION WHEN OTHERS THEN
	RETURN 'ERROR: ' || SQLERRM;
END $$;
