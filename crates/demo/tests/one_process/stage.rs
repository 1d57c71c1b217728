//! The system on stage: whatever happens stands in the journal, in its order, and nothing that did not.

use crate::{
    customer::{HEALED, until},
    show::{Show, TOKEN, commit_of, message_of, opened},
};
use ::stage::{
    boards::{Boards as _, Pull, Refused},
    journal::{Entry, Kind, Message, Node, Place, ProcessState, Speed},
};
use codepix_demo::stage::lock;
use listener::{Bounds, Limits, Listener};
use reqwest::Client;
use std::time::Duration;

#[tokio::test]
async fn a_pix_is_seen_with_its_six_commits_and_each_message_between_them() {
    let show = Show::open().await;
    let id = show.ana.send(&show.key, 1_000, "one").await;
    show.until_closed(&id).await;

    let told: Vec<_> = show
        .entries()
        .iter()
        .filter_map(|entry| {
            let commit = commit_of(entry, &id)
                .map(|commit| format!("{} {} {}", commit.step, commit.place, commit.status));
            commit.or_else(|| {
                message_of(entry, &id).map(|message| format!("{} {:?}", message.topic, message.kind))
            })
        })
        .collect();
    let life = [
        "1 001 pending",
        "codepix.from.001 Requested",
        "2 hub pending",
        "codepix.to.002 Forwarded",
        "3 002 completed",
        "codepix.from.002 Confirmed",
        "4 hub confirmed",
        "codepix.to.001 Confirmed",
        "5 001 completed",
        "codepix.from.001 Completed",
        "6 hub completed",
    ];
    assert_eq!(told, life);
    let entries = show.entries();
    let last = entries.iter().filter_map(|entry| commit_of(entry, &id)).next_back().unwrap();
    assert_eq!([&last.payer, &last.payee].map(|name| name.as_deref()), [Some("Ana"), Some("Bia")]);

    // All that was ever written to any topic is there, the payments of the phones' people too.
    let mut next = std::collections::BTreeMap::<_, i64>::new();
    for entry in &entries {
        if let Entry::Message(Message { topic, offset, .. }) = entry {
            let next = next.entry(topic).or_default();
            assert_eq!(offset, next, "{topic}");
            *next += 1;
        }
    }
    assert_eq!(next.len(), 4, "{next:?}");
    show.until_money("counted", |money| money.waiting.is_empty() && money.completed > 0).await;
    show.assert_money_was_whole_at_every_reading();
    assert!(
        matches!(entries.first(), Some(Entry::Ground(ground)) if ground.one_process && ground.issued_cents > 0)
    );
}

#[tokio::test]
async fn while_the_hub_is_dead_transfers_wait_for_it_and_all_end_when_it_is_back() {
    let show = Show::open().await;
    show.until_state(Node::Hub, ProcessState::Up).await;
    show.boards.plug(Node::Hub, Pull::Kill).await.unwrap();
    show.until_state(Node::Hub, ProcessState::Killed).await;
    let refused = show.boards.plug(Node::Hub, Pull::Kill).await;
    assert!(matches!(refused, Err(Refused::NotNow(_))), "{refused:?}");
    let mut ids = Vec::new();
    for order in ["a", "b", "c"] {
        ids.push(show.ana.send(&show.key, 100, order).await);
    }
    show.until_money("3 wait for the hub", |money| money.waiting.get(&Place::Hub) == Some(&3)).await;
    // Whatever Kafka had of them is gone as well: who waits asks again.
    show.boards.plug(Node::Kafka, Pull::Wipe).await.unwrap();
    show.until_seen("wiped", |entry| matches!(entry, Entry::Wiped { .. })).await;
    show.boards.plug(Node::Hub, Pull::Start).await.unwrap();
    for id in &ids {
        show.until_closed(id).await;
        let asked =
            |again| move |message: &&Message| message.kind == Kind::Requested && message.again == again;
        let entries = show.entries();
        let messages: Vec<_> = entries.iter().filter_map(|entry| message_of(entry, id)).collect();
        assert_eq!(
            [false, true].map(|again| messages.iter().copied().filter(|m| asked(again)(m)).count() > 0),
            [true; 2]
        );
    }
    show.until_money("nobody waits", |money| money.waiting.is_empty()).await;
    show.until_state(Node::Hub, ProcessState::Up).await;
    show.assert_money_was_whole_at_every_reading();
}

#[tokio::test]
async fn who_makes_an_armed_step_dies_behind_its_commit_and_before_its_word() {
    let show = Show::open().await;
    show.boards.arm(4, true).await.unwrap();
    let id = show.ana.send(&show.key, 700, "armed").await;
    show.until_state(Node::Hub, ProcessState::Killed).await;
    let entries = show.entries();
    let last = entries.iter().filter_map(|entry| commit_of(entry, &id)).next_back().unwrap();
    assert_eq!((last.step, last.place), (4, Place::Hub));
    let said = entries.iter().filter_map(|entry| message_of(entry, &id)).next_back().unwrap();
    assert_eq!(said.topic, "codepix.from.002", "the hub has said nothing of it");
    assert!(entries.iter().any(|entry| matches!(entry, Entry::Armed { step: 4, armed: false, .. })));
    show.boards.plug(Node::Hub, Pull::Start).await.unwrap();
    show.until_closed(&id).await;
    show.assert_money_was_whole_at_every_reading();
}

