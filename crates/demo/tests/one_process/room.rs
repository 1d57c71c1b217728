//! The room: twenty phones over HTTP, while the hub dies under their thumbs.

use crate::{
    customer::{HEALED, until},
    show::{TOKEN, opened},
};
use ::stage::journal::{Entry, Line};
use listener::{Bounds, Limits, Listener};
use reqwest::{Client, StatusCode, header, redirect::Policy};
use serde_json::Value;
use std::collections::BTreeMap;
use tokio::task::JoinHandle;

const PHONES: u32 = 20;

struct Room {
    url: String,
    client: Client,
    /// The cookies of the phones, in order of their numbers.
    phones: Vec<String>,
    serving: JoinHandle<anyhow::Result<()>>,
}

impl Room {
    async fn open() -> Self {
        let open = opened().await;
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), Bounds::http(Limits::default())).await;
        let listener = listener.unwrap();
        let url = format!("http://{}", listener.address().unwrap());
        let client = Client::builder().no_proxy().timeout(HEALED).redirect(Policy::none()).build().unwrap();
        Self { url, client, phones: Vec::new(), serving: tokio::spawn(open.serve(listener)) }
    }

    async fn join(&mut self) {
        let name = format!("Gente {}", self.phones.len() + 1);
        let joined = self.client.post(format!("{}/join", self.url)).body(format!("name={name}"));
        let joined =
            joined.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").send().await.unwrap();
        assert_eq!(joined.status(), StatusCode::SEE_OTHER);
        let cookie = joined.headers()[header::SET_COOKIE].to_str().unwrap();
        self.phones.push(cookie.split(';').next().unwrap().to_owned());
    }

    async fn page(&self, number: u32) -> String {
        let page = self.client.get(format!("{}/join", self.url)).header(header::ACCEPT_LANGUAGE, "en");
        let page = page.header(header::COOKIE, &self.phones[number as usize - 1]).send().await.unwrap();
        page.text().await.unwrap()
    }

    async fn until(&self, number: u32, what: &str, is: impl Fn(&str) -> bool) {
        until(what, async || is(&self.page(number).await).then_some(())).await;
    }

    async fn send(&self, from: u32, to: u32, order: &str) {
        let sent = self.client.post(format!("{}/join/send?to={to}", self.url));
        let sent = sent.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let sent = sent.header(header::COOKIE, &self.phones[from as usize - 1]);
        let sent = sent.body(format!("amount=500&order={order}-{from}")).send().await.unwrap();
        assert_eq!(sent.status(), StatusCode::ACCEPTED, "{}", sent.text().await.unwrap());
    }

    async fn press(&self, path: &str) -> reqwest::Response {
        self.client.post(format!("{}{path}", self.url)).bearer_auth(TOKEN).send().await.unwrap()
    }

    async fn lines(&self) -> Vec<Entry> {
        let journal = self.client.get(format!("{}/journal", self.url)).send().await.unwrap();
        let text = journal.text().await.unwrap();
        text.lines().map(|line| serde_json::from_str::<Line>(line).unwrap().entry).collect()
    }

    /// Of everybody the last that was said: whether they wait.
    async fn waiting(&self) -> BTreeMap<u32, bool> {
        let lines = self.lines().await.into_iter().filter_map(|entry| match entry {
            Entry::Customer { number, waiting, .. } => Some((number, waiting)),
            _ => None,
        });
        lines.collect()
    }

    /// Until that many wait, of all.
    async fn until_waiting(&self, count: usize) {
        until(&format!("{count} wait"), async || {
            let waiting = self.waiting().await;
            let right =
                waiting.len() == PHONES as usize && waiting.values().filter(|waits| **waits).count() == count;
            right.then_some(())
        })
        .await;
    }
}

/// The phone to the right, which is at the other bank.
fn neighbour(number: u32) -> u32 {
    number % PHONES + 1
}

#[tokio::test]
async fn twenty_phones_join_and_send_while_the_hub_is_dead_and_all_arrives_when_it_is_back() {
    let mut room = Room::open().await;
    room.client.get(format!("{}/livez", room.url)).send().await.unwrap();
    for _ in 0..PHONES {
        room.join().await;
    }
    for number in 1..=PHONES {
        room.until(number, "all can be paid", |page| page.matches("data-n=").count() == PHONES as usize - 1)
            .await;
    }
    room.until_waiting(0).await;
    assert!(room.page(1).await.contains("R$ 1.000,00"));

    assert_eq!(room.press("/plugs/hub/kill").await.status(), StatusCode::ACCEPTED);
    for number in 1..=PHONES {
        room.send(number, neighbour(number), "under-the-thumb").await;
    }
    room.until_waiting(PHONES as usize).await;
    for number in 1..=PHONES {
        room.until(number, "it says why", |page| page.contains("the hub is away; your money is safe")).await;
    }
    assert!(room.page(1).await.contains("R$ 995,00"));
    assert_eq!(room.press("/plugs/hub/start").await.status(), StatusCode::ACCEPTED);
    for number in 1..=PHONES {
        let both =
            |page: &str| page.contains("<small>arrived</small>") && page.contains("<small>came in</small>");
        room.until(number, "sent and received", both).await;
        assert!(room.page(number).await.contains("R$ 1.000,00"), "{number}");
    }
    room.until_waiting(0).await;
    let certificate: Value = room.press("/prove").await.json().await.unwrap();
    assert_eq!(certificate["sound"], true, "{certificate}");

    // The scene is set again: the same people, with the opening money.
    room.send(1, 2, "of-the-old-scene").await;
    room.until(1, "arrived", |page| page.matches("<small>arrived</small>").count() == 2).await;
    assert_eq!(room.press("/reset").await.status(), StatusCode::ACCEPTED);
    room.until(1, "opened again", |page| page.contains("R$ 1.000,00") && !page.contains("arrived")).await;
    for number in 1..=PHONES {
        let open = |page: &str| page.contains("R$ 1.000,00") && page.contains("Nothing has come or gone yet");
        room.until(number, "open", open).await;
    }
    room.send(3, 4, "of-the-new-scene").await;
    room.until(4, "received", |page| page.contains("R$ 1.005,00")).await;
    room.serving.abort();
}
