//! Mutants: bugs that a programmer might have made, planted in the services; chaos is worth something if it catches each.
//! And failures of what the services depend on, planted likewise, which they must recover from by themselves.

use super::fault::{Fault, LinkFault};
use crate::chaos::environment::instance::{Dependency, Role};

/// What makes a mutant visible.
#[derive(Debug, Clone, Copy)]
pub enum Provoked {
    By(Fault),
    /// A death just after the commit of this step.
    AtStep(usize),
}

/// What is expected of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// An invariant breaks.
    BeCaught,
    /// Everything holds all the same.
    Heal,
}

/// A mutant: its name as the services know it, what provokes it, and what is expected.
#[derive(Debug, Clone, Copy)]
pub struct Mutant {
    pub name: &'static str,
    pub provoked: Provoked,
    pub must: Must,
}

const fn caught(name: &'static str, provoked: Provoked) -> Mutant {
    Mutant { name, provoked, must: Must::BeCaught }
}

/// All of them: of messaging, of the ledger, of a bank's interface, of the hub.
pub const MUTANTS: [Mutant; 15] = [
    caught("no-sweep", Provoked::AtStep(2)),
    caught("answers-shifted", Provoked::By(Fault::Pressed)),
    caught("poison-dropped", Provoked::By(Fault::Poisoned)),
    caught("poison-blocks", Provoked::By(Fault::Poisoned)),
    caught("lost-refund", Provoked::By(Fault::Killed(Role::Hub))),
    caught("credits-repeats", Provoked::By(Fault::Shuffled)),
    caught("question-forgotten", Provoked::AtStep(1)),
    caught("idempotency-forgotten", Provoked::By(Fault::Killed(Role::Ipe))),
    caught("believes-a-commit", Provoked::By(Fault::CommitCut)),
    caught("paid-but-refused", Provoked::By(Fault::Killed(Role::Hub))),
    caught("forward-forgotten", Provoked::AtStep(2)),
    caught("two-owners", Provoked::By(Fault::Killed(Role::Mare))),
    caught("absence-remembered", Provoked::By(Fault::Killed(Role::Mare))),
    Mutant {
        name: "partition-silent",
        provoked: Provoked::By(Fault::Broken(Dependency::Kafka, LinkFault::Late)),
        must: Must::Heal,
    },
    Mutant {
        name: "reader-silent",
        provoked: Provoked::By(Fault::Broken(Dependency::Kafka, LinkFault::Late)),
        must: Must::Heal,
    },
];

/// Those that are caught at once: for every test run.
pub const SOME: [&str; 6] = [
    "poison-dropped",
    "lost-refund",
    "idempotency-forgotten",
    "question-forgotten",
    "two-owners",
    "partition-silent",
];

impl Mutant {
    /// Is it provoked by a fault that needs proxies?
    pub const fn breaks_links(&self) -> bool {
        matches!(self.provoked, Provoked::By(fault) if fault.breaks_links())
    }
}
