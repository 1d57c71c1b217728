//! What happened in a run, as it is printed when the run fails.

use std::fmt;

/// A fault, or a request of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub step: usize,
    pub what: String,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {:>5}: {}", self.step, self.what)
    }
}
