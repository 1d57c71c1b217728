-- An account has only so many sessions; they are counted, shown to its streams and ended together by this index.
create index sessions_by_account on sessions (account_id, expires_at);
