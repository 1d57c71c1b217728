-- Transfers, one row a side: the hub may route a transfer back to the bank it came from, which then has both.
create table transfers (
    end_to_end_id    text collate "C" not null check (end_to_end_id ~ '^E[0-9A-Z]{8}[0-9]{12}[A-Za-z0-9]{11}$'),
    side             text collate "C" not null check (side in ('out', 'in')),
    account_id       bigint references accounts (id),
    status           text not null check (status in ('pending', 'completed', 'rejected')),
    amount_cents     bigint not null check (amount_cents > 0),
    key              text not null,
    description      text not null,
    entry_id         uuid,
    -- Paid inside the bank: the hub knows nothing of it.
    inside           boolean not null,
    -- The other side; a payer learns the payee with the confirmation.
    other_ispb       text,
    other_bank       text,
    other_branch     text,
    other_account    text,
    other_name       text,
    other_tax_id     text,
    reason           text,
    idempotency_key  text,
    -- SHA-256 of the request without its PIN.
    idempotency_hash bytea,
    pending_at       timestamptz not null,
    confirmed_at     timestamptz,
    completed_at     timestamptz,
    rejected_at      timestamptz,
    version          bigint not null check (version > 0),
    -- By the database's clock: what a reader that was away has missed.
    updated_at       timestamptz not null default clock_timestamp(),

    primary key (end_to_end_id, side),
    constraint one_end check (completed_at is null or rejected_at is null),
    constraint completed_has_its_times check (
        (status = 'completed') = (completed_at is not null and confirmed_at is not null)
    ),
    constraint rejected_has_its_reason check (
        (status = 'rejected') = (rejected_at is not null) and (rejected_at is null) = (reason is null)
    ),
    constraint only_the_payers_side_waits check (side = 'out' or status <> 'pending'),
    constraint money_of_nobody_is_refused check (account_id is not null or (side = 'in' and status = 'rejected')),
    constraint other_side_is_whole check (
        num_nulls(other_ispb, other_bank, other_branch, other_account, other_name, other_tax_id) in (0, 6)
    ),
    constraint a_request_has_key_and_hash check (
        (idempotency_key is null) = (idempotency_hash is null)
        and (idempotency_key is null or length(idempotency_key) between 1 and 200)
    )
) with (fillfactor = 60);

-- A request repeated is the same transfer.
create unique index one_transfer_a_request on transfers (account_id, idempotency_key)
    where idempotency_key is not null;
