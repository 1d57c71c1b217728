-- A letter is named by the sender's id and by its bytes: ids are the sender's own, and a place in the log ("0/17") names
-- another message once the log was wiped. Whoever reads page by page needs an order: the number.
alter table dead_letters
    add column number bigint generated always as identity,
    add column payload_hash bytea,
    -- Only the beginning of the payload was kept. Such a letter cannot be sent again.
    add column cut boolean not null default false;

-- Letters from before: whether one of full length was cut is no longer known, so it counts as cut.
update dead_letters set payload_hash = sha256(payload), cut = octet_length(payload) >= 65536;

alter table dead_letters
    alter column payload_hash set not null,
    alter column cut drop default,
    drop constraint dead_letters_pkey,
    add primary key (number),
    add constraint the_same_bytes_under_one_id unique (topic, message_id, payload_hash);

-- A topic may have only so many letters: whoever writes it could fill the disk otherwise. The row is also what two
-- instances lock, so that both together keep to the quota.
create table dead_letter_topics (
    topic         text primary key,
    -- Messages that came when the topic had all the letters it may have: counted, and not kept.
    not_kept      bigint not null default 0 check (not_kept >= 0),
    last_not_kept timestamptz
);
