-- Every transfer between banks. A row is written four times in its life and has no index but its key, so that each
-- of these is an update in place; the ids begin with their bank and minute, so inserts stay on the right.
create table transfers (
    end_to_end_id       text collate "C" primary key check (end_to_end_id ~ '^E[0-9A-Z]{8}[0-9]{12}[A-Za-z0-9]{11}$'),
    status              text not null,
    amount_cents        bigint not null,
    key                 text not null,
    description         text not null,
    payer_branch        text not null,
    payer_account       text not null,
    destination         text collate "C",
    payee_name          text,
    payee_tax_id_masked text,
    reason              text,
    registered_at       timestamptz not null,
    confirmed_at        timestamptz,
    completed_at        timestamptz,
    rejected_at         timestamptz,
    refunded_at         timestamptz,
    version             bigint not null check (version > 0),

    constraint a_known_status check (status in ('pending', 'confirmed', 'completed', 'rejected', 'refunded')),
    constraint money_moves_unless_malformed check (amount_cents > 0 or reason is not distinct from 'malformed'),
    -- Nothing that was credited can be refunded, and nothing refused can be credited.
    constraint one_verdict check (confirmed_at is null or rejected_at is null),
    constraint confirmed_is_credited check (
        (status in ('confirmed', 'completed')) = (confirmed_at is not null)
        and (confirmed_at is null or (destination is not null and payee_name is not null))
    ),
    constraint rejected_has_a_reason check (
        (status in ('rejected', 'refunded')) = (rejected_at is not null)
        and (rejected_at is null) = (reason is null)
    ),
    constraint completed_has_its_time check ((status = 'completed') = (completed_at is not null)),
    constraint refunded_has_its_time check ((status = 'refunded') = (refunded_at is not null))
) with (fillfactor = 60);
