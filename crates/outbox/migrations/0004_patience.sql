-- A question is asked ever more rarely: its patience doubles with each time. Counted apart are the times at which nothing
-- was heard of whoever has to answer, and those at which something was: a bank that is back after days is asked at once,
-- one that speaks and never answers is not asked for ever. Another question in its place begins at zero.
alter table open_questions
    add column silent_asks integer not null default 0 check (silent_asks >= 0),
    add column heard_asks integer not null default 0 check (heard_asks >= 0);
