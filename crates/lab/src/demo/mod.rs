//! A steady trickle of lifelike transfers between all banks, for a presenter to kill things under.
//!
//! In reading order: [`cli`] (what can be asked for), [`people`] and [`customers`] (who pays), [`orders`] (whom, how much
//! and why), [`sending`] (until there is an answer), [`tally`] (what became of it), [`ledgers`] and [`money`] (what the
//! databases say of it), [`health`] (who does not answer), [`line`] and [`screen`] (what is shown), [`run`] (all together).

pub mod cli;
pub mod customers;
pub mod health;
pub mod ledgers;
pub mod line;
pub mod money;
pub mod orders;
pub mod people;
pub mod run;
pub mod screen;
pub mod sending;
pub mod summary;
pub mod tally;
