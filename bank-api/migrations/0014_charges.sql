-- What customers ask to be paid. A charge is judged where its money arrives, in the batch that credits it.
create table charges (
    account_id       bigint not null references accounts (id),
    txid             text collate "C" not null,
    key              text not null,
    -- Null leaves it to the payer.
    amount_cents     bigint check (amount_cents > 0),
    description      text not null check (length(description) <= 140),
    label            text not null check (length(label) <= 60),
    -- Of one that is paid once: the end of the address that its code leads to.
    token            text collate "C" constraint one_charge_a_token unique,
    created_at       timestamptz not null,
    expires_at       timestamptz,
    removed_at       timestamptz,
    paid_by          text collate "C",
    paid_at          timestamptz,
    idempotency_key  text not null check (length(idempotency_key) between 1 and 200),
    -- SHA-256 of the request.
    idempotency_hash bytea not null,
    version          bigint not null check (version > 0),

    primary key (account_id, txid),
    constraint one_charge_a_request unique (idempotency_key, account_id),
    -- As codes carry them.
    constraint txid_is_of_its_kind check (
        txid ~ case when token is null then '^[A-Za-z0-9]{1,25}$' else '^[A-Za-z0-9]{26,35}$' end
    ),
    constraint payment_has_its_time check ((paid_by is null) = (paid_at is null)),
    constraint one_end check (paid_by is null or removed_at is null),
    constraint only_what_is_paid_once_ends_so check (token is not null or (paid_by is null and expires_at is null)),
    constraint a_transfer_pays_one_charge unique (paid_by)
);

-- Partial, of all, so that a plan made while the table is empty does not take it for the look-up of one charge.
create index charges_by_age on charges (account_id, created_at) where created_at > timestamptz 'epoch';
-- Which transfers paid a charge; few name one.
create index payments_of_charges on transfers (account_id, txid) where side = 'in' and txid is not null;

-- What a payment changes.
create type charge_row as (
    account_id bigint,
    txid       text,
    version    bigint,
    paid_by    text,
    paid_at    timestamptz
);
