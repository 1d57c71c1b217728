//! The contract of the bank's memory of keys.

use crate::{samples::*, store_under_test::StoreUnderTest};
use bank_api::{
    adapters::postgres::PostgresKeys,
    application::{Intent::*, KeyStore as _, Wanted},
    domain::{AccountId, HeldKey, KeyStatus::*},
};
use sqlx::PgPool;
use std::time::Duration;
use uuid::Uuid;

testing::on_both!(
    crate::store_under_test;
    an_intent_is_read_as_it_was_written,
    a_key_an_entry_and_a_wish_for_a_random_key_stand_once,
    only_what_is_registering_becomes_active,
    only_an_active_key_is_paid_inside_the_bank,
    an_intent_asked_once_can_be_taken_back_and_one_asked_again_cannot,
    what_is_due_waits_for_its_age_and_is_then_asked_again,
    a_registration_is_forgotten_only_in_the_status_it_was_seen_in,
    an_entry_is_adopted_by_an_account_that_exists_and_only_once,
    keys_are_listed_in_order_page_by_page,
    an_account_that_is_closed_takes_no_key_and_gives_up_what_the_directory_has_for_it,
);

const LONG_AGO: Duration = Duration::ZERO;

async fn an_intent_is_read_as_it_was_written(StoreUnderTest { keys, .. }: StoreUnderTest) {
    let written = [
        held(1, MARIA, MARIA_CPF, Registering),
        held(2, BAKERY, BAKERY_CNPJ, Registering),
        held(3, MARIA, "+5511987654321", Registering),
        held(4, MARIA, "maria@example.com", Registering),
    ];
    for key in &written {
        assert_eq!(keys.intend(key).await.unwrap(), Written);
        assert_eq!(keys.find(key.key.as_ref().unwrap().as_str()).await.unwrap().as_ref(), Some(key));
    }
    assert_eq!(keys.intend(&undrawn(5, MARIA)).await.unwrap(), Written);
    let of_maria = keys.of_account(MARIA).await.unwrap();
    let expected = [&written[0], &written[2], &written[3], &undrawn(5, MARIA)].map(Clone::clone);
    assert_eq!(of_maria, expected);
    assert_eq!(keys.find("nobody@example.com").await.unwrap(), None);
}

async fn a_key_an_entry_and_a_wish_for_a_random_key_stand_once(StoreUnderTest { keys, .. }: StoreUnderTest) {
    let first = held(1, MARIA, "maria@example.com", Registering);
    assert_eq!(keys.intend(&first).await.unwrap(), Written);
    let anothers = HeldKey { account: JOAO, entry_id: Uuid::from_u128(2), ..first.clone() };
    assert_eq!(keys.intend(&anothers).await.unwrap(), Known);
    assert_eq!(keys.intend(&held(1, MARIA, "other@example.com", Registering)).await.unwrap(), Known);
    assert_eq!(keys.find("maria@example.com").await.unwrap(), Some(first));

    assert_eq!(keys.intend(&undrawn(3, MARIA)).await.unwrap(), Written);
    assert_eq!(keys.intend(&undrawn(4, MARIA)).await.unwrap(), Known);
    assert_eq!(keys.intend(&undrawn(5, JOAO)).await.unwrap(), Written);
    keys.activate(Uuid::from_u128(3), &key("123e4567-e89b-42d3-a456-426614174000")).await.unwrap();
    assert_eq!(keys.intend(&undrawn(6, MARIA)).await.unwrap(), Written, "the first has been drawn");
}

async fn only_what_is_registering_becomes_active(StoreUnderTest { keys, .. }: StoreUnderTest) {
    let wanted = held(1, MARIA, "maria@example.com", Registering);
    let name = key("maria@example.com");
    keys.activate(wanted.entry_id, &name).await.unwrap();
    assert_eq!(
        keys.find(name.as_str()).await.unwrap(),
        None,
        "an answer that comes late brings nothing back"
    );

    keys.intend(&wanted).await.unwrap();
    assert!(!keys.give_up(wanted.entry_id).await.unwrap(), "it is not active yet");
    keys.activate(wanted.entry_id, &name).await.unwrap();
    assert_eq!(keys.find(name.as_str()).await.unwrap(), Some(HeldKey { status: Active, ..wanted.clone() }));

    assert!(keys.give_up(wanted.entry_id).await.unwrap());
    keys.activate(wanted.entry_id, &name).await.unwrap();
    assert_eq!(keys.find(name.as_str()).await.unwrap(), Some(HeldKey { status: Removing, ..wanted }));
}

