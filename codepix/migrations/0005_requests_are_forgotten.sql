-- A request is needed for as long as its repeat may come. While its key stands that has no end; from the key's removal
-- on it has: then it is forgotten after a while, or the table would grow with every key that comes and goes.
alter table key_requests add column removed_at timestamptz;

update key_requests set removed_at = clock_timestamp()
where not exists (select from keys where entry_id = request_id);

create index key_requests_by_removal on key_requests (removed_at) where removed_at is not null;
