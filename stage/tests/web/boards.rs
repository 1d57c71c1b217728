//! Boards that do nothing but remember what they were asked.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use stage::{
    boards::{Boards, Door, Pull, Refused},
    journal::{Certificate, Claim, Figures, Ground, LinkName, LinkState, Node, Speed},
};

use crate::support::{at, ground};

/// Two banks; Kafka cannot be stopped at present, and there is one bug.
#[derive(Clone, Default)]
pub struct Paper(Arc<Mutex<Vec<String>>>, Vec<Door>);

impl Paper {
    /// Whose banks can be joined.
    pub fn with_doors(doors: Vec<Door>) -> Paper {
        Paper(Arc::default(), doors)
    }

    /// What was asked, in order.
    pub fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn note(&self, what: String) -> Result<(), Refused> {
        self.0.lock().unwrap().push(what);
        Ok(())
    }
}

#[async_trait]
impl Boards for Paper {
    fn ground(&self) -> Ground {
        ground()
    }

    fn doors(&self) -> Vec<Door> {
        self.1.clone()
    }

    async fn plug(&self, node: Node, pull: Pull) -> Result<(), Refused> {
        if (node, pull) == (Node::Kafka, Pull::Stop) {
            return Err(Refused::NotNow("Kafka is being wiped: wait until it is up".into()));
        }
        self.note(format!("{pull:?} {node}"))
    }

    async fn link(&self, link: LinkName, state: LinkState) -> Result<(), Refused> {
        self.note(format!("{link} {state:?}"))
    }

    async fn arm(&self, step: u8, armed: bool) -> Result<(), Refused> {
        self.note(format!("arm {step} {armed}"))
    }

    async fn speed(&self, speed: Speed) -> Result<(), Refused> {
        self.note(format!("{speed:?}"))
    }

    async fn bug(&self, name: &str) -> Result<(), Refused> {
        if name != "lost-refund" {
            return Err(Refused::NotHere(format!("no bug is called {name:?}: there is lost-refund")));
        }
        self.note(format!("bug {name}"))
    }

    async fn prove(&self) -> anyhow::Result<Certificate> {
        Ok(certificate().sealed())
    }

    async fn reset(&self) -> Result<(), Refused> {
        self.note("reset".into())
    }

    async fn load(&self, per_second: f64) -> Result<(), Refused> {
        self.note(format!("load {per_second}"))
    }
}

/// Not sealed yet.
pub fn certificate() -> Certificate {
    let claims = vec![Claim { name: "balances".into(), counts: 4, wrong: Vec::new() }];
    let figures = Figures { transfers: 127, completed: 121, refunded: 3, waiting: 3, ..Figures::default() };
    Certificate {
        at: at(9_000),
        seconds: 0.4,
        claims,
        figures,
        sound: true,
        seed: Some(7),
        sha256: String::new(),
    }
}
