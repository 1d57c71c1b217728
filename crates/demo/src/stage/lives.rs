//! Looks at every plug, and writes down when what it drives lives, stands still or is gone. A thread has no pid.

use super::{Shared, plugs::name, rates::Counted};
use crate::{System, plug::Life};
use ::stage::journal::{Entry, Journal, Node, ProcessState};
use std::{
    collections::BTreeMap,
    sync::{Arc, TryLockError},
    time::Duration,
};
use tokio::time::{MissedTickBehavior, interval};

/// A death shows on the page within 300 ms: here it has shown after this.
const EVERY: Duration = Duration::from_millis(60);

/// Looks as long as the stage stands.
pub async fn watch(system: Shared, nodes: Vec<Node>, counted: Arc<Counted>, journal: Journal) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told: BTreeMap<Node, ProcessState> = BTreeMap::new();
    loop {
        ticks.tick().await;
        let lives = match system.try_lock() {
            Ok(system) => looks(&system, &nodes, &counted),
            Err(TryLockError::Poisoned(system)) => looks(&system.into_inner(), &nodes, &counted),
            // Somebody waits for a plug to come out.
            Err(TryLockError::WouldBlock) => continue,
        };
        for (node, state) in lives {
            if told.insert(node, state) != Some(state) {
                let since = journal.now();
                journal.append(Entry::Process { node, pid: None, state, since, bug: None });
            }
        }
    }
}

fn looks(system: &System, nodes: &[Node], counted: &Counted) -> Vec<(Node, ProcessState)> {
    let look = |node: &Node| {
        let state = match system.life(&name(*node)?)? {
            Life::Runs if *node == Node::Kafka && counted.is_wiped() => ProcessState::Wiped,
            Life::Runs => ProcessState::Up,
            Life::Frozen => ProcessState::Frozen,
            Life::Killed => ProcessState::Killed,
            Life::Stopped => ProcessState::Stopped,
        };
        Some((*node, state))
    };
    nodes.iter().filter_map(look).collect()
}
