//! The port through which committed effects leave.

use async_trait::async_trait;
use std::convert::Infallible;
use telemetry::Stopwatch;

/// Hands committed effects on.
#[async_trait]
pub trait Publish<Effect>: Send + Sync + 'static {
    /// Takes the effects on, in order, and does not wait until they have arrived. One that is lost on the way is no error
    /// here: whoever needs its answer has stored the question with the commit, and asks again.
    async fn publish(&self, effects: Vec<Effect>);

    /// Called before that, for traces: these were decided and committed since the watch was started.
    fn committed(&self, _since: Stopwatch, _effects: &[Effect]) {}
}

/// For deciders whose commits are all the effect there is.
#[derive(Debug, Clone, Copy)]
pub struct NoEffects;

#[async_trait]
impl Publish<Infallible> for NoEffects {
    async fn publish(&self, _effects: Vec<Infallible>) {}
}
