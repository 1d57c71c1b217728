//! Sets the scene: wipes everything, brings it up, and waits until the people of the phones are there.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use tokio::time::{Instant, sleep, timeout};

use super::{
    arms,
    os::Signal,
    system::{GROUNDS, System},
};
use crate::boards::Door;
use crate::journal::{BankOnStage, Ground, LinkState, Place, ProcessState, Speed};
use lab::{audit::wait_until_settled, chaos::environment::scripts::script};

/// How long all processes together may take until they are up.
const UP_MAX: Duration = Duration::from_secs(30);
/// How long the people of the phones are waited for: without them the stage opens all the same.
const PEOPLE_MAX: Duration = Duration::from_secs(6);
const POLL: Duration = Duration::from_millis(20);

/// The people of the phones that each bank has, and its guide.
const PEOPLE_PER_BANK: i64 = 3;

/// Takes everything down, with all data, and brings it up again: no bug, nothing armed, every line whole and fast.
///
/// # Errors
/// In words, what does not start.
pub async fn set(system: &Arc<System>) -> anyhow::Result<Ground> {
    strike(system).await?;
    arms::disarm_all().context("no folder for what is armed")?;
    system.set_speed(Speed::Real);
    for line in system.lines.keys() {
        system.set_line(*line, LinkState::Whole);
    }
    tokio::try_join!(system.kafka.start_anew(), raise(system))?;
    timeout(UP_MAX, up(system)).await.context("not all processes come up")??;
    drop(timeout(PEOPLE_MAX, people(system)).await);
    ground(system).await
}

/// PostgreSQL, and whoever needs it to begin with; all can wait for Kafka.
async fn raise(system: &System) -> anyhow::Result<()> {
    system.postgres.start().await?;
    let nodes: Vec<_> = system.services().keys().copied().collect();
    nodes.into_iter().try_for_each(|node| system.start(node))
}

async fn strike(system: &System) -> anyhow::Result<()> {
    for service in system.services().values_mut() {
        service.bug = None;
        // Whoever does not run needs no signal.
        drop(service.signal(Signal::KILL));
    }
    script(GROUNDS, "down", &["--kill", "--wipe", "postgres", "kafka"]).await?;
    while system.services().values_mut().any(|service| service.runs()) {
        sleep(POLL).await;
    }
    Ok(())
}

/// Until all are up. Who ends meanwhile will not be.
async fn up(system: &System) -> anyhow::Result<()> {
    loop {
        let mut waiting = false;
        for (node, service) in system.services().iter_mut() {
            anyhow::ensure!(service.runs(), "{node} has ended; its log is in {}", GROUNDS.folder().display());
            waiting |= service.look().state != ProcessState::Up;
        }
        if !waiting {
            return Ok(());
        }
        sleep(POLL).await;
    }
}

/// Until the people of all phones have their accounts, and what they have paid has arrived.
async fn people(system: &System) -> anyhow::Result<()> {
    let (_, mut banks) = system.databases.connect().await?;
    for bank in &mut banks {
        // The tables may not be made yet.
        while !matches!(accounts(bank).await, Ok(count) if count >= PEOPLE_PER_BANK) {
            sleep(POLL).await;
        }
    }
    let left = wait_until_settled(&system.databases, PEOPLE_MAX).await?;
    left.map_err(anyhow::Error::msg)
}

async fn accounts(bank: &mut sqlx::PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from accounts").fetch_one(bank).await
}

/// Where the room's phones become customers.
pub fn doors(banks: &banks::Banks) -> Vec<Door> {
    let door = |bank: &banks::Bank| Door {
        place: Place::Bank(bank.face.code),
        api: format!("http://127.0.0.1:{}", bank.face.api_port),
    };
    banks.banks.iter().map(door).collect()
}

/// What is on stage now.
async fn ground(system: &System) -> anyhow::Result<Ground> {
    let deadline = Instant::now() + UP_MAX;
    let (_, mut banks) = system.databases.connect().await?;
    let mut issued_cents = 0;
    for bank in &mut banks {
        let issued = "select coalesce(sum(amount_cents), 0)::bigint from postings where kind = 'opening'";
        issued_cents += loop {
            match sqlx::query_scalar::<_, i64>(issued).fetch_one(&mut *bank).await {
                Ok(cents) => break cents,
                Err(why) => anyhow::ensure!(Instant::now() < deadline, "the books are not there: {why}"),
            }
            sleep(POLL).await;
        };
    }
    let on_stage = |bank: &banks::Bank| BankOnStage {
        place: Place::Bank(bank.face.code),
        name: bank.face.name.clone(),
        mark: bank.face.brand.clone(),
        web_url: format!("http://localhost:{}", bank.face.web_port),
    };
    let name = "CodePix".to_owned();
    Ok(Ground {
        name,
        one_process: false,
        banks: system.banks.banks.iter().map(on_stage).collect(),
        issued_cents,
    })
}
