//! Servers that are somewhere else: reached over TLS, with a CA made for the occasion. It needs `openssl`, and Kafka's jars
//! as `scripts/up kafka` installs them.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod ca;
mod hub;
mod kafka;
