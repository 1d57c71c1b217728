//! The people who may be used to look around. Nobody, until the bank has some.

use crate::model::DemoPerson;

/// Off, or the people of this bank.
#[derive(Default)]
pub struct Demo {
    pub people: Vec<DemoPerson>,
}
