-- Messages that nobody can act on. The same message again is counted, so that a sender that repeats itself for ever
-- fills no disk.
create table dead_letters (
    topic      text not null,
    message_id text not null,
    payload    bytea not null,
    reason     text not null,
    count      bigint not null default 1 check (count > 0),
    first_seen timestamptz not null default clock_timestamp(),
    last_seen  timestamptz not null default clock_timestamp(),
    primary key (topic, message_id)
);
