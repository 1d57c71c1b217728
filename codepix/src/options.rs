//! What a hub is told when it is started.

use crate::{adapters::grpc::Identity, domain::KeyLimits};
use banks::Hub;
use listener::Limits;
use std::{net::SocketAddr, time::Duration};

/// Who the hub is, where it listens, and what it allows.
pub struct Options {
    /// The banks that take part, and the hub's own secrets.
    pub banks: Hub,
    pub grpc_address: SocketAddr,
    /// Who the hub is over TLS, if it speaks gRPC that way.
    pub grpc_identity: Option<Identity>,
    /// REST, `/livez`, `/readyz`.
    pub http_address: SocketAddr,
    pub limits: Limits,
    /// How often keys may be registered.
    pub key_limits: KeyLimits,
    /// For how long a registration is remembered after its key was removed.
    pub key_requests_kept: Duration,
    /// For how long a transfer is kept after its end.
    pub transfers_kept: Duration,
}
