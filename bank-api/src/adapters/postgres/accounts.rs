//! Accounts and their holders as rows.

use crate::{
    application::{AccountView, Accounts, Closing, NotOpened, Opening},
    domain::AccountId,
};
use async_trait::async_trait;
use engine::Unavailable;
use outbox::postgres::unavailable;
use pix::{Cents, TaxId};
use sqlx::PgPool;

/// The tables `accounts` and `holders`.
pub struct PostgresAccounts(pub PgPool);

#[async_trait]
impl Accounts for PostgresAccounts {
    async fn next_number(&self) -> Result<AccountId, Unavailable> {
        let next =
            sqlx::query_scalar!(r#"select nextval(pg_get_serial_sequence('accounts', 'id')) as "id!""#);
        next.fetch_one(&self.0).await.map(AccountId).map_err(unavailable)
    }

    async fn open(&self, opening: &Opening) -> Result<(), NotOpened> {
        write_opening(&self.0, opening).await.map_err(|error| {
            match error.as_database_error().and_then(|database| database.constraint()) {
                Some("one_account_a_tax_id") => NotOpened::TaxIdTaken,
                Some("one_account_an_email") => NotOpened::EmailTaken,
                Some(_) | None => NotOpened::Unavailable(unavailable(error)),
            }
        })
    }

    async fn view(&self, account: AccountId) -> Result<Option<AccountView>, Unavailable> {
        let row = sqlx::query!(
            "select name, tax_id, email, balance_cents, open from accounts join holders on account_id = id where id = $1",
            account.0,
        );
        let row = row.fetch_optional(&self.0).await.map_err(unavailable)?;
        row.map(|row| {
            let tax_id = TaxId::parse(&row.tax_id)
                .map_err(|_| Unavailable(format!("the row of account {account} cannot be read")))?;
            let balance = Cents::new(row.balance_cents);
            Ok(AccountView { id: account, name: row.name, tax_id, email: row.email, balance, open: row.open })
        })
        .transpose()
    }

    async fn credentials(&self, login: &str) -> Result<Option<(AccountId, String)>, Unavailable> {
        let row = sqlx::query!(
            "select account_id, password_hash from holders
             where (email = $1 or tax_id = $1) and closed_at is null",
            login,
        );
        let row = row.fetch_optional(&self.0).await.map_err(unavailable)?;
        Ok(row.map(|row| (AccountId(row.account_id), row.password_hash)))
    }

    async fn unlock(&self, account: AccountId) -> Result<bool, Unavailable> {
        let done = sqlx::query!(
            "update accounts set pin_failures = 0, pin_locked_until = null where id = $1",
            account.0,
        );
        Ok(done.execute(&self.0).await.map_err(unavailable)?.rows_affected() == 1)
    }

    async fn close(&self, account: AccountId) -> Result<Closing, Unavailable> {
        write_closing(&self.0, account).await.map_err(unavailable)
    }
}

/// The account is locked first: only the next statement sees what those have written who held the lock before.
async fn write_closing(pool: &PgPool, account: AccountId) -> Result<Closing, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let locked = sqlx::query_scalar!("select open from accounts where id = $1 for no key update", account.0);
    if locked.fetch_optional(&mut *transaction).await? != Some(true) {
        return Ok(Closing::NotOpen);
    }
    // What waits was sent, so it has an idempotency key, and by these an account's own are found.
    let standing = sqlx::query!(
        r#"select balance_cents > 0 or exists (
                      select from transfers
                      where account_id = $1 and idempotency_key is not null and status = 'pending'
                  ) as "money!",
                  exists (select from pix_keys where account_id = $1) as "keys!"
           from accounts where id = $1"#,
        account.0,
    );
    let standing = standing.fetch_one(&mut *transaction).await?;
    if standing.money || standing.keys {
        return Ok(if standing.money { Closing::Money } else { Closing::Keys });
    }
    sqlx::query!(
        "with closed as (update accounts set open = false where id = $1 returning id),
             ended as (delete from sessions where account_id = $1)
         update holders set closed_at = clock_timestamp() from closed where account_id = closed.id",
        account.0,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(Closing::Closed)
}

async fn write_opening(pool: &PgPool, opening: &Opening) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query!(
        "with account as (
             insert into accounts (id, balance_cents) values ($1, $2) returning id
         ), holder as (
             insert into holders (account_id, name, tax_id, email, password_hash, pin_digest)
             select id, $3, $4, $5, $6, $7 from account
         )
         insert into postings (kind, debit, credit, amount_cents, balance_after_cents)
         select 'opening', 3, id, $2, $2 from account where $2 > 0",
        opening.id.0,
        opening.balance.get(),
        opening.name.as_str(),
        opening.tax_id.as_str(),
        opening.email,
        opening.password_hash,
        opening.pin_digest.as_slice(),
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await
}
