//! The books under test. A story that is told `on_both!` holds for memory and for PostgreSQL alike.

use crate::samples::*;
use async_trait::async_trait;
use bank_api::{
    adapters::{
        memory::MemoryBooks,
        postgres::{self, PostgresAccounts, PostgresBooks},
    },
    application::{
        AccountStore as _, Books, Change, Opening, Present, TokenHash, Wanted, WorkingCopy, token_hash,
    },
    domain::{Account, AccountId, Side, Transfer},
};
use engine::{CommitError, Outcome, Unavailable};
use futures::FutureExt as _;
use pix::{Cents, EndToEndId, PersonName};
use sqlx::{Connection as _, Executor as _, PgConnection, PgPool};
use std::{panic::AssertUnwindSafe, path::Path, sync::Arc};

/// The books of a bank where Ana and Bia have their opening money.
pub enum StoreUnderTest {
    Memory(MemoryBooks),
    Postgres(PgPool, WasRead),
}

/// What a commit is given as the state that was read before it.
#[derive(Debug, Clone, Copy)]
pub enum WasRead {
    ByTheCaller,
    JustNow,
    InTheBeginning,
}

impl StoreUnderTest {
    pub fn postgres(pool: &PgPool) -> Self {
        Self::Postgres(pool.clone(), WasRead::ByTheCaller)
    }

    pub fn books(&self) -> Arc<dyn Books> {
        match self {
            Self::Memory(books) => Arc::new(books.clone()),
            Self::Postgres(pool, read) => {
                Arc::new(InformedBooks { books: PostgresBooks::new(pool.clone()), read: *read })
            }
        }
    }

    /// By somebody who says nothing about what was read.
    pub async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        self.books().commit(&Present::default(), changes).await
    }

    pub async fn account(&self, id: AccountId) -> Account {
        let wanted = Wanted { accounts: vec![id], ..Wanted::default() };
        self.books().load(&wanted).await.unwrap().account(id).unwrap().clone()
    }

    pub async fn balance(&self, id: AccountId) -> i64 {
        self.account(id).await.balance.get()
    }

    pub async fn transfer(&self, id: EndToEndId, side: Side) -> Option<Transfer> {
        let wanted = Wanted { transfers: vec![(id, side)], ..Wanted::default() };
        self.books().load(&wanted).await.unwrap().transfer(id, side).cloned()
    }

    pub async fn close(&self, id: AccountId) {
        match self {
            Self::Memory(books) => books.rows().accounts.get_mut(&id).unwrap().open = false,
            Self::Postgres(pool, _) => {
                let close = sqlx::query("update accounts set open = false where id = $1").bind(id.0);
                close.execute(pool).await.unwrap();
            }
        }
    }

    pub async fn log_in(&self, id: AccountId) -> TokenHash {
        let token = token_hash(&format!("the session of {id}"));
        match self {
            Self::Memory(books) => drop(books.rows().sessions.insert(token, id)),
            Self::Postgres(pool, _) => {
                PostgresAccounts(pool.clone()).start_session(&token, id, 1).await.unwrap();
            }
        }
        token
    }
}

/// Tells a story on memory.
pub async fn on_memory(story: impl AsyncFnOnce(StoreUnderTest)) {
    let books = MemoryBooks::default();
    [ANA, BIA].into_iter().for_each(|id| books.open(account(id, OPENING)));
    story(StoreUnderTest::Memory(books)).await;
}

/// Tells a story on PostgreSQL.
pub async fn on_postgres(story: impl AsyncFnOnce(StoreUnderTest)) {
    on_informed_postgres(WasRead::ByTheCaller, story).await;
}

/// On PostgreSQL, whose books are given another account of what was read.
pub async fn on_informed_postgres(read: WasRead, story: impl AsyncFnOnce(StoreUnderTest)) {
    on_database(async |pool| story(StoreUnderTest::Postgres(pool, read)).await).await;
}

