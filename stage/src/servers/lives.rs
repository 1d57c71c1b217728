//! Watches every process, and writes down when it lives, stands still or is gone, as the operating system says.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use engine::Clock;
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};

use super::{seen::Seen, service::Sight, system::System};
use crate::journal::{Entry, Journal, Node, ProcessState};

/// A death shows within 300 ms on the page: here it has shown after this.
const EVERY: Duration = Duration::from_millis(60);

/// A node, how it is seen, and the bug that it runs with.
type Look = (Node, Sight, Option<String>);

/// Watches as long as the stage stands; `kafka` is told the number of the broker's process while it is up.
pub async fn watch(
    system: Arc<System>,
    (journal, clock): (Journal, Clock),
    seen: Arc<Seen>,
    kafka: watch::Sender<Option<u32>>,
) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told: BTreeMap<Node, (Sight, Option<String>)> = BTreeMap::new();
    loop {
        ticks.tick().await;
        let looks = looks(&system);
        seen.whole(
            looks.iter().all(|(_, sight, _)| sight.state == ProcessState::Up) && system.lines_are_open(),
        );
        for (node, mut sight, bug) in looks {
            let up = sight.state == ProcessState::Up;
            if node == Node::Kafka {
                let pid = sight.pid.filter(|_| up);
                kafka.send_if_modified(|known| std::mem::replace(known, pid) != pid);
                if up && seen.is_wiped() {
                    sight.state = ProcessState::Wiped;
                }
            }
            let now = (sight, bug);
            // One that never ran is nothing to see yet.
            let unheard = !told.contains_key(&node) && sight.pid.is_none();
            if !unheard && told.get(&node) != Some(&now) {
                told.insert(node, now.clone());
                let (Sight { pid, state }, bug) = now;
                journal.append(Entry::Process { node, pid, state, since: clock(), bug });
            }
        }
    }
}

fn looks(system: &System) -> Vec<Look> {
    let mut looks: Vec<_> = system
        .services()
        .iter_mut()
        .map(|(node, service)| (*node, service.look(), service.has_bug()))
        .collect();
    looks.push((Node::Kafka, system.kafka.look(), None));
    looks.push((Node::Postgres, system.postgres.look(), None));
    looks
}
