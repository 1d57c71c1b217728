-- A batch is written by one statement, which is given its rows as arrays of these types: a row of the program is a row
-- here, column by column, and no column can be taken for another. They are named like the tables they go to, without what
-- the database fills in itself.
create type transfer_row as (
    end_to_end_id    text,
    side             text,
    account_id       bigint,
    status           text,
    amount_cents     bigint,
    key              text,
    description      text,
    entry_id         uuid,
    inside           boolean,
    other_ispb       text,
    other_bank       text,
    other_branch     text,
    other_account    text,
    other_name       text,
    other_tax_id     text,
    reason           text,
    idempotency_key  text,
    idempotency_hash bytea,
    pending_at       timestamptz,
    confirmed_at     timestamptz,
    completed_at     timestamptz,
    rejected_at      timestamptz,
    version          bigint
);

create type account_row as (
    id               bigint,
    balance_cents    bigint,
    open             boolean,
    pin_failures     smallint,
    pin_locked_until timestamptz
);

create type posting_row as (
    end_to_end_id       text,
    kind                text,
    debit               bigint,
    credit              bigint,
    amount_cents        bigint,
    balance_after_cents bigint
);
