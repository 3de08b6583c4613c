-- The closed lists.
SELECT * FROM ses_vocabulary();
SELECT kind, term FROM ses_vocabulary() GROUP BY 1, 2 HAVING count(*) > 1;
