-- For operators: since when a transfer waits here. `asked_at` does not say, since it moves whenever the question is asked
-- again, and a question that takes the place of another keeps this time.
alter table open_questions add column opened_at timestamptz not null default clock_timestamp();
