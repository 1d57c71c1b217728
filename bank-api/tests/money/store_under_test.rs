//! The stores under test. A story that is told `on_both!` holds for memory and for PostgreSQL alike.

use crate::samples::*;
use bank_api::{
    adapters::{
        memory::{
            MemoryAccounts, MemoryBooks, MemoryChanges, MemoryCharges, MemoryKeys, MemorySessions,
            MemoryStatements,
        },
        postgres::{
            self, PostgresAccounts, PostgresBooks, PostgresChanges, PostgresCharges, PostgresKeys,
            PostgresSessions, PostgresStatements,
        },
    },
    application::{
        Accounts, Books, Change, ChangeStore, Charges, KeyStore, Opening, Present, Sessions, Statements,
        TokenHash, Wanted, token_hash,
    },
    domain::{Account, AccountId, Side, Transfer},
};
use engine::{CommitError, Outcome, system_clock};
use jiff::SignedDuration;
use pix::{Cents, EndToEndId, PersonName};
use sqlx::PgPool;
use std::sync::Arc;

/// The stores of a bank where Ana and Bia have their opening money.
pub struct StoreUnderTest {
    pub accounts: Arc<dyn Accounts>,
    pub books: Arc<dyn Books>,
    pub changes: Arc<dyn ChangeStore>,
    pub charges: Arc<dyn Charges>,
    pub keys: Arc<dyn KeyStore>,
    pub sessions: Arc<dyn Sessions>,
    pub statements: Arc<dyn Statements>,
    rows: Rows,
}

enum Rows {
    Memory(MemoryBooks),
    Postgres(PgPool),
}

impl StoreUnderTest {
    fn memory(books: &MemoryBooks) -> Self {
        Self {
            accounts: Arc::new(MemoryAccounts(books.clone())),
            books: Arc::new(books.clone()),
            changes: Arc::new(MemoryChanges(books.clone())),
            charges: Arc::new(MemoryCharges(books.clone())),
            keys: Arc::new(MemoryKeys(books.clone())),
            sessions: Arc::new(MemorySessions(books.clone())),
            statements: Arc::new(MemoryStatements(books.clone())),
            rows: Rows::Memory(books.clone()),
        }
    }

    pub fn postgres(pool: &PgPool) -> Self {
        Self {
            accounts: Arc::new(PostgresAccounts(pool.clone())),
            books: Arc::new(PostgresBooks::new(pool.clone())),
            changes: Arc::new(PostgresChanges(pool.clone())),
            charges: Arc::new(PostgresCharges(pool.clone())),
            keys: Arc::new(PostgresKeys(pool.clone())),
            sessions: Arc::new(PostgresSessions(pool.clone())),
            statements: Arc::new(PostgresStatements(pool.clone())),
            rows: Rows::Postgres(pool.clone()),
        }
    }

    /// By somebody who says nothing about what was read.
    pub async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        self.books.commit(&Present::default(), changes).await
    }

    pub async fn account(&self, id: AccountId) -> Account {
        let wanted = Wanted { accounts: vec![id], ..Wanted::default() };
        self.books.load(&wanted).await.unwrap().account(id).unwrap().clone()
    }

    pub async fn balance(&self, id: AccountId) -> i64 {
        self.account(id).await.balance.get()
    }

    pub async fn transfer(&self, id: EndToEndId, side: Side) -> Option<Transfer> {
        let wanted = Wanted { transfers: vec![(id, side)], ..Wanted::default() };
        self.books.load(&wanted).await.unwrap().transfer(id, side).cloned()
    }

    /// Whatever money is on it.
    pub async fn close(&self, id: AccountId) {
        match &self.rows {
            Rows::Memory(books) => books.rows().accounts.get_mut(&id).unwrap().open = false,
            Rows::Postgres(pool) => {
                let close = sqlx::query("update accounts set open = false where id = $1").bind(id.0);
                close.execute(pool).await.unwrap();
            }
        }
    }

    pub async fn log_in(&self, id: AccountId) -> TokenHash {
        let token = token_hash(&format!("the session of {id}"));
        self.sessions.start(&token, id, 1).await.unwrap();
        token
    }

    /// What was written so far is of a later time than what comes now.
    pub async fn the_clock_goes_back_an_hour(&self) {
        self.shift(1).await;
    }

    pub async fn all_of_it_was_two_days_ago(&self) {
        self.shift(-48).await;
    }

    /// All that was written is of so many hours later.
    async fn shift(&self, hours: i32) {
        match &self.rows {
            Rows::Memory(books) => {
                let by = SignedDuration::from_hours(hours.into());
                books.rows().postings.iter_mut().for_each(|posted| posted.at += by);
            }
            Rows::Postgres(pool) => {
                for ahead in [
                    "update transfers set updated_at = updated_at + make_interval(hours => $1)",
                    "update postings set at = at + make_interval(hours => $1)",
                ] {
                    sqlx::query(ahead).bind(hours).execute(pool).await.unwrap();
                }
            }
        }
    }

    async fn open_accounts(&self) {
        for (id, email) in [(ANA, "ana@example.com"), (BIA, "bia@example.com")] {
            let Account { holder, tax_id, balance, .. } = account(id, OPENING);
            let opening = Opening {
                id: self.accounts.next_number().await.unwrap(),
                name: PersonName::parse(&holder).unwrap(),
                tax_id,
                email: email.into(),
                password_hash: "-".into(),
                pin_digest: PIN,
                balance,
            };
            assert_eq!((opening.id, opening.balance), (id, Cents::new(OPENING)));
            self.accounts.open(&opening).await.unwrap();
        }
    }
}

/// Tells a story on memory.
pub async fn on_memory(story: impl AsyncFnOnce(StoreUnderTest)) {
    let bank = StoreUnderTest::memory(&MemoryBooks::new(system_clock()));
    bank.open_accounts().await;
    story(bank).await;
}

/// Tells a story on PostgreSQL.
pub async fn on_postgres(story: impl AsyncFnOnce(StoreUnderTest)) {
    on_database(async |pool| story(StoreUnderTest::postgres(&pool)).await).await;
}

/// Tells a story on a fresh database.
pub async fn on_database(story: impl AsyncFnOnce(PgPool)) {
    testing::on_database(async |url: String| {
        let pool = outbox::postgres::pool(&url).unwrap();
        postgres::migrate(&pool).await.unwrap();
        StoreUnderTest::postgres(&pool).open_accounts().await;
        story(pool.clone()).await;
        // Streams and listeners of the story end with the pool.
        pool.close().await;
    })
    .await;
}
