-- The bank's memory of its customers' keys: the intent is written before the directory is asked, so that a crash between
-- the two is taken up again. The directory is right.
create table pix_keys (
    -- The request that registers it; the directory's entry id.
    entry_id   uuid primary key,
    account_id bigint not null references accounts (id),
    kind       text not null check (kind in ('cpf', 'cnpj', 'phone', 'email', 'random')),
    -- Null for a random key that the directory has not drawn yet.
    key        text collate "C" unique,
    status     text not null check (status in ('registering', 'active', 'removing')),
    created_at timestamptz not null default clock_timestamp(),
    -- How often the directory was asked for this intent: only one that was asked once, and certainly in vain, may be
    -- taken back.
    tries      integer not null default 1 check (tries > 0),
    asked_at   timestamptz not null default clock_timestamp(),
    check (key is not null or (kind = 'random' and status = 'registering'))
);

create index pix_keys_by_account on pix_keys (account_id);
-- A repeated wish for a random key is the same wish until the directory has answered it.
create unique index one_random_key_at_a_time on pix_keys (account_id) where key is null;
-- What is asked again, the oldest first.
create index pix_keys_unsettled on pix_keys (asked_at) where status <> 'active';
