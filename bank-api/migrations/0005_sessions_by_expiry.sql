-- Who logs out sweeps up some sessions that are over. They are found by this index; a log-in costs a password's hash, so
-- that one entry more does not count.
create index sessions_by_expiry on sessions (expires_at);
