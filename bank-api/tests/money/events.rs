//! A customer's events: the present state, what changes, and nothing after the session's end.

use crate::{
    fixture::{ANAS_TOKEN, Fixture, request, with_bank},
    samples::*,
    store_under_test::StoreUnderTest,
};
use axum::body::{Body, BodyDataStream};
use bank_api::application::{Command, HubMessage, token_hash};
use futures::StreamExt as _;
use serde_json::{Value, json};
use sqlx::PgPool;
use std::{sync::atomic::Ordering, time::Duration};
use tokio::time::timeout;
use tower::ServiceExt as _;

/// A stream of events, as a browser reads it.
struct Reader {
    body: BodyDataStream,
    text: String,
}

#[derive(Debug)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

impl Reader {
    async fn open(fixture: &Fixture, last_event_id: Option<&str>) -> Self {
        let mut request = request("GET", "/accounts/me/events");
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let answer = fixture.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        Self { body: answer.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event; None when the stream has ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
                let (name, id) = (field("event: ").to_owned(), field("id: ").to_owned());
                let data = serde_json::from_str(field("data: ")).unwrap_or_default();
                self.text = rest.to_owned();
                if !name.is_empty() {
                    return Some(Event { name, id, data });
                }
                continue;
            }
            let frame = timeout(Duration::from_secs(10), self.body.next()).await.expect("something is told");
            self.text.push_str(std::str::from_utf8(&frame?.unwrap()).unwrap());
        }
    }

    async fn balance(&mut self) -> (i64, String) {
        let event = self.next().await.expect("the stream goes on");
        assert!(event.name == "balance" && event.data["as_of"].is_string(), "{event:?}");
        (event.data["balance_cents"].as_i64().unwrap(), event.id)
    }

    async fn transfer(&mut self) -> Event {
        let event = self.next().await.expect("the stream goes on");
        assert_eq!(event.name, "transfer", "{event:?}");
        event
    }
}

async fn send(fixture: &Fixture, cents: i64) -> String {
    let body = json!({ "key": "caio@example.com", "amount_cents": cents, "pin": "1234" });
    let request = request("POST", "/transfers").header("idempotency-key", format!("k{cents}"));
    let sent = fixture.answer(request.body(Body::from(body.to_string())).unwrap()).await;
    sent.body["end_to_end_id"].as_str().unwrap().to_owned()
}

fn verdict(id: &str) -> Command {
    Command::Hub(HubMessage::Settlement(id.parse().unwrap(), confirmed()))
}

#[tokio::test]
async fn a_payment_is_seen_to_leave_and_to_arrive_and_money_to_come_in() {
    with_bank(async |fixture: Fixture, _| {
        let mut reader = Reader::open(&fixture, None).await;
        assert_eq!(reader.balance().await.0, OPENING);
        let id = send(&fixture, 100).await;
        let sent = reader.transfer().await;
        assert_eq!((&sent.data["end_to_end_id"], &sent.data["status"]), (&json!(id), &json!("pending")));
        assert_eq!(reader.balance().await.0, OPENING - 100);

        fixture.hear(vec![verdict(&id)]).await;
        let arrived = reader.transfer().await;
        assert_eq!(
            (&arrived.data["status"], &arrived.data["payee"]["name"]),
            (&json!("completed"), &json!("Caio Melo"))
        );
        fixture.hear(vec![brought(forwarded(1, 30, ANA))]).await;
        assert_eq!(reader.transfer().await.data["direction"], "in");
        assert_eq!(reader.balance().await.0, OPENING - 70);
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_is_told_what_he_missed_and_what_may_have_been_under_way_then() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        let id = send(&fixture, 100).await;
        let mut reader = Reader::open(&fixture, None).await;
        let (_, left_at) = reader.balance().await;
        drop(reader);
        fixture.hear(vec![verdict(&id)]).await;
        fixture.hear(vec![brought(forwarded(1, 30, ANA))]).await;
        // The batch began long before he left, and was committed long after; or the clock went back.
        for early in [
            "update postings set at = at - interval '1 hour'",
            "update transfers set updated_at = updated_at - interval '1 hour'",
        ] {
            sqlx::query(early).execute(&pool).await.unwrap();
        }
        let mut back = Reader::open(&fixture, Some(&left_at)).await;
        let (first, second) = (back.transfer().await, back.transfer().await);
        let mut told = [&first, &second].map(|event| event.data["amount_cents"].as_i64().unwrap());
        told.sort_unstable();
        assert_eq!(told, [30, 100]);
        assert_eq!([&first.data["status"], &second.data["status"]], [&json!("completed"); 2]);
        // Who breaks off in between has not been told all yet.
        assert_eq!([&first.id, &second.id], [&left_at; 2]);
        let (balance, id) = back.balance().await;
        assert!(balance == OPENING - 70 && id != left_at, "{id}");
    })
    .await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        let mut reader = Reader::open(&fixture, None).await;
        reader.balance().await;
        assert_eq!(fixture.ask("DELETE", "/sessions/current").await.status.as_u16(), 204);
        assert!(reader.next().await.is_none(), "logged out");

        fixture.sessions.start(&token_hash(ANAS_TOKEN), ANA, 1).await.unwrap();
        let mut reader = Reader::open(&fixture, None).await;
        reader.balance().await;
        sqlx::query("update sessions set expires_at = now()").execute(&pool).await.unwrap();
        fixture.hear(vec![brought(forwarded(1, 30, ANA))]).await;
        assert!(reader.next().await.is_none(), "expired");
        assert_eq!(fixture.ask("GET", "/accounts/me/events").await.problem(), (401, "no_session"));
    })
    .await;
}

