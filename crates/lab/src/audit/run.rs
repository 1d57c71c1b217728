//! The whole audit: all databases are read side by side in the order of ids, each transfer is judged as it passes, and
//! those that look wrong between databases are read again. Memory does not grow with the number of transfers.

use super::{
    between,
    check::{Check, Findings},
    databases::Databases,
    feed::Feed,
    own_books,
    report::Report,
    reread::Reread,
    sighting::{BankStatus, BankView, HubView, Side, Sighting},
    snapshot::{BankSnapshot, HubSnapshot, freeze},
    sql_checks::{self, OwnAccounts},
    standing::{Counter, Waiting, waiting},
    totals::{Booked, Effect, Money},
};
use futures::future::try_join_all;
use sqlx::PgConnection;

/// Suspects that are read again together.
const SUSPECTS_MAX: usize = 500;

/// Audits all the databases that have books in them; the report says whose have none.
///
/// # Errors
/// When a database cannot be read; a broken claim is no error but a finding.
pub async fn audit(all: &Databases) -> anyhow::Result<Report> {
    let (databases, unseen) = &all.seen().await?;
    let (mut hub, banks) = frozen(databases).await?;
    let mut places = vec![waiting("hub", true, &mut hub).await?];
    let (mut findings, mut own, mut feeds) = (Findings::default(), Vec::new(), Vec::new());
    sql_checks::judge_hub(&mut hub, &mut findings).await?;
    // Side by side: each database works through its own books.
    let banks = databases.banks.iter().zip(banks).map(|(bank, connection)| open(&bank.name, connection));
    for opened in try_join_all(banks).await? {
        findings.merge(opened.findings);
        own.push(opened.own);
        places.push(opened.waiting);
        feeds.push(Feed::of(opened.snapshot));
    }
    let hub = Feed::of(HubSnapshot::open(hub).await?);
    let mut pass = Pass {
        databases,
        counter: Counter::new(databases),
        pending_cents: vec![0; databases.banks.len()],
        reread: Reread::connect(databases).await?,
        suspects: Vec::new(),
        seen: Effect::default(),
        known: Effect::default(),
        findings,
    };
    pass.walk(hub, feeds).await?;
    pass.judge_in_flight(&own);
    let mut booked = Booked::default();
    for bank in &own {
        booked.customers += bank.booked.customers;
        booked.settlement += bank.booked.settlement;
        booked.openings += bank.booked.openings;
    }
    let money = Money::new(&booked, &pass.seen, &pass.known);
    money.judge(&mut pass.findings);
    let mut report = Report::new(pass.counter, places, money, pass.findings);
    report.unseen = unseen.clone();
    Ok(report)
}

/// A bank whose accounts are judged, and whose transfers are to be walked through.
struct Opened {
    findings: Findings,
    own: OwnAccounts,
    waiting: Waiting,
    snapshot: BankSnapshot,
}

async fn open(bank: &str, mut connection: PgConnection) -> anyhow::Result<Opened> {
    let mut findings = Findings::default();
    let own = sql_checks::judge_accounts(bank, &mut connection, &mut findings).await?;
    let waiting = waiting(bank, false, &mut connection).await?;
    Ok(Opened { findings, own, waiting, snapshot: BankSnapshot::open(connection).await? })
}

/// A connection to each database, all frozen as nearly at once as can be: fewer transfers look wrong then.
async fn frozen(databases: &Databases) -> anyhow::Result<(PgConnection, Vec<PgConnection>)> {
    let (mut hub, mut banks) = databases.connect().await?;
    try_join_all(banks.iter_mut().chain([&mut hub]).map(freeze)).await?;
    Ok((hub, banks))
}

/// One pass over all transfers.
struct Pass<'a> {
    databases: &'a Databases,
    counter: Counter,
    /// Of each bank's pending transfers.
    pending_cents: Vec<i64>,
    reread: Reread,
    suspects: Vec<Sighting>,
    /// The effects of all, as the snapshots show them.
    seen: Effect,
    /// The effects of all, the suspects' as they were read again.
    known: Effect,
    findings: Findings,
}

impl Pass<'_> {
    async fn walk(&mut self, mut hub: Feed<HubView>, mut banks: Vec<Feed<BankView>>) -> anyhow::Result<()> {
        loop {
            let mut first = hub.id().await?.map(str::to_owned);
            for bank in &mut banks {
                let id = bank.id().await?;
                // None is less than any id, and means that this database has no more.
                if id.is_some() && (first.is_none() || id < first.as_deref()) {
                    first = id.map(str::to_owned);
                }
            }
            let Some(id) = first else { break };
            let mut sighting = Sighting { hub: hub.take(&id).unwrap_or_default(), ..Sighting::default() };
            sighting.banks.extend(banks.iter_mut().map(|bank| bank.take(&id).unwrap_or_default()));
            self.judge(Sighting { id, ..sighting }).await?;
        }
        self.read_suspects_again().await
    }

    async fn judge(&mut self, sighting: Sighting) -> anyhow::Result<()> {
        self.counter.count(&sighting);
        own_books::judge_hub(&sighting.id, &sighting.hub, &mut self.findings);
        for (index, view) in sighting.banks.iter().enumerate() {
            own_books::judge_bank(&self.databases.banks[index].name, &sighting.id, view, &mut self.findings);
            if let Some(Side { status: BankStatus::Pending, amount_cents, .. }) = Side::crosses(&view.out) {
                self.pending_cents[index] += amount_cents;
            }
        }
        let effect = Effect::of(self.databases, &sighting, &sighting);
        self.seen.add(effect);
        if between::judge(self.databases, &sighting, &sighting).is_empty() {
            self.known.add(effect);
            return Ok(());
        }
        self.suspects.push(sighting);
        if self.suspects.len() == SUSPECTS_MAX { self.read_suspects_again().await } else { Ok(()) }
    }

    async fn read_suspects_again(&mut self) -> anyhow::Result<()> {
        let ids: Vec<_> = self.suspects.drain(..).map(|sighting| sighting.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        for (first, second) in self.reread.twice(&ids).await? {
            self.known.add(Effect::of(self.databases, &first, &second));
            for (check, what) in between::judge(self.databases, &first, &second) {
                self.findings.add(check, format!("{}: {what}", first.id));
            }
        }
        Ok(())
    }

    fn judge_in_flight(&mut self, own: &[OwnAccounts]) {
        for (index, bank) in own.iter().enumerate() {
            let pending = self.pending_cents[index];
            if bank.in_flight != pending {
                let name = &self.databases.banks[index].name;
                let what = format!("{name}: {} cents in flight, pending are {pending}", bank.in_flight);
                self.findings.add(Check::InFlight, what);
            }
        }
    }
}
