//! The journal by itself: its numbers, its readers, and what it keeps.

use std::{pin::pin, thread};

use futures::StreamExt as _;
use serde_json::json;
use stage::journal::{Entry, Journal, Kind, Line, Node, ProcessState};

use crate::{
    boards::certificate,
    support::{commit, ground, journal, keeping, message, place, process},
};

async fn numbers(journal: &Journal, from: u64) -> Vec<u64> {
    journal.until_now(from).map(|line| line.n).collect().await
}

fn scenes(journal: &Journal, count: usize) {
    for _ in 0..count {
        journal.append(Entry::Scene { number: 1 });
    }
}

async fn take(journal: &Journal, from: u64, count: usize) -> Vec<Line> {
    journal.from(from).take(count).collect().await
}

#[tokio::test]
async fn numbers_have_no_gaps_however_many_write() {
    let journal = journal();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| scenes(&journal, 500));
        }
    });
    assert_eq!(journal.last(), 2000);
    assert_eq!(numbers(&journal, 1).await, (1..=2000).collect::<Vec<_>>());
    let times: Vec<_> = take(&journal, 1, 2000).await.iter().map(|line| line.at).collect();
    assert!(times.is_sorted(), "later numbers have later times");
}

#[tokio::test]
async fn a_slow_reader_loses_nothing() {
    let journal = journal();
    let mut reader = pin!(journal.from(1));
    journal.append(Entry::Ground(ground()));
    assert_eq!(reader.next().await.unwrap().n, 1);
    for offset in 0..5000 {
        journal.append(message("E1", Kind::Requested, offset));
    }
    let rest: Vec<u64> = reader.take(5000).map(|line| line.n).collect().await;
    assert_eq!(rest, (2..=5001).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_reader_goes_on_where_it_left_off_and_then_hears_what_comes() {
    let journal = journal();
    scenes(&journal, 3);
    let mut reader = pin!(journal.from(3));
    assert_eq!(reader.next().await.unwrap().n, 3);
    let next = tokio::join!(reader.next(), async { journal.append(Entry::Scene { number: 4 }) }).0.unwrap();
    assert_eq!((next.n, next.entry), (4, Entry::Scene { number: 4 }));
}

#[tokio::test]
async fn who_comes_too_late_gets_the_ground_and_what_was_so_first() {
    let journal = keeping(10);
    journal.append(process(Node::Hub, ProcessState::Up));
    journal.append(Entry::Ground(ground()));
    journal.append(process(Node::Hub, ProcessState::Killed));
    journal.append(commit("E1", "001", 1, "pending"));
    for number in 0..20 {
        journal.append(Entry::Customer { number, place: place("001"), name: "Ana".into(), waiting: false });
    }
    journal.append(process(Node::Hub, ProcessState::Up));
    let lines: Vec<Line> = take(&journal, 1, 3 + 11 + 10).await;
    assert!(matches!(lines[0].entry, Entry::Ground(_)) && lines[0].n == 2, "{lines:?}");
    assert_eq!(
        lines[1].entry,
        process(Node::Hub, ProcessState::Killed),
        "as it was when the kept lines begin"
    );
    assert_eq!(lines[2].entry, commit("E1", "001", 1, "pending"), "a transfer that has not ended");
    let kept: Vec<u64> = lines[14..].iter().map(|line| line.n).collect();
    assert_eq!(kept, (16..=25).collect::<Vec<_>>());
    assert_eq!(lines[23].entry, process(Node::Hub, ProcessState::Up));
    assert_eq!(numbers(&journal, 20).await, (20..=25).collect::<Vec<_>>(), "who was there needs none of it");
}

#[tokio::test]
async fn a_transfer_that_has_ended_is_not_present_and_late_news_do_not_bring_it_back() {
    let journal = journal();
    journal.append(message("E1", Kind::Requested, 0));
    journal.append(commit("E1", "001", 1, "pending"));
    assert_eq!(journal.present(9).len(), 2);
    journal.append(commit("E1", "hub", 6, "completed"));
    journal.append(commit("E1", "001", 5, "completed"));
    journal.append(message("E1", Kind::Completed, 1));
    assert_eq!(journal.present(9), []);
}

#[test]
fn a_line_says_its_number_its_time_and_what_it_is_beside_its_fields() {
    let journal = journal();
    journal.append(message("E1", Kind::Requested, 7));
    let line = &journal.recent(1)[0];
    let expected = json!({
        "n": 1, "at": "2026-11-28T12:00:00.000Z", "what": "message", "topic": "codepix.from.001", "partition": 0,
        "offset": 7, "key": "E1", "end_to_end_id": "E1", "kind": "requested", "body": { "amount_cents": 8000 },
        "traceparent": null, "again": false,
    });
    assert_eq!(serde_json::to_value(line).unwrap(), expected);
}

#[test]
fn every_kind_of_line_reads_as_it_was_written() {
    let lines = [
        json!({ "what": "ground", "name": "CodePix", "one_process": true, "issued_cents": 1, "banks": [] }),
        json!({ "what": "unreadable", "topic": "t", "partition": 0, "offset": 3, "bytes": 9 }),
        json!({ "what": "position", "group": "hub", "topic": "t", "partition": 0, "offset": 3 }),
        json!({ "what": "wiped", "topic": "t" }),
        json!({ "what": "process", "node": "web-001", "pid": 7, "state": "frozen", "since": "2026-11-28T12:00:00Z", "bug": "lost-refund" }),
        json!({ "what": "link", "link": "001-kafka", "state": "deaf", "since": "2026-11-28T12:00:00Z" }),
        json!({ "what": "money", "snapshot_ms": 3, "issued_cents": 10, "banks": { "001": 4, "002": 5 }, "underway_cents": 1,
                "accepted": 1, "completed": 0, "refunded": 0, "waiting": { "hub": 1 }, "unanswered": null }),
        json!({ "what": "rate", "topics": { "t": 1.5 }, "transfers_per_second": 0.5, "p50_ms": 11.6, "p99_ms": null }),
        json!({ "what": "armed", "step": 4, "point": "hub.confirmed", "node": "hub", "armed": true }),
        json!({ "what": "speed", "speed": "slow" }),
        json!({ "what": "customer", "number": 63, "place": "002", "name": "Ana", "waiting": true }),
        json!({ "what": "scene", "number": 4 }),
    ];
    for written in lines {
        let entry: Entry = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(written["what"], entry.what());
        let journal = journal();
        journal.append(entry.clone());
        assert_eq!(journal.recent(1)[0].entry, entry, "{written}");
        assert_eq!(serde_json::to_value(&entry).unwrap(), written);
    }
}

#[test]
fn a_certificate_that_was_changed_is_not_genuine() {
    let sealed = certificate().sealed();
    assert_eq!(sealed.sha256.len(), 64);
    let saved = serde_json::to_string(&sealed).unwrap();
    let mut read: stage::journal::Certificate = serde_json::from_str(&saved).unwrap();
    assert!(read.is_genuine());
    read.figures.completed += 1;
    assert!(!read.is_genuine());
}
