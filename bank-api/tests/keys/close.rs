//! An account closes: its keys go first, whatever the line to the hub does.

use crate::{
    faulty_hub::{Fate, FaultyHub},
    fixture::Fixture,
    samples::*,
    store_under_test::on_database,
};
use bank_api::{
    adapters::postgres::{PostgresAccounts, PostgresBooks, PostgresKeys},
    application::{AntiScan, CloseRefusal, Hub as _, Intent, KeyPorts, KeyRefusal, KeyStore as _, Keys},
    domain::{KeyStatus::*, LookupLimits},
};
use engine::{system_clock, system_entropy};
use sqlx::PgPool;
use std::sync::Arc;

const MAIL: &str = "maria@example.com";

fn keys(pool: &PgPool, hub: &FaultyHub) -> Keys {
    let ports = KeyPorts {
        store: Arc::new(PostgresKeys(pool.clone())),
        books: Arc::new(PostgresBooks::new(pool.clone())),
        hub: Arc::new(hub.clone()),
        bank: ipe(),
        clock: system_clock(),
        entropy: system_entropy(),
    };
    Keys::new(ports, Arc::new(AntiScan::new(LookupLimits::default())))
}

#[tokio::test]
async fn an_account_that_closes_gives_up_all_its_keys_and_its_holder_registers_them_at_another_bank() {
    on_database(async |pool| {
        let (store, hub) = (PostgresAccounts(pool.clone()), FaultyHub::new(ipe()));
        let keys = keys(&pool, &hub);
        keys.register(MARIA, &email(MAIL)).await.unwrap();
        hub.fates([Fate::AnswerLost, Fate::RequestLost]);
        for wish in [random(), email("m@example.com")] {
            assert_eq!(keys.register(MARIA, &wish).await.unwrap().status, Registering);
        }
        keys.close(&store, MARIA).await.unwrap();
        assert_eq!(keys.list(MARIA).await.unwrap(), []);
        assert_eq!(hub.list("", 10).await.unwrap().entries, []);
        assert_eq!(keys.look_up(JOAO, &key(MAIL)).await, Err(KeyRefusal::Nobody));
        assert_eq!(keys.register(MARIA, &email(MAIL)).await, Err(KeyRefusal::Closed));
        assert!(matches!(keys.close(&store, MARIA).await, Err(CloseRefusal::NotOpen)));

        let elsewhere = Fixture::new();
        elsewhere.register_elsewhere(&key(MAIL)).await;
    })
    .await;
}

#[tokio::test]
async fn without_the_hubs_word_an_account_stays_open_and_closes_when_it_is_asked_again() {
    on_database(async |pool| {
        let (store, hub) = (PostgresAccounts(pool.clone()), FaultyHub::new(ipe()));
        let keys = keys(&pool, &hub);
        keys.register(MARIA, &email(MAIL)).await.unwrap();
        hub.fates([Fate::NotReached]);
        let away = keys.close(&store, MARIA).await.unwrap_err();
        assert!(away.to_string().contains("then close it again"), "{away}");
        assert_eq!(keys.list(MARIA).await.unwrap()[0].status, Active, "the hub was certainly not reached");
        hub.fates([Fate::RequestLost]);
        assert!(matches!(keys.close(&store, MARIA).await, Err(CloseRefusal::Keys(KeyRefusal::HubAway))));
        assert_eq!(keys.list(MARIA).await.unwrap()[0].status, Removing);
        keys.close(&store, MARIA).await.unwrap();
        assert_eq!(hub.entry_id(MAIL).await, None);
    })
    .await;
}

#[tokio::test]
async fn with_money_on_it_an_account_keeps_its_keys() {
    on_database(async |pool| {
        let (store, hub) = (PostgresAccounts(pool.clone()), FaultyHub::new(ipe()));
        let keys = keys(&pool, &hub);
        keys.register(MARIA, &email(MAIL)).await.unwrap();
        sqlx::query("update accounts set balance_cents = 1").execute(&pool).await.unwrap();
        assert!(matches!(keys.close(&store, MARIA).await, Err(CloseRefusal::Money)));
        assert_eq!(keys.list(MARIA).await.unwrap()[0].status, Active);
    })
    .await;
}

#[tokio::test]
async fn of_a_close_and_a_registration_at_the_same_moment_only_one_comes_through() {
    on_database(async |pool| {
        for round in 0..20 {
            let reopen = "update accounts set open = true where id = $1";
            sqlx::query(reopen).bind(MARIA.0).execute(&pool).await.unwrap();
            let (store, hub) = (PostgresAccounts(pool.clone()), FaultyHub::new(ipe()));
            let rows = PostgresKeys(pool.clone());
            let wanted = held(round, MARIA, MAIL, Registering);
            let bank = keys(&pool, &hub);
            let (closed, intended) = tokio::join!(bank.close(&store, MARIA), rows.intend(&wanted));
            if closed.is_ok() && intended.unwrap() == Intent::Written {
                assert_eq!(rows.of_account(MARIA).await.unwrap(), [], "it was written first, and given up");
            }
            rows.forget(wanted.entry_id, Registering).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn an_account_that_closed_with_a_key_of_old_is_looked_up_in_vain_and_the_hub_is_told() {
    let fixture = Fixture::new();
    let held = fixture.register(MARIA, &email(MAIL)).await;
    fixture.books.rows().accounts.get_mut(&MARIA).unwrap().open = false;
    assert_eq!(fixture.keys().look_up(JOAO, &key(MAIL)).await, Err(KeyRefusal::Nobody));
    // Even where the bank has forgotten it.
    fixture.store.forget(held.entry_id, Active).await.unwrap();
    assert_eq!(fixture.keys().look_up(JOAO, &key(MAIL)).await, Err(KeyRefusal::Nobody));
    fixture.reconcile().await;
    fixture.reconcile().await;
    assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, None));
}
