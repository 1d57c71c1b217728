-- What a service waits for. A transfer has at most one open question here: the message, as the bytes to send, is
-- written by the transaction that decided it and deleted by the transaction that takes the answer.
create table open_questions (
    end_to_end_id text collate "C" primary key,
    message_id    text not null,
    topic         text not null,
    message_key   text not null,
    kind          text not null,
    payload       bytea not null,
    -- By the database's clock, so that services need not agree on the time.
    asked_at      timestamptz not null default clock_timestamp()
);

-- Rows live for milliseconds and there is no index but the key: the sweeper reads all of a small table. It stays
-- small only if it is cleaned often.
alter table open_questions set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0
);
