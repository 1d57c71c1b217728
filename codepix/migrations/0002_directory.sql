-- The key directory: a key has one owner at a time, in the whole system.
create table keys (
    key          text collate "C" primary key,
    kind         text not null check (kind in ('cpf', 'cnpj', 'phone', 'email', 'random')),
    -- The request that registered it: names this registration for ever.
    entry_id     uuid not null unique,
    bank         text collate "C" not null references participants (ispb),
    branch       text not null,
    account      text not null,
    owner_name   text not null,
    owner_tax_id text not null,
    created_at   timestamptz not null
);

-- Banks reconcile by listing their keys in order.
create index keys_by_bank on keys (bank, key);
-- An account may have only so many.
create index keys_by_account on keys (bank, branch, account);

-- Every request that registered a key, kept beyond the key's removal: its late repeat must change nothing.
create table key_requests (
    request_id uuid primary key,
    kind       text not null,
    key        text collate "C" not null,
    bank       text collate "C" not null references participants (ispb),
    branch     text not null,
    account    text not null
);
