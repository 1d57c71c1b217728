//! What is asked of the system: by whom, and with what answer.

use axum::http::{Method, StatusCode};
use stage::journal::{Certificate, Entry, Node};

use crate::support::{PRESENTER, TOKEN, Theatre};

#[tokio::test]
async fn plugs_are_the_presenters() {
    let theatre = Theatre::open();
    let wrong = [("authorization", "Bearer fedcba9876543210")];
    for headers in [&[][..], &wrong[..], &[("cookie", "stage=fedcba9876543210")][..]] {
        let answer = theatre.ask(Method::POST, "/plugs/hub/kill", headers, "").await;
        assert_eq!(answer.problem(), (401, "no_token".into()));
    }
    assert_eq!(theatre.boards.asked(), [""; 0]);
    let bearer = format!("Bearer {TOKEN}");
    for headers in [&[("authorization", bearer.as_str())][..], &PRESENTER[..]] {
        let answer = theatre.ask(Method::POST, "/plugs/hub/kill", headers, "").await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
    }
    assert_eq!(theatre.boards.asked(), ["Kill hub", "Kill hub"]);
    assert_eq!(theatre.journal.last(), 1, "what was asked is not what was seen");
}

#[tokio::test]
async fn another_sites_page_pulls_no_plug_with_the_presenters_cookie() {
    let theatre = Theatre::open();
    for site in ["cross-site", "same-site", "anything"] {
        let headers = [PRESENTER[0], ("sec-fetch-site", site)];
        let answer = theatre.ask(Method::POST, "/plugs/hub/kill", &headers, "").await;
        assert_eq!(answer.problem(), (403, "cross_site".into()), "{site}");
    }
    assert_eq!(theatre.boards.asked(), [""; 0]);
}

#[tokio::test]
async fn the_printed_address_makes_a_browser_the_presenters() {
    let theatre = Theatre::open();
    let answer = theatre.get(&format!("/?token={TOKEN}"), &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(answer.header("set-cookie"), format!("stage={TOKEN}; Path=/; HttpOnly; SameSite=Strict"));
    assert_eq!(theatre.get("/?token=guess", &[]).await.problem(), (401, "no_token".into()));
}

#[tokio::test]
async fn a_plug_that_is_not_there_is_answered_with_those_that_are() {
    let theatre = Theatre::open();
    let answer = theatre.post("/plugs/003/kill", "").await;
    assert_eq!(answer.problem(), (404, "not_here".into()));
    assert!(
        answer.detail().ends_with("hub, 001, 002, kafka, postgres, web-001, web-002"),
        "{}",
        answer.detail()
    );
    let answer = theatre.post("/links/hub-hub/cut", "").await;
    assert!(
        answer
            .detail()
            .ends_with("hub-kafka, 001-kafka, 002-kafka, 001-hub, 002-hub, hub-pg, 001-pg, 002-pg"),
        "{}",
        answer.detail()
    );
    for (path, said) in [
        ("/plugs/hub/explode", "say kill, stop, start, freeze, thaw or wipe"),
        ("/plugs/hub/wipe", "POST /plugs/kafka/wipe"),
        ("/links/001-kafka/bend", "say cut, deaf, mute, slow or heal"),
        ("/arm/7", "steps 1 to 6"),
        ("/bugs/typo", "there is lost-refund"),
    ] {
        let answer = theatre.post(path, "").await;
        assert_eq!(answer.problem(), (404, "not_here".into()), "{path}");
        assert!(answer.detail().contains(said), "{path}: {}", answer.detail());
    }
    assert_eq!(theatre.post("/plugs/hub", "").await.problem(), (404, "no_route".into()));
    assert_eq!(theatre.get("/plugs/hub/kill", &[]).await.problem(), (405, "no_method".into()));
    assert_eq!(theatre.boards.asked(), [""; 0]);
}

#[tokio::test]
async fn what_cannot_be_done_now_is_a_conflict_and_says_why() {
    let answer = Theatre::open().post("/plugs/kafka/stop", "").await;
    assert_eq!(answer.problem(), (409, "not_now".into()));
    assert!(answer.detail().contains("wait until it is up"));
}

#[tokio::test]
async fn everything_that_can_be_asked_is_begun() {
    let theatre = Theatre::open();
    for (path, body) in [
        ("/plugs/kafka/wipe", ""),
        ("/plugs/web-002/thaw", ""),
        ("/links/001-kafka/deaf", ""),
        ("/links/hub-pg/heal", ""),
        ("/arm/4", r#"{"armed":true}"#),
        ("/speed", r#"{"speed":"slow"}"#),
        ("/bugs/lost-refund", ""),
        ("/load", r#"{"per_second":100}"#),
        ("/reset", ""),
    ] {
        assert_eq!(theatre.post(path, body).await.status, StatusCode::ACCEPTED, "{path}");
    }
    let asked = theatre.boards.asked().join(", ");
    let expected = "Wipe kafka, Thaw web-002, 001-kafka Deaf, hub-pg Whole, arm 4 true, Slow, bug lost-refund, load 100, reset";
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn a_step_is_armed_and_disarmed_by_the_same_press() {
    let theatre = Theatre::open();
    theatre.post("/arm/4", "").await;
    theatre.journal.append(Entry::Armed {
        step: 4,
        point: "hub.confirmed".into(),
        node: Node::Hub,
        armed: true,
    });
    theatre.post("/arm/4", "").await;
    assert_eq!(theatre.boards.asked(), ["arm 4 true", "arm 4 false"]);
}

#[tokio::test]
async fn a_body_that_says_nothing_of_use_is_a_problem() {
    let theatre = Theatre::open();
    for (path, body) in [
        ("/speed", ""),
        ("/speed", r#"{"speed":"warp"}"#),
        ("/load", r#"{"per_second":-1}"#),
        ("/load", "{"),
        ("/arm/4", "[]"),
    ] {
        assert_eq!(theatre.post(path, body).await.problem(), (400, "malformed".into()), "{path} {body}");
    }
    assert_eq!(theatre.boards.asked(), [""; 0]);
}

#[tokio::test]
async fn a_proof_is_answered_with_its_certificate_and_stands_in_the_journal() {
    let theatre = Theatre::open();
    let answer = theatre.post("/prove", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    let certificate: Certificate = serde_json::from_value(answer.json()).unwrap();
    assert!(certificate.is_genuine());
    assert_eq!(theatre.journal.recent(1)[0].entry, Entry::Proof { certificate });
}

#[tokio::test]
async fn the_talk_goes_on_for_everybody_who_looks() {
    let theatre = Theatre::open();
    assert_eq!(theatre.post("/scene/4", "").await.status, StatusCode::ACCEPTED);
    assert_eq!(theatre.journal.recent(1)[0].entry, Entry::Scene { number: 4 });
}
