//! How every server listens to strangers. Whatever one of them can open is bounded in number and in
//! time, so that there is room for the others.
//!
//! In reading order: [`Limits`] (the settings) and [`Bounds`] (with how much patience), `connections` (who is connected and
//! what they are at: the rules), [`Listener`] and [`Socket`] (the rules over TCP), [`Turns`] (tells when a request is under
//! way), [`serve`] (an axum router behind all of it; tonic takes [`Listener::incoming`] and [`Turns`]), [`signalled`] (when all of that is to end).

mod bounds;
mod connections;
mod http;
mod listener;
mod open_files;
mod signalled;
mod socket;
mod turns;

pub use bounds::{Bounds, Limits, Patience};
pub use connections::Connection;
pub use http::serve;
pub use listener::Listener;
pub use signalled::signalled;
pub use socket::Socket;
pub use turns::Turns;
