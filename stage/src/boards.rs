//! What a system must offer to be put on stage.

use async_trait::async_trait;

use crate::journal::{Certificate, Ground, LinkName, LinkState, Node, Place, Speed};

/// The boards the play stands on: a system whose plugs can be pulled.
///
/// Whatever is asked for here shows in the journal only once it was seen (pid, port, proxy), never because it was asked
/// for: an `Ok` says that it was begun.
#[async_trait]
pub trait Boards: Send + Sync + 'static {
    /// What is on stage; the same as the journal's last `Ground`.
    fn ground(&self) -> Ground;

    /// Where customers are let in, in the order of the ground's banks. Without doors the room cannot join.
    fn doors(&self) -> Vec<Door> {
        Vec::new()
    }

    /// Pulls or plugs in a process.
    async fn plug(&self, node: Node, pull: Pull) -> Result<(), Refused>;

    /// Makes a line let through what `state` says; [`LinkState::Whole`] heals it.
    async fn link(&self, link: LinkName, state: LinkState) -> Result<(), Refused>;

    /// From now on the process that makes step `step` (1 to 6) of a transfer's life dies exactly there; or no longer.
    async fn arm(&self, step: u8, armed: bool) -> Result<(), Refused>;

    async fn speed(&self, speed: Speed) -> Result<(), Refused>;

    /// Restarts the processes concerned with the bug of this name.
    async fn bug(&self, name: &str) -> Result<(), Refused>;

    /// The audit, from outside, while all runs. Whoever asked writes its certificate into the journal.
    async fn prove(&self) -> anyhow::Result<Certificate>;

    /// Sets the scene again: no bug, everything plugged in, every line whole, the opening money.
    async fn reset(&self) -> Result<(), Refused>;

    /// Sends this many transfers a second until told otherwise; 0 ends it.
    async fn load(&self, per_second: f64) -> Result<(), Refused>;
}

/// A bank's REST interface, as this machine reaches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    pub place: Place,
    /// Without a slash at its end, `http://127.0.0.1:8001`.
    pub api: String,
}

/// What can be done at a plug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// `kill -9`.
    Kill,
    /// As an operator would: it may finish what it holds.
    Stop,
    Start,
    Freeze,
    Thaw,
    /// Kafka alone: every topic's log begins anew.
    Wipe,
}

impl std::str::FromStr for Pull {
    type Err = Refused;

    fn from_str(word: &str) -> Result<Pull, Refused> {
        match word {
            "kill" => Ok(Pull::Kill),
            "stop" => Ok(Pull::Stop),
            "start" => Ok(Pull::Start),
            "freeze" => Ok(Pull::Freeze),
            "thaw" => Ok(Pull::Thaw),
            "wipe" => Ok(Pull::Wipe),
            _ => Err(Refused::NotHere(format!(
                "a plug knows no {word:?}: say kill, stop, start, freeze, thaw or wipe"
            ))),
        }
    }
}

/// It was not done. The text says why, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// This stage has no such thing: 404.
    #[error("{0}")]
    NotHere(String),
    /// Not in its present state: 409.
    #[error("{0}")]
    NotNow(String),
}
