//! How far one comes: the room's phones, the presenter's, and whoever takes something home.

use axum::http::{Method, StatusCode};
use stage::journal::{Entry, Node, ProcessState};

use crate::{
    house::House,
    support::{PRESENTER, process},
};

#[tokio::test]
async fn from_the_network_one_comes_to_the_rooms_pages_and_no_further() {
    let house = House::open().await;
    let stage = &house.theatre;
    let from =
        |path: &'static str, headers: &'static [(&str, &str)]| stage.ask_from([192, 0, 2, 7], path, headers);
    for open in ["/join", "/home", "/livez", "/favicon.svg", "/assets/audience.css"] {
        assert_eq!(from(open, &[]).await.status, StatusCode::OK, "{open}");
    }
    let answer = from("/", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/join"));
    for closed in ["/events", "/journal", "/remote", "/events?token=x"] {
        assert_eq!(from(closed, &[]).await.problem(), (401, "not_the_rooms".into()), "{closed}");
    }
    assert_eq!(from("/remote?token=wrong-wrong-wrong", &[]).await.problem(), (401, "no_token".into()));
    assert_eq!(from("/", &PRESENTER).await.status, StatusCode::OK);
    assert_eq!(from("/journal", &PRESENTER).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_presenters_phone_shows_the_scene_and_presses_what_the_deck_does() {
    let house = House::open().await;
    let stage = &house.theatre;
    let answer = stage.get(&format!("/remote?token={}", crate::support::TOKEN), &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/remote"));
    stage.journal.append(Entry::Scene { number: 4 });
    let english = [PRESENTER[0], ("accept-language", "en")];
    let page = stage.get("/remote", &english).await.body;
    for shown in [
        "The hub dies in mid-air",
        "action=\"/scene/5\"",
        "action=\"/scene/3\"",
        "action=\"/plugs/hub/kill\"",
        "action=\"/prove\"",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    stage.journal.append(process(Node::Hub, ProcessState::Killed));
    assert!(stage.get("/remote?at=9", &english).await.body.contains("action=\"/plugs/hub/start\""));
    let form = [PRESENTER[0], PRESENTER[1], ("accept", "text/html")];
    let answer = stage.ask(Method::POST, "/scene/5", &form, "").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/remote"));
    assert_eq!(stage.post("/scene/6", "").await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn the_page_tells_phones_where_to_come_and_the_remote_to_nobody_but_the_presenter() {
    let house = House::open().await;
    let host = ("host", "palco.local:3000");
    let page = house.theatre.get("/", &[host, PRESENTER[0]]).await.body;
    assert!(page.contains("\"join\":\"http://palco.local:3000/join\"") && page.contains("/remote?token="));
    let page = house.theatre.get("/", &[host]).await.body;
    assert!(
        page.contains("\"home\":\"http://palco.local:3000/home\"") && page.contains("\"remote\":null"),
        "{page}"
    );
    assert!(!page.contains(crate::support::TOKEN));
}

#[tokio::test]
async fn everybody_takes_the_certificate_and_the_recording_home() {
    let house = House::open().await;
    let stage = &house.theatre;
    assert!(stage.get("/home", &[]).await.body.contains("Ainda não houve prova"));
    stage.post("/prove", "").await;
    let page = stage.get("/home", &[("accept-language", "en")]).await.body;
    assert!(
        page.contains("The books are right.") && page.contains("balance is the sum of its postings"),
        "{page}"
    );
    let answer = stage.get("/recording", &[]).await;
    let policy = answer.header("content-security-policy");
    assert!(answer.status == 200 && policy.contains("sandbox allow-scripts"), "{}", answer.body);
    let file = &answer.body;
    assert!(
        file.contains("id=\"recording\" data-encoding=\"gzip\">H4sI") && file.contains("modules['stage.js']")
    );
    for other in ["src=\"/", "href=\"/assets", "url(\"fonts", "url(\"marks", "<iframe", crate::support::TOKEN]
    {
        assert!(!file.contains(other), "a recording needs no other file: {other}");
    }
}
