-- A return is a transfer of its own, whose id begins with D and whose key is the id of what it returns. What is returned, or
-- on its way back, is counted with the original: never more than came.
alter table transfers
    drop constraint transfers_end_to_end_id_check,
    add constraint transfers_end_to_end_id_check
        check (end_to_end_id ~ '^[ED][0-9A-Z]{8}[0-9]{12}[A-Za-z0-9]{11}$'),
    add column returned_cents bigint not null default 0,
    add constraint never_more_than_came check (returned_cents between 0 and amount_cents);

-- The payer's bank can credit a return once it has settled what is returned. Until the hub knows that it has, the question
-- that it is to be asked is kept here.
create table held_returns (
    return_id              text collate "C" primary key references transfers (end_to_end_id),
    original_end_to_end_id text collate "C" not null references transfers (end_to_end_id),
    message_id             text not null,
    topic                  text not null,
    message_key            text not null,
    kind                   text not null,
    payload                bytea not null
);
create index held_returns_by_original on held_returns (original_end_to_end_id);

-- What each bank has announced that it knows besides transfers.
alter table participants add column features text[] not null default '{}';
