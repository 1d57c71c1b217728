//! Books on PostgreSQL that are given an account of their own of what was read before a commit: whatever it says, they let
//! in the same, once it is read again where they say that it is not true any more.

use crate::{
    samples::*,
    store_under_test::{StoreUnderTest, on_postgres},
};
use async_trait::async_trait;
use bank_api::application::{Books, Change, ChargeOf, Present, Wanted, WorkingCopy};
use engine::{CommitError, Outcome, Unavailable};
use std::sync::Arc;

/// When it was read.
#[derive(Debug, Clone, Copy)]
pub enum WasRead {
    JustNow,
    InTheBeginning,
}

struct InformedBooks {
    books: Arc<dyn Books>,
    read: WasRead,
}

#[async_trait]
impl Books for InformedBooks {
    async fn load(&self, wanted: &Wanted) -> Result<WorkingCopy, Unavailable> {
        self.books.load(wanted).await
    }

    async fn commit(&self, _: &Present, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        if let WasRead::InTheBeginning = self.read {
            let mut copy = WorkingCopy::default();
            [ANA, BIA].into_iter().for_each(|id| copy.add_account(account(id, OPENING)));
            match self.books.commit(&copy.read, changes).await {
                Err(CommitError::Conflict(_)) => {}
                committed => return committed,
            }
        }
        self.books.commit(&self.read_now(changes).await?.read, changes).await
    }
}

impl InformedBooks {
    async fn read_now(&self, changes: &[Change]) -> Result<WorkingCopy, Unavailable> {
        let transfers = changes.iter().flat_map(|change| &change.decision.transfers);
        let charges = changes.iter().filter_map(Change::charge);
        let wanted = Wanted {
            transfers: transfers.map(|next| (next.id, next.side)).collect(),
            accounts: changes.iter().flat_map(Change::accounts).collect(),
            charges: charges.map(|(account, txid)| (ChargeOf::Account(account), txid)).collect(),
            ..Wanted::default()
        };
        self.load(&wanted).await
    }
}

pub async fn on_books_that(read: WasRead, story: impl AsyncFnOnce(StoreUnderTest)) {
    on_postgres(async |mut bank: StoreUnderTest| {
        bank.books = Arc::new(InformedBooks { books: Arc::clone(&bank.books), read });
        story(bank).await;
    })
    .await;
}

/// As `on_both!`, and on PostgreSQL whenever it was read what a change was decided on.
macro_rules! whenever_it_was_read {
    ($($story:ident),+ $(,)?) => {
        testing::on_both!(crate::store_under_test; $($story),+);
        mod on_postgres_as_it_stands {
            $(#[tokio::test]
            async fn $story() {
                use crate::informed_books::{WasRead, on_books_that};
                on_books_that(WasRead::JustNow, super::$story).await;
            })+
        }
        mod on_postgres_as_it_was {
            $(#[tokio::test]
            async fn $story() {
                use crate::informed_books::{WasRead, on_books_that};
                on_books_that(WasRead::InTheBeginning, super::$story).await;
            })+
        }
    };
}
pub(crate) use whenever_it_was_read;
