//! One file per screen, or per two that share a form. Each draws a value of [`crate::model`]; none fetches.

mod door;
mod fault;
mod home;
mod keys;
mod login;
mod new_key;
mod open_account;
mod outcome;
mod profile;
mod receipt;
mod send_amount;
mod send_key;
mod send_payee;
mod send_pin;
mod send_review;
mod statement;

pub use door::welcome;
pub use fault::fault;
pub use home::home;
pub use keys::{keys, remove_key};
pub use login::{logged_in, login};
pub use new_key::new_key;
pub use open_account::open_account;
pub use outcome::outcome;
pub use profile::profile;
pub use receipt::receipt;
pub use send_amount::send_amount;
pub use send_key::send_key;
pub use send_payee::send_payee;
pub use send_pin::send_pin;
pub use send_review::{send_review, send_twice};
pub use statement::statement;
