//! Bugs that a programmer might have made, planted in processes that are restarted with them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use lab::chaos::faults::mutants::{MUTANTS, Must};
use tokio::time::sleep;

use super::{os::Signal, system::System};
use crate::{
    boards::Refused,
    journal::{Node, Place},
};

/// Of how the hub routes, and keeps its directory.
const HUBS: [&str; 3] = ["forward-forgotten", "two-owners", "absence-remembered"];
/// Of how messages are sent and read, which all services do alike.
const EVERYBODYS: [&str; 4] = ["no-sweep", "answers-shifted", "poison-dropped", "poison-blocks"];
/// Of messages that nobody can read, which no plug makes.
const OF_POISON: &str = "poison-";
/// How long a process may take to be gone.
const GONE_MAX: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(5);

/// Restarts those who can have this bug with it; the others go on as they are.
///
/// # Errors
/// When there is no such bug.
pub fn plant(system: &Arc<System>, name: &str) -> Result<(), Refused> {
    let known: Vec<_> =
        MUTANTS.iter().filter(|mutant| mutant.must == Must::BeCaught).map(|mutant| mutant.name).collect();
    if !known.contains(&name) {
        return Err(Refused::NotHere(format!("there is no bug {name:?}, but {}", known.join(", "))));
    }
    for node in nodes_with(&system.places, name) {
        let (system, name) = (Arc::clone(system), name.to_owned());
        tokio::spawn(async move {
            if let Err(why) = restart_with(&system, node, name).await {
                tracing::warn!("{node} does not start with its bug: {why:#}");
            }
        });
    }
    Ok(())
}

/// Does it show only where there is a message that nobody can read?
pub fn needs_poison(name: &str) -> bool {
    name.starts_with(OF_POISON)
}

/// Who can have this bug.
pub fn nodes_with(places: &[Place], name: &str) -> Vec<Node> {
    let has_it = |place: &Place| match place {
        Place::Hub => HUBS.contains(&name) || EVERYBODYS.contains(&name),
        Place::Bank(_) => !HUBS.contains(&name),
    };
    places.iter().copied().filter(has_it).map(Node::from).collect()
}

async fn restart_with(system: &System, node: Node, name: String) -> anyhow::Result<()> {
    let running = {
        let mut services = system.services();
        let Some(service) = services.get_mut(&node) else { return Ok(()) };
        service.bug = Some(name);
        service.runs() && service.signal(Signal::KILL).is_ok()
    };
    if !running {
        // It starts with it when it is plugged in.
        return Ok(());
    }
    let deadline = Instant::now() + GONE_MAX;
    while system.services().get_mut(&node).is_some_and(|service| service.runs()) {
        anyhow::ensure!(Instant::now() < deadline, "it is not gone after {GONE_MAX:?}");
        sleep(POLL).await;
    }
    system.start(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_is_planted_where_its_code_runs() {
        let places = ["hub", "001", "002"].map(|place| place.parse().unwrap());
        let nodes =
            |name| nodes_with(&places, name).into_iter().map(|node| node.to_string()).collect::<Vec<_>>();
        assert_eq!(nodes("lost-refund"), ["001", "002"]);
        assert_eq!(nodes("two-owners"), ["hub"]);
        assert_eq!(nodes("no-sweep"), ["hub", "001", "002"]);
    }

    #[test]
    fn every_bug_named_here_is_one_of_the_laboratorys() {
        let all: Vec<_> = MUTANTS.iter().map(|mutant| mutant.name).collect();
        assert!(HUBS.iter().chain(&EVERYBODYS).all(|name| all.contains(name)));
    }
}