async fn only_an_active_key_is_paid_inside_the_bank(StoreUnderTest { keys, books, .. }: StoreUnderTest) {
    let wanted = held(1, MARIA, "maria@example.com", Registering);
    let ask = Wanted { keys: vec!["maria@example.com".into()], ..Wanted::default() };
    let paid = async || {
        let copy = books.load(&ask).await.unwrap();
        copy.payee("maria@example.com", None).map(|payee| (payee.entry_id, payee.account.id))
    };
    keys.intend(&wanted).await.unwrap();
    assert_eq!(paid().await, None);
    keys.activate(wanted.entry_id, &key("maria@example.com")).await.unwrap();
    assert_eq!(paid().await, Some((wanted.entry_id, MARIA)));
    keys.give_up(wanted.entry_id).await.unwrap();
    assert_eq!(paid().await, None);
    keys.withdraw(wanted.entry_id).await.unwrap();
    assert_eq!(paid().await, Some((wanted.entry_id, MARIA)));
    keys.forget(wanted.entry_id, Active).await.unwrap();
    assert_eq!(paid().await, None);
}

async fn an_intent_asked_once_can_be_taken_back_and_one_asked_again_cannot(
    StoreUnderTest { keys, .. }: StoreUnderTest,
) {
    let wanted = held(1, MARIA, "maria@example.com", Registering);
    keys.intend(&wanted).await.unwrap();
    assert!(keys.withdraw(wanted.entry_id).await.unwrap());
    assert_eq!(keys.of_account(MARIA).await.unwrap(), []);
    assert!(!keys.withdraw(wanted.entry_id).await.unwrap());
    assert_eq!(keys.ask_again(wanted.entry_id).await.unwrap(), None);

    keys.intend(&wanted).await.unwrap();
    assert_eq!(keys.ask_again(wanted.entry_id).await.unwrap(), Some(wanted.clone()));
    assert!(!keys.withdraw(wanted.entry_id).await.unwrap());
    keys.activate(wanted.entry_id, &key("maria@example.com")).await.unwrap();
    assert_eq!(keys.ask_again(wanted.entry_id).await.unwrap(), None, "it is settled");
    assert!(!keys.withdraw(wanted.entry_id).await.unwrap(), "it is settled");

    keys.give_up(wanted.entry_id).await.unwrap();
    assert!(keys.withdraw(wanted.entry_id).await.unwrap(), "the removal counts anew");
    assert_eq!(keys.of_account(MARIA).await.unwrap(), [HeldKey { status: Active, ..wanted.clone() }]);
    keys.give_up(wanted.entry_id).await.unwrap();
    let removing = HeldKey { status: Removing, ..wanted.clone() };
    assert_eq!(keys.ask_again(wanted.entry_id).await.unwrap(), Some(removing.clone()));
    assert!(!keys.withdraw(wanted.entry_id).await.unwrap());
    assert_eq!(keys.of_account(MARIA).await.unwrap(), [removing]);
}

async fn what_is_due_waits_for_its_age_and_is_then_asked_again(StoreUnderTest { keys, .. }: StoreUnderTest) {
    let [first, second, third] = [
        held(1, MARIA, "a@example.com", Registering),
        held(2, JOAO, "b@example.com", Registering),
        held(3, JOAO, "c@example.com", Registering),
    ];
    for key in [&first, &second, &third] {
        keys.intend(key).await.unwrap();
    }
    keys.activate(second.entry_id, &key("b@example.com")).await.unwrap();
    keys.activate(third.entry_id, &key("c@example.com")).await.unwrap();
    keys.give_up(third.entry_id).await.unwrap();

    let mut due = keys.due(LONG_AGO, 10).await.unwrap();
    due.sort_by_key(|held| held.entry_id);
    assert_eq!(due, [first.clone(), HeldKey { status: Removing, ..third.clone() }]);
    assert!(!keys.withdraw(first.entry_id).await.unwrap(), "it was asked again");
    assert!(!keys.withdraw(third.entry_id).await.unwrap(), "it was asked again");
    assert_eq!(keys.due(LONG_AGO, 1).await.unwrap().len(), 1);
}

