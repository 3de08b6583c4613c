-- One row, because a second one would violate the primary key. columns/setting.sql inserts it.
CREATE TABLE setting (
	single boolean NOT NULL DEFAULT true CONSTRAINT setting_pkey PRIMARY KEY CONSTRAINT setting_single_check CHECK (single),
	soft_bounces integer DEFAULT 5 CONSTRAINT setting_soft_bounces_check CHECK (soft_bounces > 0),
	refusals integer DEFAULT 5 CONSTRAINT setting_refusals_check CHECK (refusals > 0),
	refusal_period interval NOT NULL DEFAULT '14 days' CONSTRAINT setting_refusal_period_check CHECK (refusal_period >= interval '0'),
	unsubscribe_by_stream boolean NOT NULL DEFAULT false
);