#[tokio::test]
async fn another_instances_word_wakes_a_stream_and_so_does_a_word_that_names_nobody() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        let mut reader = Reader::open(&fixture, None).await;
        reader.balance().await;
        let elsewhere = StoreUnderTest::postgres(&pool);
        for (number, word) in [(1, vec![ANA]), (2, vec![])] {
            elsewhere.commit(&[received(number, 10, ANA)]).await.unwrap();
            fixture.changed.send(word.into()).unwrap();
            assert_eq!(reader.transfer().await.data["amount_cents"], 10);
            reader.balance().await;
        }
        fixture.stop.cancel();
        assert!(reader.next().await.is_none(), "the bank stops");
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_away_is_said_at_once_and_waited_for_later() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        let mut reader = Reader::open(&fixture, None).await;
        reader.balance().await;
        sqlx::query("alter table sessions rename to gone").execute(&pool).await.unwrap();
        let refused = fixture.ask("GET", "/accounts/me/events").await;
        assert_eq!((refused.problem(), refused.header("retry-after")), ((503, "unavailable"), "1"));
        // Nobody by name: every stream looks, and fails.
        fixture.changed.send([].into()).unwrap();
        sqlx::query("alter table gone rename to sessions").execute(&pool).await.unwrap();
        fixture.hear(vec![brought(forwarded(1, 30, ANA))]).await;
        assert_eq!(reader.transfer().await.data["amount_cents"], 30);
    })
    .await;
}

#[tokio::test]
async fn a_last_event_id_that_no_event_had_is_refused() {
    with_bank(async |fixture: Fixture, _| {
        for id in ["", "-1", "yesterday", "1.2.3", "1970-01-01T00:00:00Z", "9999999999999999999"] {
            let request = request("GET", "/accounts/me/events").header("last-event-id", id);
            let refused = fixture.answer(request.body(Body::empty()).unwrap()).await;
            assert_eq!(refused.problem(), (400, "malformed"), "{id:?}");
        }
        for id in ["0", "0.0", "999999999999999999", "7.9999999999999999"] {
            assert_eq!(Reader::open(&fixture, Some(id)).await.balance().await.0, OPENING);
        }
    })
    .await;
}

#[tokio::test]
async fn however_many_streams_look_on_at_an_account_each_change_is_read_once() {
    with_bank(async |fixture: Fixture, _| {
        let mut readers = Vec::new();
        for _ in 0..8 {
            readers.push(Reader::open(&fixture, None).await);
        }
        for reader in &mut readers {
            reader.balance().await;
        }
        let before = fixture.looks.load(Ordering::Relaxed);
        fixture.hear(vec![brought(forwarded(1, 30, ANA))]).await;
        fixture.hear(vec![brought(forwarded(2, 30, BIA))]).await;
        for reader in &mut readers {
            assert_eq!(reader.transfer().await.data["amount_cents"], 30);
            assert_eq!(reader.balance().await.0, OPENING + 30);
        }
        assert_eq!(fixture.looks.load(Ordering::Relaxed) - before, 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_has_eight_streams_and_the_oldest_ends_for_the_ninth_and_says_why() {
    with_bank(async |fixture: Fixture, _| {
        let mut oldest = Reader::open(&fixture, None).await;
        oldest.balance().await;
        let mut others = Vec::new();
        for _ in 0..8 {
            others.push(Reader::open(&fixture, None).await);
        }
        let end = oldest.next().await.expect("it says that it ends");
        assert_eq!(end.name, "end");
        assert!(oldest.next().await.is_none());
        // One that left made room.
        drop(others.pop());
        others.push(Reader::open(&fixture, None).await);
        fixture.hear(vec![brought(forwarded(1, 30, ANA))]).await;
        for reader in &mut others {
            while reader.next().await.expect("the stream goes on").name != "transfer" {}
        }
    })
    .await;
}