struct InformedBooks {
    books: PostgresBooks,
    read: WasRead,
}

#[async_trait]
impl Books for InformedBooks {
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
        self.books.load(wanted).await
    }

    async fn commit(&self, read: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        match self.read {
            WasRead::ByTheCaller => self.books.commit(read, changes).await,
            WasRead::JustNow => {
                let transfers = changes.iter().flat_map(|change| &change.decision.transfers);
                let wanted = Wanted {
                    transfers: transfers.map(|next| (next.id, next.side)).collect(),
                    accounts: changes.iter().flat_map(Change::accounts).collect(),
                    ..Wanted::default()
                };
                let copy = self.load(&wanted).await?;
                self.books.commit(&copy.read, changes).await
            }
            WasRead::InTheBeginning => {
                let mut copy = WorkingCopy::default();
                [ANA, BIA].into_iter().for_each(|id| copy.add_account(account(id, OPENING)));
                self.books.commit(&copy.read, changes).await
            }
        }
    }
}

/// Tells a story on a fresh database, which is dropped afterwards, however the story ends.
pub async fn on_database(story: impl AsyncFnOnce(PgPool)) {
    let admin = admin_url();
    let name = format!("test_money_{}", uuid::Uuid::new_v4().simple());
    let mut connection =
        PgConnection::connect(&admin).await.expect("PostgreSQL answers at TEST_POSTGRES_URL");
    let create = format!("create database {name} template template0");
    connection.execute(sqlx::AssertSqlSafe(create)).await.unwrap();
    let url = format!("{}/{name}", admin.rsplit_once('/').unwrap().0);
    let pool = outbox::postgres::pool(&url).unwrap();
    let ended = AssertUnwindSafe(run(&pool, story)).catch_unwind().await;
    // Streams and listeners of the story end with the pool.
    pool.close().await;
    connection.execute(sqlx::AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
    if let Err(panic) = ended {
        std::panic::resume_unwind(panic);
    }
}

async fn run(pool: &PgPool, story: impl AsyncFnOnce(PgPool)) {
    postgres::migrate(pool).await.unwrap();
    let accounts = PostgresAccounts(pool.clone());
    for (id, email) in [(ANA, "ana@example.com"), (BIA, "bia@example.com")] {
        let Account { holder, tax_id, balance, .. } = account(id, OPENING);
        let opening = Opening {
            id: accounts.next_number().await.unwrap(),
            name: PersonName::parse(&holder).unwrap(),
            tax_id,
            email: email.into(),
            password_hash: "-".into(),
            pin_digest: PIN,
            balance,
        };
        assert_eq!((opening.id, opening.balance), (id, Cents::new(OPENING)));
        accounts.open(&opening).await.unwrap();
    }
    story(pool.clone()).await;
}

fn admin_url() -> String {
    std::env::var("TEST_POSTGRES_URL").unwrap_or_else(|_| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../banks.env");
        banks::Banks::load(&file).unwrap().postgres_url("127.0.0.1:54320", "postgres")
    })
}

/// Makes a test on memory and tests on PostgreSQL of each story, whatever it is told of what was read.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod on_memory {
            $(#[tokio::test]
            async fn $story() {
                crate::store_under_test::on_memory(super::$story).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $story() {
                crate::store_under_test::on_postgres(super::$story).await;
            })+
        }
        mod on_postgres_that_is_told_the_truth {
            $(#[tokio::test]
            async fn $story() {
                crate::store_under_test::on_informed_postgres(crate::store_under_test::WasRead::JustNow, super::$story).await;
            })+
        }
        mod on_postgres_that_is_told_the_past {
            $(#[tokio::test]
            async fn $story() {
                crate::store_under_test::on_informed_postgres(crate::store_under_test::WasRead::InTheBeginning, super::$story).await;
            })+
        }
    };
}
pub(crate) use on_both;
