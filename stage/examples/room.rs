//! A room of phones, simulated against a stage that runs: what each browser would ask, and how long it waits for it.
//!
//! `cargo run --release -p stage --no-default-features --example room -- http://127.0.0.1:3000 --token …`
//!
//! Everybody opens the page and joins within seconds, as when a QR code appears; then each sends again and again. With the
//! token the hub dies halfway and is plugged in again. Prints of each kind of request the median, the 99th percentile and the
//! worst.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::Parser;
use futures::StreamExt as _;
use reqwest::{Client, RequestBuilder, Response, header, redirect::Policy};
use tokio::{task::JoinSet, time::sleep};

/// A room of phones, simulated
#[derive(Clone, Parser)]
struct Settings {
    /// Where the stage is
    stage: String,
    #[arg(long, default_value_t = 100)]
    phones: u32,
    /// Within how many seconds they all scan the code
    #[arg(long, default_value_t = 10)]
    joining: u32,
    /// How long they send
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Between two taps of one phone, in milliseconds
    #[arg(long, default_value_t = 2000)]
    pause: u64,
    /// The presenter's: pulls the hub's plug for a third of the time
    #[arg(long)]
    token: Option<String>,
}

type Waits = Arc<Mutex<BTreeMap<&'static str, Vec<Duration>>>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::parse();
    let waits = Waits::default();
    let mut phones = JoinSet::new();
    for number in 0..settings.phones {
        phones.spawn(phone(number, settings.clone(), Arc::clone(&waits)));
    }
    if let Some(token) = &settings.token {
        pull(&settings, token).await?;
    }
    let mut failed = 0;
    while let Some(phone) = phones.join_next().await {
        if let Err(why) = phone? {
            failed += 1;
            eprintln!("a phone gave up: {why:#}");
        }
    }
    println!("{} phones, {failed} gave up", settings.phones);
    report(&waits);
    Ok(())
}

async fn pull(settings: &Settings, token: &str) -> anyhow::Result<()> {
    let client = client()?;
    let third = Duration::from_secs(settings.seconds) / 3;
    sleep(Duration::from_secs(settings.joining.into()) + third).await;
    for how in ["kill", "start"] {
        let plug = client.post(format!("{}/plugs/hub/{how}", settings.stage)).bearer_auth(token);
        plug.send().await?.error_for_status()?;
        println!("the hub: {how}");
        sleep(third).await;
    }
    Ok(())
}

fn client() -> anyhow::Result<Client> {
    Ok(Client::builder().no_proxy().redirect(Policy::none()).timeout(Duration::from_secs(600)).build()?)
}

/// A browser: the page, its files, the form, the page again, the stream; then taps.
async fn phone(number: u32, settings: Settings, waits: Waits) -> anyhow::Result<()> {
    let Settings { stage, phones, joining, seconds, pause, .. } = settings;
    let client = client()?;
    let share = Duration::from_secs(joining.into()) * number / phones.max(1);
    sleep(share).await;
    let browser = Browser { stage, client, waits, cookie: String::new() };
    let page = browser.ask("page", browser.get("/join")).await?.text().await?;
    for file in files(&page).chain(["/favicon.svg".to_owned()]) {
        browser.ask("file", browser.get(&file)).await?.bytes().await?;
    }
    let form = browser.post("/join").body(format!("name=Gente%20{number}"));
    let joined = browser.ask("join", form).await?;
    let cookie = joined.headers().get(header::SET_COOKIE).context("no seat was given")?;
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let browser = Browser { cookie, ..browser };
    let page = browser.ask("page", browser.get("/join")).await?.text().await?;
    for file in files(&page) {
        browser.ask("file", browser.get(&file)).await?.bytes().await?;
    }
    let stream = browser.ask("stream", browser.get("/join/events?known=0")).await?;
    let heard = tokio::spawn(stream.bytes_stream().for_each(async |_| ()));
    let until = Instant::now() + Duration::from_secs(joining.into()) - share + Duration::from_secs(seconds);
    let mut tap = 0;
    while Instant::now() < until {
        // Not all thumbs at one instant.
        sleep(Duration::from_millis(pause * u64::from(50 + (number * 7 + tap * 13) % 100) / 100)).await;
        tap += 1;
        let to = (number + tap * 17) % phones + 1;
        let order = format!("amount=100&order=tap-{number}-{tap}-of-this-room");
        browser.ask("send", browser.post(&format!("/join/send?to={to}")).body(order)).await?;
    }
    heard.abort();
    Ok(())
}

/// The files that a page names in its head.
fn files(page: &str) -> impl Iterator<Item = String> {
    page.split('"')
        .filter(|text| text.starts_with("/assets/"))
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

struct Browser {
    stage: String,
    client: Client,
    waits: Waits,
    cookie: String,
}

impl Browser {
    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.stage)).header(header::COOKIE, &self.cookie)
    }

    fn post(&self, path: &str) -> RequestBuilder {
        let form = self.client.post(format!("{}{path}", self.stage)).header(header::COOKIE, &self.cookie);
        form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    /// Until the answer begins; what is refused counts too.
    async fn ask(&self, kind: &'static str, request: RequestBuilder) -> anyhow::Result<Response> {
        let began = Instant::now();
        let answer = request.send().await?;
        let refused = !(answer.status().is_success() || answer.status().is_redirection());
        let mut waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        waits.entry(kind).or_default().push(began.elapsed());
        if refused {
            waits.entry("refused").or_default().push(began.elapsed());
        }
        Ok(answer)
    }
}

fn report(waits: &Waits) {
    let mut waits = waits.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let all =
        waits.iter().filter(|(kind, _)| **kind != "refused").flat_map(|(_, waits)| waits.clone()).collect();
    waits.insert("all", all);
    for (kind, waits) in &mut waits {
        waits.sort_unstable();
        let at = |share: usize| waits.get((waits.len() * share / 100).min(waits.len().saturating_sub(1)));
        let ms = |wait: Option<&Duration>| wait.map_or(0.0, |wait| wait.as_secs_f64() * 1000.0);
        println!(
            "{kind:8} {:6} requests  p50 {:7.1} ms  p99 {:7.1} ms  worst {:7.1} ms",
            waits.len(),
            ms(at(50)),
            ms(at(99)),
            ms(waits.last())
        );
    }
}
