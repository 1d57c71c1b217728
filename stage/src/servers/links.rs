//! Lines: what is asked of their proxies, and what these are seen to do.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

use engine::Clock;
use lab::chaos::environment::proxy::{Direction, Link};
use tokio::time::{MissedTickBehavior, interval};

use super::system::System;
use crate::journal::{Entry, Far, Journal, LinkName, LinkState, Speed};

const EVERY: Duration = Duration::from_millis(60);
/// Of a line that is slow by itself.
const LATE: Duration = Duration::from_millis(900);
/// At slow speed: a message takes so long to Kafka and as long from it, of which a Pix needs eight until its payer knows. Who
/// is started again is let in first: a log-in of many questions would take it a minute.
const SLOW_TO_KAFKA: Duration = Duration::from_millis(450);
/// And each question to a database twice this: enough to be seen, and the phones stay usable.
const SLOW_TO_POSTGRES: Duration = Duration::from_millis(20);

impl System {
    /// Makes a line let through what `state` says.
    pub fn set_line(&self, line: LinkName, state: LinkState) -> bool {
        let Some(proxy) = self.lines.get(&line) else { return false };
        proxy.set(match state {
            LinkState::Whole => whole(line, self.speed()),
            LinkState::Cut => Link::Cut,
            LinkState::Deaf => Link::OneWay(Direction::ToClient),
            LinkState::Mute => Link::OneWay(Direction::ToServer),
            LinkState::Slow => Link::Delay(LATE),
        });
        true
    }

    /// Delays the lines that are whole, or no longer.
    pub fn set_speed(&self, speed: Speed) {
        *self.speed.lock().unwrap_or_else(PoisonError::into_inner) = speed;
        for (line, proxy) in &self.lines {
            if state(proxy.link()) == LinkState::Whole {
                proxy.set(whole(*line, speed));
            }
        }
    }

    /// No line is broken, or delayed.
    pub fn lines_are_open(&self) -> bool {
        self.lines.values().all(|proxy| proxy.link() == Link::Open)
    }

    fn speed(&self) -> Speed {
        *self.speed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a line does that nobody has broken.
fn whole(line: LinkName, speed: Speed) -> Link {
    match (speed, line.to) {
        (Speed::Real, _) | (Speed::Slow, Far::Hub) => Link::Open,
        (Speed::Slow, Far::Kafka) => Link::DelayOnceSettled(SLOW_TO_KAFKA),
        (Speed::Slow, Far::Pg) => Link::DelayOnceSettled(SLOW_TO_POSTGRES),
    }
}

fn state(link: Link) -> LinkState {
    match link {
        Link::Open | Link::DelayOnceSettled(_) => LinkState::Whole,
        Link::Delay(_) => LinkState::Slow,
        Link::OneWay(Direction::ToClient) => LinkState::Deaf,
        Link::OneWay(Direction::ToServer) => LinkState::Mute,
        Link::Cut | Link::Refuse | Link::Stall => LinkState::Cut,
    }
}

/// Writes down what the proxies do, as long as the stage stands.
pub async fn watch(system: Arc<System>, journal: Journal, clock: Clock) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut told, mut told_speed) = (BTreeMap::new(), None);
    loop {
        ticks.tick().await;
        for (line, proxy) in &system.lines {
            let state = state(proxy.link());
            if told.insert(*line, state) != Some(state) {
                journal.append(Entry::Link { link: *line, state, since: clock() });
            }
        }
        if let Some(speed) = speed(&system)
            && told_speed.replace(speed) != Some(speed)
        {
            journal.append(Entry::Speed { speed });
        }
    }
}

/// By the lines to Kafka that nobody has broken; None where there are none.
fn speed(system: &System) -> Option<Speed> {
    let mut links =
        system.lines.iter().filter(|(line, _)| line.to == Far::Kafka).map(|(_, proxy)| proxy.link());
    let link = links.find(|link| state(*link) == LinkState::Whole)?;
    Some(if link == Link::Open { Speed::Real } else { Speed::Slow })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Place;

    #[test]
    fn a_line_that_nobody_has_broken_is_whole_at_any_speed() {
        for to in [Far::Kafka, Far::Hub, Far::Pg] {
            for speed in [Speed::Real, Speed::Slow] {
                assert_eq!(state(whole(LinkName { from: Place::Hub, to }, speed)), LinkState::Whole);
            }
        }
        assert_eq!(state(Link::Delay(LATE)), LinkState::Slow);
    }
}
