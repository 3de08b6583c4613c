COMMENT ON TABLE setting IS 'policy of the view suppression: one row; without it, the defaults apply';
COMMENT ON COLUMN setting.single IS 'true, so that there is one row';
COMMENT ON COLUMN setting.soft_bounces IS
	'number of messages in a row with a soft bounce after which an address is suppressed, by default 5; NULL: never';
COMMENT ON COLUMN setting.refusals IS
	'number of messages refused, for any reason, after which an address is suppressed, by default 5; NULL: never';
COMMENT ON COLUMN setting.refusal_period IS 'time between the first of these refusals and the last, at least; by default 14 days';
COMMENT ON COLUMN setting.unsubscribe_by_stream IS
	'whether an unsubscription that names a stream counts for that stream only; by default false: it counts for all mail';
