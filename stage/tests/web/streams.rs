//! The journal over HTTP: live, and read out.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use stage::journal::Entry;
use tokio::time::timeout;

use crate::support::Theatre;

/// Whatever is waited for comes within this.
const DEADLINE: Duration = Duration::from_secs(30);

/// What a browser has heard: id, event and data of each.
struct Stream {
    response: axum::response::Response,
    heard: String,
}

impl Stream {
    async fn open(theatre: &Theatre, path: &str, headers: &[(&str, &str)]) -> Stream {
        let response = theatre.begin(Method::GET, path, headers, "").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Stream { response, heard: String::new() }
    }

    /// The next event.
    async fn next(&mut self) -> (u64, String, Value) {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.heard = rest;
                if let Some(event) = read(&event) {
                    return event;
                }
                continue;
            }
            let more = timeout(DEADLINE, self.response.frame()).await.expect("an event").unwrap().unwrap();
            self.heard += std::str::from_utf8(more.data_ref().unwrap()).unwrap();
        }
    }

    async fn next_ids(&mut self, count: usize) -> Vec<u64> {
        let mut ids = Vec::new();
        while ids.len() < count {
            ids.push(self.next().await.0);
        }
        ids
    }
}

fn read(event: &str) -> Option<(u64, String, Value)> {
    let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    Some((
        field("id:")?.parse().unwrap(),
        field("event:")?.into(),
        serde_json::from_str(field("data:")?).unwrap(),
    ))
}

/// Lines 2 and on are scenes.
fn of_scenes(count: usize) -> Theatre {
    let theatre = Theatre::open();
    for _ in 0..count {
        theatre.journal.append(Entry::Scene { number: 1 });
    }
    theatre
}

#[tokio::test]
async fn a_browser_hears_everything_from_the_ground_on_and_then_what_comes() {
    let theatre = of_scenes(2);
    let mut stream = Stream::open(&theatre, "/events", &[]).await;
    let (id, event, data) = stream.next().await;
    assert_eq!((id, event.as_str(), &data["name"]), (1, "ground", &Value::from("CodePix")));
    assert_eq!(stream.next_ids(2).await, [2, 3]);
    theatre.journal.append(Entry::Scene { number: 3 });
    let (id, event, data) = stream.next().await;
    assert_eq!(
        (id, event.as_str(), &data["n"], &data["number"]),
        (4, "scene", &Value::from(4), &Value::from(3))
    );
}

#[tokio::test]
async fn a_browser_that_was_away_catches_up_from_its_last_number() {
    let theatre = of_scenes(5);
    let mut stream = Stream::open(&theatre, "/events?from=1", &[("last-event-id", "4")]).await;
    assert_eq!(stream.next_ids(2).await, [5, 6]);
    let mut stream = Stream::open(&theatre, "/events?from=6", &[]).await;
    assert_eq!(stream.next_ids(1).await, [6]);
}

#[tokio::test]
async fn a_browser_of_the_stage_before_begins_anew() {
    let mut stream = Stream::open(&of_scenes(2), "/events", &[("last-event-id", "9000")]).await;
    assert_eq!(stream.next().await.1, "ground");
}

#[tokio::test]
async fn streams_end_with_the_stage() {
    let theatre = of_scenes(1);
    let stream = Stream::open(&theatre, "/events", &[]).await;
    theatre.stop.cancel();
    timeout(DEADLINE, stream.response.into_body().collect()).await.expect("it ends").unwrap();
}

#[tokio::test]
async fn the_journal_is_read_out_from_any_line_to_the_last() {
    let theatre = of_scenes(300);
    let answer = theatre.get("/journal?from=42", &[]).await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let numbers: Vec<u64> = answer
        .body
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["n"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, (42..=301).collect::<Vec<_>>());
    assert_eq!(theatre.get("/journal", &[]).await.body.lines().count(), 301);
    assert_eq!(theatre.get("/journal?from=302", &[]).await.body, "");
    assert_eq!(theatre.get("/journal?from=soon", &[]).await.problem(), (400, "malformed".into()));
}
