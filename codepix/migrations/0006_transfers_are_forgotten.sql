-- A final transfer is deleted some time after its end, or the table would grow for ever. A message about it may come even
-- later, when a topic is read from its start again, and must not be taken for a new transfer. An id carries its minute:
-- every deleted transfer has an id of an earlier minute than this one, so an id of an earlier minute that is not registered
-- is refused.
create table forgotten_transfers (
    -- Never goes back: what was deleted stays deleted when the clock or the setting is changed.
    minted_before timestamptz not null
);
create unique index forgotten_transfers_has_one_row on forgotten_transfers ((true));

insert into forgotten_transfers values ('1970-01-01 00:00:00+00');
