//! A bank's customers, as a program: everything goes through the bank's REST interface, and nothing is known of what
//! stands behind it. For tests and measurements.

mod bank;
mod customer;
mod patience;
mod people;
mod theirs;

pub use bank::{Answer, BankClient};
pub use customer::{Customer, SendPix};
pub use patience::until;
pub use people::{PIN, Person};
