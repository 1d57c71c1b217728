//! The boards over the system in one process: what may be asked of it, and what cannot be here.

use super::{OnStage, certificate::certify, lock, on_stage::lock_any, plugs};
use crate::places::loopback;
use ::stage::{
    boards::{Boards, Door, Pull, Refused},
    journal::{Certificate, Entry, Ground, LinkName, LinkState, Node, Place, Speed},
};
use async_trait::async_trait;
use banks::Bank;
use std::{sync::atomic::Ordering, time::Duration};
use tokio::task::spawn_blocking;

/// How long each message takes when it is slow: five of them and what is between are the five seconds of a Pix.
const SLOW: Duration = Duration::from_millis(960);

const LINES: &str = "in one process there are no lines to cut: scripts/stage shows the same system as processes, with a \
                     proxy on each line";
const BUGS: &str =
    "what runs here has no bugs compiled in: scripts/stage shows the same system as processes that have";

#[async_trait]
impl Boards for OnStage {
    fn ground(&self) -> Ground {
        lock_any(&self.0.ground).clone()
    }

    fn doors(&self) -> Vec<Door> {
        let banks = lock(&self.0.system).places.banks.banks.clone();
        let door = |bank: &Bank| Door {
            place: Place::Bank(bank.code),
            api: format!("http://{}", loopback(bank.api_port)),
        };
        banks.iter().map(door).collect()
    }

    async fn plug(&self, node: Node, pull: Pull) -> Result<(), Refused> {
        self.not_while_setting()?;
        let system = self.system();
        let done = spawn_blocking(move || plugs::plug(&mut lock(&system), node, pull)).await;
        done.map_err(|_| Refused::NotNow(format!("{node} does not answer: see the log")))?
    }

    async fn link(&self, _link: LinkName, _state: LinkState) -> Result<(), Refused> {
        Err(Refused::NotHere(LINES.to_owned()))
    }

    async fn arm(&self, step: u8, armed: bool) -> Result<(), Refused> {
        self.not_while_setting()?;
        self.0.arms.arm(step, armed);
        Ok(())
    }

    async fn speed(&self, speed: Speed) -> Result<(), Refused> {
        self.not_while_setting()?;
        let broker = lock(&self.0.system).broker.clone();
        broker.delay(if speed == Speed::Slow { SLOW } else { Duration::ZERO });
        let speed = if broker.delayed().is_zero() { Speed::Real } else { Speed::Slow };
        self.0.journal.append(Entry::Speed { speed });
        Ok(())
    }

    async fn bug(&self, _name: &str) -> Result<(), Refused> {
        Err(Refused::NotHere(BUGS.to_owned()))
    }

    async fn prove(&self) -> anyhow::Result<Certificate> {
        let (grounds, at) = (lock(&self.0.system).grounds.clone(), self.0.journal.now());
        Ok(spawn_blocking(move || certify(&grounds, at)).await?)
    }

    async fn reset(&self) -> Result<(), Refused> {
        self.not_while_setting()?;
        self.0.setting.store(true, Ordering::Relaxed);
        let stage = self.clone();
        tokio::spawn(async move {
            if let Err(why) = stage.set_the_scene().await {
                tracing::error!("the scene cannot be set again: {why:#}");
            }
            stage.0.setting.store(false, Ordering::Relaxed);
        });
        Ok(())
    }

    async fn load(&self, per_second: f64) -> Result<(), Refused> {
        self.not_while_setting()?;
        self.0.load.set(per_second)
    }
}

impl OnStage {
    fn not_while_setting(&self) -> Result<(), Refused> {
        match self.0.setting.load(Ordering::Relaxed) {
            true => Err(Refused::NotNow("the scene is being set again: a few seconds".to_owned())),
            false => Ok(()),
        }
    }
}
