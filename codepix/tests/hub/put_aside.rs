//! What was put aside, as those see it who sent it, and what the administration can do about it.

use crate::{
    http::{call, get},
    samples::*,
    test_hub::TestHub,
};
use axum::http::{Method, StatusCode};
use codepix_proto::{
    topic,
    v1::{DeadLetter as Shown, ListDeadLettersRequest, ListDeadLettersResponse},
};
use outbox::{DeadLetter, LETTERS_MAX, PAYLOAD_MAX};
use serde_json::json;
use tonic::{Code, Status};

/// A message of the bank `code` that was put aside.
fn letter(code: &str, message_id: &str) -> DeadLetter {
    DeadLetter {
        topic: topic::from_bank(code),
        message_id: message_id.into(),
        payload: vec![1, 255],
        reason: "the id belongs to another bank than the sender".into(),
    }
}

async fn hub_with(letters: Vec<DeadLetter>) -> TestHub {
    let hub = TestHub::start().await;
    hub.app.dead_letters.park(letters).await.unwrap();
    hub
}

async fn listed(
    hub: &TestHub,
    token: &'static str,
    after: i64,
    limit: i32,
) -> Result<ListDeadLettersResponse, Status> {
    let request = ListDeadLettersRequest { after, limit };
    Ok(hub.dead_letters(token).list_dead_letters(request).await?.into_inner())
}

#[tokio::test]
async fn a_bank_reads_why_its_own_messages_were_put_aside_and_nothing_of_others() {
    let hub = hub_with(vec![letter("001", "a"), letter("002", "b"), letter("001", "c")]).await;
    let ipe = listed(&hub, IPE_TOKEN, 0, 0).await.unwrap();
    let expected = Shown {
        number: 1,
        topic: from_ipe(),
        message_id: "a".into(),
        reason: "the id belongs to another bank than the sender".into(),
        count: 1,
        first_seen: Some(Default::default()),
        payload: vec![1, 255],
        cut: false,
    };
    assert_eq!((ipe.dead_letters.len(), &ipe.dead_letters[0], ipe.more), (2, &expected, false));
    let mare = get(&hub, "/dead-letters", MARE_TOKEN).await;
    let expected = json!({
        "number": 2, "topic": from_mare(), "message_id": "b", "count": 1, "payload_hex": "01ff",
        "reason": "the id belongs to another bank than the sender", "first_seen": "1970-01-01T00:00:00Z",
        "cut": false,
    });
    assert_eq!(mare.body, json!({ "dead_letters": [expected], "next_after": null, "not_kept": 0 }));
    assert_eq!(listed(&hub, ADMIN_TOKEN, 0, 0).await.unwrap().dead_letters.len(), 3);
    let all = get(&hub, "/dead-letters", ADMIN_TOKEN).await.body;
    assert_eq!(all["dead_letters"].as_array().unwrap().len(), 3);
    let nobody = listed(&hub, "token-of-nobody-at-all", 0, 0).await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
}

#[tokio::test]
async fn what_was_put_aside_is_read_page_by_page_and_what_was_not_kept_is_told() {
    let flood = (0..LETTERS_MAX + 7).map(|number| letter("001", &number.to_string()));
    let hub = hub_with(flood.collect()).await;
    let first = listed(&hub, IPE_TOKEN, 0, 2).await.unwrap();
    assert_eq!((first.dead_letters.len(), first.more, first.not_kept), (2, true, 7));
    let second = listed(&hub, IPE_TOKEN, first.dead_letters[1].number, 0).await.unwrap();
    assert_eq!((second.dead_letters[0].message_id.as_str(), second.dead_letters.len()), ("2", 50));
    for (after, limit) in [(-1, 1), (0, -1), (0, 51)] {
        let refused = listed(&hub, IPE_TOKEN, after, limit).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "after {after}, limit {limit}");
    }

    let mut seen = 0;
    let mut path = "/dead-letters?limit=100".to_owned();
    loop {
        let page = get(&hub, &path, ADMIN_TOKEN).await.body;
        seen += page["dead_letters"].as_array().unwrap().len();
        let Some(next) = page["next_after"].as_i64() else { break };
        path = format!("/dead-letters?limit=100&after={next}");
    }
    assert_eq!(i64::try_from(seen).unwrap(), LETTERS_MAX);
}

#[tokio::test]
async fn the_administration_gives_a_letter_another_try_or_throws_it_away() {
    let long = DeadLetter { payload: vec![7; PAYLOAD_MAX + 1], ..letter("001", "long") };
    let hub = hub_with(vec![letter("001", "a/b"), long]).await;
    let retry = async |number: i64, token| {
        call(&hub, Method::POST, "/dead-letters/retry", token, Some(json!({ "number": number }))).await
    };
    assert_eq!(retry(1, IPE_TOKEN).await.problem(), "forbidden");
    assert_eq!(retry(1, ADMIN_TOKEN).await.status, StatusCode::ACCEPTED);
    let gone = retry(1, ADMIN_TOKEN).await;
    assert_eq!((gone.status, gone.problem()), (StatusCode::NOT_FOUND, "not_found"));
    let cut = retry(2, ADMIN_TOKEN).await;
    assert_eq!((cut.status, cut.problem()), (StatusCode::CONFLICT, "cut"));

    let discard = async |path, token| call(&hub, Method::DELETE, path, token, None).await;
    assert_eq!(discard("/dead-letters/2", IPE_TOKEN).await.problem(), "forbidden");
    assert_eq!(discard("/dead-letters/x", ADMIN_TOKEN).await.problem(), "malformed");
    assert_eq!(discard("/dead-letters/2", ADMIN_TOKEN).await.status, StatusCode::NO_CONTENT);
    assert_eq!(discard("/dead-letters/2", ADMIN_TOKEN).await.problem(), "not_found");
}
