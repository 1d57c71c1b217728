-- The books: one row takes from `debit` what it gives to `credit`, so each balances by construction. Accounts of the
-- books: 1 in-flight, 2 settlement, 3 treasury; from 100001 on customers. The bank's own three have no balance row,
-- which every batch would queue for: their balance is the sum of their postings.
--
-- No foreign keys here: a customer's row is locked by the same transaction, and a reference to the bank's own accounts
-- would bring back the queue.
create table postings (
    -- Drawn while the account is locked, so that the order of ids is the order of balances.
    id                  bigint primary key generated always as identity,
    -- None for opening money.
    end_to_end_id       text collate "C",
    kind                text not null,
    debit               bigint not null,
    credit              bigint not null,
    amount_cents        bigint not null check (amount_cents > 0),
    -- Of the customer, after this posting.
    balance_after_cents bigint check (balance_after_cents >= 0),
    at                  timestamptz not null default clock_timestamp(),
    customer            bigint generated always as (
        case when debit > 100000 then debit when credit > 100000 then credit end
    ) stored,

    constraint known_moves check (case kind
        when 'opening'  then debit = 3 and credit > 100000 and end_to_end_id is null
        when 'sent'     then debit > 100000 and credit = 1 and end_to_end_id is not null
        when 'received' then debit in (1, 2) and credit > 100000 and end_to_end_id is not null
        when 'refund'   then debit = 1 and credit > 100000 and end_to_end_id is not null
        when 'settled'  then debit = 1 and credit = 2 and end_to_end_id is not null
        else false
    end),
    constraint customers_see_their_balance check ((kind = 'settled') = (balance_after_cents is null))
);

-- Statements, newest first.
create index statement on postings (customer, id) where customer is not null;
