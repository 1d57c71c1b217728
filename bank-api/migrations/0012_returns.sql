-- A return is a transfer of its own, whose id begins with D and whose key is the id of what it returns.
alter table transfers
    drop constraint transfers_end_to_end_id_check,
    add constraint transfers_end_to_end_id_check
        check (end_to_end_id ~ '^[ED][0-9A-Z]{8}[0-9]{12}[A-Za-z0-9]{11}$');

-- What is known of a return besides its transfer, one row a side.
create table returns (
    return_id              text collate "C" not null check (return_id like 'D%'),
    side                   text collate "C" not null,
    original_end_to_end_id text collate "C" not null check (original_end_to_end_id like 'E%'),
    reason                 text not null check (reason in ('customer', 'bank_error', 'fraud')),

    primary key (return_id, side),
    foreign key (return_id, side) references transfers (end_to_end_id, side)
);
create index returns_by_original on returns (original_end_to_end_id);

-- Whoever adds a return has the original's row locked, since it moves that row's version: nobody adds another meanwhile.
create function never_more_than_came() returns trigger language plpgsql as $$
declare
    back bigint;
begin
    select sum(amount_cents) into back
    from returns join transfers on end_to_end_id = return_id and transfers.side = returns.side
    where original_end_to_end_id = new.original_end_to_end_id and returns.side = 'out' and status <> 'rejected';
    if back > (
        select amount_cents from transfers where end_to_end_id = new.original_end_to_end_id and side = 'in'
    ) then
        raise exception 'more of % is returned than came', new.original_end_to_end_id using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create constraint trigger never_more_than_came after insert on returns
    for each row when (new.side = 'out') execute function never_more_than_came();
