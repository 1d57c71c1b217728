-- Who closed an account may open another one, here or, with the same keys, at another bank.
alter table holders add column closed_at timestamptz;
update holders set closed_at = clock_timestamp() from accounts where id = account_id and not open;
alter table holders drop constraint one_account_a_tax_id, drop constraint one_account_an_email;
create unique index one_account_a_tax_id on holders (tax_id) where closed_at is null;
create unique index one_account_an_email on holders (email) where closed_at is null;

-- An account gives up its keys before it closes. Those of accounts that closed without are given up now: the hub is asked
-- for each until it has answered.
update pix_keys set status = 'removing', tries = 1, asked_at = clock_timestamp()
from accounts where accounts.id = pix_keys.account_id and not open and status = 'active';
