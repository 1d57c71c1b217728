//! The hub over gRPC: the bank's end of `codepix.v1.KeyDirectory`.
//!
//! In reading order: [`GrpcHub`] calls, `entries` reads what comes back, `errors` says how sure one can be of what did
//! not, `tls` says over what. Refuses to repeat a call: that is decided where its consequences are known.

mod entries;
mod errors;
mod hub;
mod tls;

pub use hub::GrpcHub;