async fn a_registration_is_forgotten_only_in_the_status_it_was_seen_in(
    StoreUnderTest { keys, .. }: StoreUnderTest,
) {
    let wanted = held(1, MARIA, "maria@example.com", Registering);
    keys.intend(&wanted).await.unwrap();
    keys.forget(wanted.entry_id, Active).await.unwrap();
    keys.forget(wanted.entry_id, Removing).await.unwrap();
    assert_eq!(keys.of_account(MARIA).await.unwrap(), std::slice::from_ref(&wanted));
    keys.forget(wanted.entry_id, Registering).await.unwrap();
    assert_eq!(keys.of_account(MARIA).await.unwrap(), []);
    assert_eq!(
        keys.intend(&held(2, JOAO, "maria@example.com", Registering)).await.unwrap(),
        Written,
        "the key is free"
    );
}

async fn an_entry_is_adopted_by_an_account_that_exists_and_only_once(
    StoreUnderTest { keys, .. }: StoreUnderTest,
) {
    let lost = held(1, MARIA, "maria@example.com", Active);
    assert!(keys.adopt(&lost).await.unwrap());
    assert_eq!(keys.of_account(MARIA).await.unwrap(), std::slice::from_ref(&lost));
    assert!(!keys.adopt(&lost).await.unwrap());
    assert!(!keys.adopt(&held(2, MARIA, "maria@example.com", Active)).await.unwrap());
    assert!(!keys.adopt(&held(3, AccountId(999_999), "x@example.com", Active)).await.unwrap());
    keys.intend(&undrawn(4, MARIA)).await.unwrap();
    let drawn = held(4, MARIA, "123e4567-e89b-42d3-a456-426614174000", Active);
    assert!(!keys.adopt(&drawn).await.unwrap(), "its registration is under way");
}

async fn keys_are_listed_in_order_page_by_page(StoreUnderTest { keys, .. }: StoreUnderTest) {
    let texts = ["+5511987654321", BAKERY_CNPJ, MARIA_CPF, "a@example.com", "b@example.com"];
    for (number, text) in (1..).zip(texts.into_iter().rev()) {
        keys.intend(&held(number, MARIA, text, Registering)).await.unwrap();
    }
    keys.intend(&undrawn(9, MARIA)).await.unwrap();
    let page = async |after: &str, limit| {
        let page = keys.page(after, limit).await.unwrap();
        page.into_iter().map(|held| held.key.unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(page("", 10).await, texts);
    assert_eq!(page("", 2).await, texts[..2]);
    assert_eq!(page(texts[1], 2).await, texts[2..4]);
    assert_eq!(page(texts[4], 2).await, Vec::<String>::new());
}

#[tokio::test]
async fn who_was_asked_just_now_is_not_due_yet() {
    crate::store_under_test::on_postgres(async |StoreUnderTest { keys, .. }: StoreUnderTest| {
        keys.intend(&held(1, MARIA, "maria@example.com", Registering)).await.unwrap();
        assert_eq!(keys.due(Duration::from_secs(3600), 10).await.unwrap(), []);
        assert_eq!(keys.due(LONG_AGO, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_hides_nothing_that_was_asked_before() {
    crate::store_under_test::on_database(async |pool: PgPool| {
        let keys = PostgresKeys(pool.clone());
        let asked = held(1, MARIA, "maria@example.com", Registering);
        keys.intend(&asked).await.unwrap();
        let ahead = "update pix_keys set asked_at = clock_timestamp() + interval '1 hour'";
        sqlx::query(ahead).execute(&pool).await.unwrap();
        assert_eq!(keys.due(Duration::from_secs(5), 10).await.unwrap(), [asked]);
        assert_eq!(keys.due(Duration::from_secs(5), 10).await.unwrap(), [], "it was asked a moment ago");
    })
    .await;
}

async fn an_account_that_is_closed_takes_no_key_and_gives_up_what_the_directory_has_for_it(
    bank: StoreUnderTest,
) {
    let keys = &bank.keys;
    let waiting = held(1, MARIA, "maria@example.com", Registering);
    keys.intend(&waiting).await.unwrap();
    bank.close(MARIA).await;
    assert_eq!(keys.intend(&held(2, MARIA, "m@example.com", Registering)).await.unwrap(), NoAccount);
    assert_eq!(keys.intend(&undrawn(3, AccountId(999_999))).await.unwrap(), NoAccount);

    keys.activate(waiting.entry_id, waiting.key.as_ref().unwrap()).await.unwrap();
    assert!(keys.adopt(&held(4, MARIA, MARIA_CPF, Active)).await.unwrap());
    let statuses = keys.of_account(MARIA).await.unwrap().into_iter().map(|held| held.status);
    assert_eq!(statuses.collect::<Vec<_>>(), [Removing, Removing]);
    assert_eq!(keys.due(LONG_AGO, 10).await.unwrap().len(), 2, "the hub is asked until they are gone");
}
