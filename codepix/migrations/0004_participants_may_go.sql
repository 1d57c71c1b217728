-- A bank may lose its token and stay a participant: its keys and transfers still name it, and what is under way ends.
alter table participants alter column token_hash drop not null;

-- The token that the banks file had for it when it was last read; null for a bank that was never in the file. A token
-- that was changed through the administration stays at the next start, since the file's own has not changed; a bank that
-- is taken out of the file loses its token.
alter table participants
    add column file_token_hash bytea check (octet_length(file_token_hash) = 32);