#[tokio::test]
async fn a_slow_pix_takes_five_seconds_and_a_frozen_bank_as_long_as_it_is_frozen() {
    let show = Show::open().await;
    show.boards.speed(Speed::Slow).await.unwrap();
    let id = show.ana.send(&show.key, 100, "slow").await;
    show.until_closed(&id).await;
    let at = |step: u8| {
        let lines = show.journal.recent(usize::MAX);
        let line = lines
            .into_iter()
            .find(|line| commit_of(&line.entry, &id).is_some_and(|commit| commit.step == step));
        line.unwrap().at
    };
    let took = at(6).duration_since(at(1)).unsigned_abs();
    assert!(took > Duration::from_millis(4_500) && took < Duration::from_secs(8), "{took:?}");

    show.boards.speed(Speed::Real).await.unwrap();
    let bank: Node = "002".parse().unwrap();
    show.boards.plug(bank, Pull::Freeze).await.unwrap();
    show.until_state(bank, ProcessState::Frozen).await;
    let id = show.ana.send(&show.key, 100, "frozen").await;
    show.until_money("1 waits for it", |money| money.waiting.get(&"002".parse().unwrap()) == Some(&1)).await;
    show.boards.plug(bank, Pull::Thaw).await.unwrap();
    show.until_closed(&id).await;
}

#[tokio::test]
async fn a_certificate_is_sound_and_genuine_and_names_what_is_wrong() {
    let show = Show::open().await;
    let id = show.ana.send(&show.key, 100, "one").await;
    show.until_closed(&id).await;
    let certificate = show.boards.prove().await.unwrap();
    assert!(certificate.sound && certificate.is_genuine(), "{certificate:?}");
    let figures = &certificate.figures;
    assert_eq!(figures.transfers, figures.completed + figures.refunded + figures.waiting);
    assert_eq!(figures.issued_cents, figures.with_customers_cents + figures.underway_cents);

    // As if somebody had helped himself.
    for bank in lock(&show.boards.system()).grounds.banks.values() {
        let mut rows = bank.books.rows();
        let account = rows.accounts.values_mut().find(|account| account.holder == "Ana");
        account
            .into_iter()
            .for_each(|account| account.balance = account.balance.checked_sub(pix::Cents::new(1)).unwrap());
    }
    let certificate = show.boards.prove().await.unwrap();
    assert!(!certificate.sound && certificate.is_genuine());
    let broken = certificate.claims.iter().filter(|claim| !claim.wrong.is_empty());
    assert_eq!(
        broken.map(|claim| claim.name.as_str()).collect::<Vec<_>>(),
        ["balances", "money_in_the_system"]
    );
    show.until_money("a cent is missing", |money| money.total_cents() == money.issued_cents - 1).await;
}

#[tokio::test]
async fn the_scene_is_set_again_with_new_people_and_nothing_of_the_old_one() {
    let show = Show::open().await;
    show.boards.load(100.0).await.unwrap();
    let busy = |entry: &Entry| matches!(entry, Entry::Rate { transfers_per_second, .. } if *transfers_per_second > 20.0);
    show.until_seen("busy", busy).await;
    show.boards.plug(Node::Hub, Pull::Kill).await.unwrap();
    let before = show.journal.last();
    show.boards.reset().await.unwrap();
    let ground = until("set again", async || {
        let lines = show.journal.recent(usize::MAX);
        lines
            .into_iter()
            .find(|line| line.n > before && matches!(line.entry, Entry::Ground(_)))
            .map(|line| line.n)
    })
    .await;
    show.until_state(Node::Hub, ProcessState::Up).await;
    show.until_money("only the phones' people", |money| money.accepted < 20 && money.waiting.is_empty())
        .await;
    let after = show.journal.recent(usize::MAX).into_iter().filter(|line| line.n > ground);
    let offsets: Vec<_> = after
        .filter_map(|line| match line.entry {
            Entry::Message(Message { topic, offset, .. }) if topic == "codepix.from.001" => Some(offset),
            _ => None,
        })
        .collect();
    assert_eq!(offsets.first(), Some(&0), "{offsets:?}");
    show.assert_money_was_whole_at_every_reading();
}

#[tokio::test]
async fn the_page_says_what_it_is_and_what_is_not_here_is_refused_in_words() {
    let open = opened().await;
    let listener =
        Listener::bind("127.0.0.1:0".parse().unwrap(), Bounds::http(Limits::default())).await.unwrap();
    let url = format!("http://{}", listener.address().unwrap());
    let serving = tokio::spawn(open.serve(listener));
    let client = Client::builder().no_proxy().timeout(HEALED).build().unwrap();
    for (lang, words) in
        [("pt-BR", "o dinheiro some quando ele termina"), ("en", "the money is gone at its end")]
    {
        let page = client.get(&url).header("accept-language", lang).send().await.unwrap();
        assert!(page.text().await.unwrap().contains(words), "{lang}");
    }
    for asked in ["links/001-kafka/cut", "bugs/lost-refund", "plugs/postgres/kill"] {
        let answer = client.post(format!("{url}/{asked}")).bearer_auth(TOKEN).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{asked}");
        assert!(answer.text().await.unwrap().contains("scripts/stage"), "{asked}");
    }
    serving.abort();
}
