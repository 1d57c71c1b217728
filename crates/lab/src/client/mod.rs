//! A bank's customers, as a program: everything goes through the bank's REST interface, and nothing is known of what
//! stands behind it. For tests and measurements.

mod bank;
mod customer;
mod people;
mod theirs;
mod until;

pub use bank::{Answer, BankClient};
pub use customer::{Customer, SendPix};
pub use people::{PIN, Person};
pub use until::until;
