//! Counts the money in all ledgers at one instant, a few times a second while something changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use engine::Clock;
use jiff::Timestamp;
use sqlx::PgConnection;
use tokio::time::{sleep, timeout};

use super::{
    books::{Books, credited},
    instant::{freeze, thaw},
    system::System,
};
use crate::journal::{Entry, Journal, Money, Place};

/// Between two counts, at the least. Where one takes longer, five times what it took.
const EVERY: Duration = Duration::from_millis(200);
/// A database that takes longer does not answer.
const ANSWER_MAX: Duration = Duration::from_secs(3);
const AGAIN: Duration = Duration::from_millis(300);

const AT_THE_HUB: &str =
    "select end_to_end_id, status, destination from transfers where end_to_end_id = any($1)";

/// Counts again and again.
pub struct Counting {
    system: Arc<System>,
    journal: Journal,
    clock: Clock,
    /// In the order of the banks.
    books: Vec<Books>,
    told: Option<Money>,
}

impl Counting {
    pub fn new(system: Arc<System>, journal: Journal, clock: Clock) -> Self {
        let books = system.banks.banks.iter().map(|_| Books::default()).collect();
        Self { system, journal, clock, books, told: None }
    }

    /// Counts as long as the scene lasts.
    pub async fn watch(mut self) {
        let mut silent_since: Option<Timestamp> = None;
        loop {
            if let Err(why) = self.count_again_and_again(&mut silent_since).await {
                tracing::debug!("the money is counted again: {why:#}");
            }
            let since = *silent_since.get_or_insert_with(&*self.clock);
            if let Some(told) = self.told.clone() {
                self.tell(Money { unanswered: Some(since), ..told });
            }
            sleep(AGAIN).await;
        }
    }

    async fn count_again_and_again(&mut self, silent_since: &mut Option<Timestamp>) -> anyhow::Result<()> {
        // Of one list, so that they can be frozen together: the banks in their order, then the hub.
        let (hub, mut all) = timeout(ANSWER_MAX, self.system.databases.connect()).await??;
        all.push(hub);
        loop {
            let began = Instant::now();
            if let Some(money) = timeout(ANSWER_MAX, self.count(&mut all)).await?? {
                *silent_since = None;
                self.tell(money);
            }
            sleep(EVERY.max(began.elapsed() * 5)).await;
        }
    }

    /// None when no instant could be caught.
    async fn count(&mut self, all: &mut [PgConnection]) -> anyhow::Result<Option<Money>> {
        if !freeze(all).await? {
            return Ok(None);
        }
        let began = Instant::now();
        let mut news = Vec::new();
        for (books, bank) in self.books.iter().zip(&mut *all) {
            news.push(books.read(bank).await?);
        }
        for (books, news) in self.books.iter_mut().zip(news) {
            books.take(news);
        }
        let pending: Vec<_> = self.books.iter().flat_map(|books| books.pending.keys()).cloned().collect();
        let (mut arrived, mut waiting) = (BTreeSet::new(), BTreeMap::new());
        if !pending.is_empty() {
            let (hub, banks) = all.split_last_mut().ok_or_else(|| anyhow::anyhow!("there is no hub"))?;
            for bank in banks {
                arrived.extend(credited(bank, &pending).await?);
            }
            waiting = self.waiting(hub, &arrived).await?;
        }
        thaw(all).await?;
        let took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        Ok(Some(self.money(took_ms, &arrived, waiting)))
    }

    fn money(&self, snapshot_ms: u32, arrived: &BTreeSet<String>, waiting: BTreeMap<Place, u64>) -> Money {
        let banks =
            || self.system.banks.banks.iter().map(|bank| Place::Bank(bank.face.code)).zip(&self.books);
        let underway =
            self.books.iter().flat_map(|books| &books.pending).filter(|(id, _)| !arrived.contains(*id));
        Money {
            snapshot_ms,
            issued_cents: self.books.iter().map(|books| books.issued_cents).sum(),
            banks: banks().map(|(place, books)| (place, books.customers_cents)).collect(),
            underway_cents: underway.map(|(_, cents)| cents).sum(),
            accepted: self.books.iter().map(|books| books.accepted).sum(),
            completed: self.books.iter().map(|books| books.completed).sum(),
            refunded: self.books.iter().map(|books| books.refunded).sum(),
            waiting,
            unanswered: None,
        }
    }

    /// For whom those wait that have not ended: whoever has to make the next step.
    async fn waiting(
        &self,
        hub: &mut PgConnection,
        arrived: &BTreeSet<String>,
    ) -> anyhow::Result<BTreeMap<Place, u64>> {
        let mut waiting = BTreeMap::new();
        for (payers, books) in self.system.banks.banks.iter().zip(&self.books) {
            let ids: Vec<_> = books.pending.keys().cloned().collect();
            let rows: Vec<(String, String, Option<String>)> =
                sqlx::query_as(AT_THE_HUB).bind(&ids).fetch_all(&mut *hub).await?;
            let known: BTreeMap<_, _> = rows.into_iter().map(|(id, status, to)| (id, (status, to))).collect();
            for id in &ids {
                let who = match known.get(id) {
                    Some((status, to)) if status == "pending" && !arrived.contains(id) => {
                        self.place_of(to.as_deref())
                    }
                    Some((status, _)) if status != "pending" => Place::Bank(payers.face.code),
                    _ => Place::Hub,
                };
                *waiting.entry(who).or_insert(0) += 1;
            }
        }
        Ok(waiting)
    }

    fn place_of(&self, ispb: Option<&str>) -> Place {
        let bank = self.system.banks.banks.iter().find(|bank| Some(bank.face.ispb.as_str()) == ispb);
        bank.map_or(Place::Hub, |bank| Place::Bank(bank.face.code))
    }

    fn tell(&mut self, money: Money) {
        let same = |told: &Money| Money { snapshot_ms: told.snapshot_ms, ..money.clone() } == *told;
        if !self.told.as_ref().is_some_and(same) {
            self.told = Some(money.clone());
            self.journal.append(Entry::Money(money));
        }
    }
}
