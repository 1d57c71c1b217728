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
    /// The bytes of this direction are held. New connections are made, and are as silent that way.
    OneWay(Direction),
    /// All bytes are held. New connections are accepted, and reach no server before the link changes.
    Stall,
    /// Existing connections are reset, new ones are accepted and reset: what a proxy without a server does.
    Cut,
    /// Existing connections are reset, new ones are refused: what a killed server looks like.
    Refuse,
}

impl Link {
    /// How much later bytes of this direction arrive; None while they are held.
    pub(super) fn delay(self, direction: Direction) -> Option<Duration> {
        match self {
            Self::Open => Some(Duration::ZERO),
            Self::Delay(delay) => Some(delay),
            Self::OneWay(held) => (held != direction).then_some(Duration::ZERO),
            Self::Stall | Self::Cut | Self::Refuse => None,
        }
    }

    /// Whether no connection survives it.
    pub(super) fn resets(self) -> bool {
        matches!(self, Self::Cut | Self::Refuse)
    }
}
