-- The banks that take part. Code and ISPB are written into topics and transfer ids, so they never change.
create table participants (
    ispb       text collate "C" primary key check (ispb ~ '^[0-9A-Z]{8}$'),
    code       text collate "C" not null unique check (code ~ '^[0-9]{3}$'),
    name       text not null check (name <> ''),
    -- SHA-256 of the bank's bearer token.
    token_hash bytea not null unique check (octet_length(token_hash) = 32)
);
