-- What the providers' pages say of them, in the order of the registry: for the other scripts.
\set facts `awk -f :'scripts'/facts.awk :'pages'/*.md`
CREATE TEMPORARY VIEW provider AS
SELECT p.provider, f.title, f.facts
FROM (SELECT provider, min(position) AS position FROM ses_mapping() WITH ORDINALITY AS m (provider, e, s, t, c, r, i, position) GROUP BY provider) p
LEFT JOIN (SELECT fact[1] AS provider, min(fact[3]) FILTER (WHERE fact[2] = 'title') AS title, jsonb_object_agg(fact[2], fact[3]) AS facts
	FROM regexp_matches(:'facts', '^(\w+)\t([^\t\n]+)\t(.*)$', 'gn') fact GROUP BY fact[1]) f USING (provider)
ORDER BY p.position;
