//! The room: whoever has a phone becomes a customer of one of the banks, as customers do, over the bank's own REST.
//!
//! In reading order: [`Room`] (who joins, who sends, what a phone shows; its parts are `inside`), [`Refusal`] (what is not
//! done, in words); `names` and `papers` (who they are), `bank` (what is asked of a bank), `opening` and `sending` (asked
//! until it is answered); `seats`, with `seat`, `orders` and `travels` (what is known of everybody, pure), `bucket` (how fast
//! one may ask), `watch` (what the journal tells of the room's transfers, and what it is told of the room), `view` (what a
//! phone shows).

mod bank;
mod bucket;
mod inside;
mod names;
mod opening;
mod orders;
mod papers;
mod refusal;
mod room;
mod seat;
mod seats;
mod sending;
mod travels;
mod view;
mod watch;

pub use names::{GivenName, offered};
pub use orders::AMOUNTS;
pub use refusal::Refusal;
pub use room::{Asked, Room};
pub use view::{Course, Mine, Move, News, Person, Standing};
