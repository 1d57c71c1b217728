//! Accounts: when one may be closed, what ends with it, and what its holder may do afterwards.

use crate::{
    samples::*,
    store_under_test::{StoreUnderTest, on_database},
};
use bank_api::{
    adapters::postgres::PostgresAccounts,
    application::{Accounts as _, Change, Closing, NotOpened, Opening},
    domain::{AccountId, Decision, HeldKey, KeyStatus, PinChange, PinState},
};
use pix::{Cents, KeyKind, PersonName};
use sqlx::{Connection as _, PgConnection, PgPool};
use uuid::Uuid;

testing::on_both!(
    crate::store_under_test;
    an_account_is_closed_without_money_on_it_or_on_its_way_and_without_keys,
    who_closed_an_account_may_open_another_and_logs_in_to_that,
    a_locked_pin_is_unlocked,
);

/// Somebody with Ana's tax id asks for an account.
fn again(id: i64) -> Opening {
    Opening {
        id: AccountId(id),
        name: PersonName::parse("Ana Lima").unwrap(),
        tax_id: "52998224725".parse().unwrap(),
        email: "ana@example.com".into(),
        password_hash: "new".into(),
        pin_digest: PIN,
        balance: Cents::ZERO,
    }
}

async fn an_account_is_closed_without_money_on_it_or_on_its_way_and_without_keys(bank: StoreUnderTest) {
    let StoreUnderTest { accounts, sessions, keys, .. } = &bank;
    sessions.start(&[1; 32], ANA, 1).await.unwrap();
    assert_eq!(accounts.close(ANA).await.unwrap(), Closing::Money, "it is on it");
    let (transfer, change) = sent(1, OPENING);
    bank.commit(&[change]).await.unwrap();
    assert_eq!(accounts.close(ANA).await.unwrap(), Closing::Money, "it is on its way");
    bank.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
    let waiting = HeldKey {
        entry_id: Uuid::from_u128(1),
        account: ANA,
        kind: KeyKind::Random,
        key: None,
        status: KeyStatus::Registering,
        created_at: now(),
    };
    keys.intend(&waiting).await.unwrap();
    assert_eq!(accounts.close(ANA).await.unwrap(), Closing::Keys);
    assert!(keys.withdraw(waiting.entry_id).await.unwrap());
    assert_eq!(sessions.account(&[1; 32]).await.unwrap(), Some(ANA));
    assert_eq!(accounts.close(ANA).await.unwrap(), Closing::Closed);
    assert_eq!(accounts.close(ANA).await.unwrap(), Closing::NotOpen);
    assert_eq!(sessions.account(&[1; 32]).await.unwrap(), None);
    sessions.start(&[2; 32], ANA, 1).await.unwrap();
    assert_eq!(
        sessions.account(&[2; 32]).await.unwrap(),
        None,
        "a log-in at the same moment is worth nothing"
    );
    assert_eq!(sessions.live(ANA).await.unwrap(), [[0; 32]; 0]);
}

async fn who_closed_an_account_may_open_another_and_logs_in_to_that(bank: StoreUnderTest) {
    let accounts = &bank.accounts;
    assert!(matches!(accounts.open(&again(100_003)).await, Err(NotOpened::TaxIdTaken)));
    let others = Opening { tax_id: "98765432100".parse().unwrap(), ..again(100_003) };
    assert!(matches!(accounts.open(&others).await, Err(NotOpened::EmailTaken)));
    let (transfer, change) = sent(1, OPENING);
    bank.commit(&[change]).await.unwrap();
    bank.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
    assert_eq!(accounts.close(ANA).await.unwrap(), Closing::Closed);
    assert_eq!(accounts.credentials("52998224725").await.unwrap(), None);
    accounts.open(&again(100_003)).await.unwrap();
    for login in ["52998224725", "ana@example.com"] {
        let found = accounts.credentials(login).await.unwrap();
        assert_eq!(found, Some((AccountId(100_003), "new".into())));
    }
    assert!(matches!(accounts.open(&again(100_004)).await, Err(NotOpened::TaxIdTaken)));
    assert!(!accounts.view(ANA).await.unwrap().unwrap().open);
}

async fn a_locked_pin_is_unlocked(bank: StoreUnderTest) {
    let after = PinState { failures: 5, locked_until: Some(now()) };
    let pin = Some(PinChange { account: ANA, before: PinState::default(), after });
    let locked = Change { decision: Decision { pin, ..Decision::default() }, ..Change::default() };
    bank.commit(&[locked]).await.unwrap();
    assert_eq!(bank.account(ANA).await.pin.state, after);
    assert!(bank.accounts.unlock(ANA).await.unwrap());
    assert_eq!(bank.account(ANA).await.pin.state, PinState::default());
    assert!(!bank.accounts.unlock(AccountId(999_999)).await.unwrap());
}

/// Does anybody wait for a lock?
async fn waits(pool: &PgPool) -> bool {
    let waiting = "select exists (select from pg_locks where not granted)";
    sqlx::query_scalar(waiting).fetch_one(pool).await.unwrap()
}

#[tokio::test]
async fn a_close_that_meets_a_payment_and_a_receipt_in_one_batch_sees_that_money_is_on_its_way() {
    on_database(async |pool| {
        let store = PostgresAccounts(pool.clone());
        sqlx::query("update accounts set balance_cents = 0").execute(&pool).await.unwrap();
        let url = pool.connect_options();
        let mut batch = PgConnection::connect_with(&url).await.unwrap();
        let mut batch = batch.begin().await.unwrap();
        sqlx::query("update accounts set balance_cents = balance_cents where id = $1")
            .bind(ANA.0)
            .execute(&mut *batch)
            .await
            .unwrap();
        sqlx::query(
            "insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description, inside,
                 idempotency_key, idempotency_hash, pending_at, version)
             values ($1, 'out', $2, 'pending', 10, 'k', '', false, 'once', '\\x01', now(), 1)",
        )
        .bind(order(1, 10).id.as_str())
        .bind(ANA.0)
        .execute(&mut *batch)
        .await
        .unwrap();
        let closing = tokio::spawn(async move { store.close(ANA).await });
        while !waits(&pool).await {
            tokio::task::yield_now().await;
        }
        batch.commit().await.unwrap();
        assert_eq!(closing.await.unwrap().unwrap(), Closing::Money);
    })
    .await;
}
