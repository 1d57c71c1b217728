//! How a link behaves. Pure.

use std::time::Duration;

/// Which way bytes flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    ToServer,
    ToClient,
}

impl Direction {
    /// The other way.
    pub fn opposite(self) -> Self {
        match self {
            Self::ToServer => Self::ToClient,
            Self::ToClient => Self::ToServer,
        }
    }
}

/// The state of a link. What is held is not lost: like what TCP sends again after a partition, it arrives once the
/// link lets it pass. Ends of streams and resets are held and delayed as bytes are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Link {
    /// Passes bytes both ways.
    #[default]
    Open,
    /// Each byte arrives so much later, in order; a question and its answer take twice as long.
    Delay(Duration),
    /// As a delay, but for connections that are younger than [`SETTLED`]: who begins anew gets there, though it takes many
    /// questions, and is as late as all others from then on.
    DelayOnceSettled(Duration),
    /// The bytes of this direction are held. New connections are made, and are as silent that way.
    OneWay(Direction),
    /// All bytes are held. New connections are accepted, and reach no server before the link changes.
    Stall,
    /// Existing connections are reset, new ones are accepted and reset: what a proxy without a server does.
    Cut,
    /// Existing connections are reset, new ones are refused: what a killed server looks like.
    Refuse,
}

/// A connection has settled when it is this old: it has logged in, and knows where everything is.
pub const SETTLED: Duration = Duration::from_millis(1500);

impl Link {
    /// As it is for a connection of this age.
    pub(super) fn at_age(self, age: Duration) -> Self {
        match self {
            Self::DelayOnceSettled(_) if age < SETTLED => Self::Open,
            Self::DelayOnceSettled(delay) => Self::Delay(delay),
            other => other,
        }
    }

    /// How much later bytes of this direction arrive; None while they are held.
    pub(super) fn delay(self, direction: Direction) -> Option<Duration> {
        match self {
            Self::Open => Some(Duration::ZERO),
            Self::Delay(delay) | Self::DelayOnceSettled(delay) => Some(delay),
            Self::OneWay(held) => (held != direction).then_some(Duration::ZERO),
            Self::Stall | Self::Cut | Self::Refuse => None,
        }
    }

    /// Whether no connection survives it.
    pub(super) fn resets(self) -> bool {
        matches!(self, Self::Cut | Self::Refuse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_late_once_it_has_settled() {
        let (link, delay) =
            (Link::DelayOnceSettled(Duration::from_secs(1)), Link::Delay(Duration::from_secs(1)));
        assert_eq!(link.at_age(Duration::ZERO), Link::Open);
        assert_eq!(link.at_age(SETTLED), delay);
        assert_eq!(delay.at_age(Duration::ZERO), delay, "a delay has no patience");
    }
}
