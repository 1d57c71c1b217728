//! The room sends, and is told what became of it.

use axum::http::StatusCode;
use stage::journal::{Commit, Entry, Node, ProcessState, Side};

use crate::{
    house::House,
    support::{ground, place, process},
};

fn commit(id: &str, key: &str, (at, side, step): (&str, Side, u8), status: &str) -> Entry {
    Entry::Commit(Commit {
        place: place(at),
        end_to_end_id: id.into(),
        side: Some(side),
        status: status.into(),
        step,
        amount_cents: 500,
        payer: Some("Ana".into()),
        payee: Some("Bia".into()),
        key: Some(key.into()),
        reason: None,
    })
}

#[tokio::test]
async fn a_tap_is_one_order_however_often_it_comes_and_the_journal_says_what_became_of_it() {
    let house = House::open().await;
    let (ana, bia) = house.two().await;
    for _ in 0..3 {
        assert_eq!(ana.send(2, 500, "tap-of-ana").await.status, StatusCode::ACCEPTED);
    }
    ana.until("accepted", |page| page.contains("on its way") && page.contains("R$ 995,00")).await;
    let orders = house.banks[0].orders();
    assert_eq!(orders.len(), 1, "{orders:?}");
    let (key, journal) = (orders[0].0.as_str(), &house.theatre.journal);

    journal.append(commit("E0", key, ("001", Side::Out, 1), "pending"));
    journal.append(process(Node::Hub, ProcessState::Killed));
    ana.until("waiting", |page| page.contains("waits: the hub is away; your money is safe")).await;
    ana.until("told that she waits", |_| house.told().last() == Some(&(1, "Ana".into(), true))).await;
    journal.append(process(Node::Hub, ProcessState::Up));
    ana.until("on its way again", |page| page.contains("on its way")).await;
    journal.append(commit("E0", key, ("002", Side::In, 3), "completed"));
    journal.append(commit("E0", key, ("001", Side::Out, 5), "completed"));
    ana.until("arrived", |page| page.contains("arrived")).await;
    let page = bia.until("received", |page| page.contains("R$ 1.005,00")).await;
    assert!(page.contains("From Ana"), "{page}");
    ana.until("told that she waits no more", |_| house.told().last() == Some(&(1, "Ana".into(), false)))
        .await;
}

#[tokio::test]
async fn while_the_bank_is_away_the_order_is_kept_and_then_paid_once() {
    let house = House::open().await;
    let (ana, _bia) = house.two().await;
    house.banks[0].is_away(true);
    assert_eq!(ana.send(2, 1000, "while-away").await.status, StatusCode::ACCEPTED);
    ana.until("asked in vain", |page| page.contains("your bank does not answer")).await;
    ana.until("told", |_| house.told().last() == Some(&(1, "Ana".into(), true))).await;
    assert!(house.banks[0].orders().is_empty() && house.banks[0].times_asked() > 0);
    house.banks[0].is_away(false);
    ana.until("accepted", |page| page.contains("on its way")).await;
    assert_eq!(house.banks[0].orders().len(), 1);
}

#[tokio::test]
async fn what_the_hub_refuses_comes_back() {
    let house = House::open().await;
    let (ana, _bia) = house.two().await;
    ana.send(2, 500, "refused-later").await;
    ana.until("accepted", |page| page.contains("R$ 995,00")).await;
    let key = house.banks[0].orders()[0].0.clone();
    house.theatre.journal.append(commit("E0", &key, ("001", Side::Out, 5), "refunded"));
    ana.until("back", |page| page.contains("came back to you") && page.contains("R$ 1.000,00")).await;
}

#[tokio::test]
async fn after_the_scene_was_set_anew_everybody_is_a_customer_again() {
    let house = House::open().await;
    let (ana, _bia) = house.two().await;
    ana.send(2, 500, "of-the-old-scene").await;
    ana.until("accepted", |page| page.contains("R$ 995,00")).await;
    let before = house.theatre.journal.append(Entry::Ground(ground()));
    ana.until("anew", |page| page.contains("R$ 1.000,00") && page.contains("to=2\"")).await;
    let told = || {
        let lines = house.theatre.journal.recent(usize::MAX).into_iter().filter(|line| line.n > before);
        let told = lines.filter_map(|line| match line.entry {
            Entry::Customer { number, name, .. } => Some((number, name)),
            _ => None,
        });
        told.collect::<std::collections::BTreeSet<_>>()
    };
    ana.until("told", |_| told() == [(1, "Ana".into()), (2, "Bia".into())].into()).await;
    assert_eq!(house.banks[0].names(), ["Ana", "Ana"]);
    assert_eq!(ana.send(2, 100, "of-the-new-scene").await.status, StatusCode::ACCEPTED);
}
