//! How many may be connected, and how long each may keep us waiting.

use std::{fmt, net::IpAddr, sync::Arc, time::Duration};

/// How many connections there may be: settings of every server.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Limits {
    /// Connections at once. One that asks nothing makes room for the next; when all are being answered, the next wait.
    #[arg(long, env, global = true, default_value_t = 4096)]
    pub connections_max: usize,
    /// The same of one address, or of one IPv6 network of 64 bits; more than that are turned away. Raise it behind a proxy.
    #[arg(long, env, global = true, default_value_t = 1024)]
    pub connections_per_address_max: usize,
}

/// As [`Limits`] are when no setting says otherwise.
impl Default for Limits {
    fn default() -> Self {
        Self { connections_max: 4096, connections_per_address_max: 1024 }
    }
}

/// What a listener keeps to.
#[derive(Clone)]
pub struct Bounds {
    pub limits: Limits,
    pub patience: Patience,
    many_behind: Arc<dyn Fn(IpAddr) -> bool + Send + Sync>,
}

impl Bounds {
    /// For browsers and programs that speak HTTP.
    pub fn http(limits: Limits) -> Self {
        Self { limits, patience: Patience::HTTP, many_behind: Arc::new(|_| false) }
    }

    /// For the few that speak gRPC.
    pub fn grpc(limits: Limits) -> Self {
        Self { patience: Patience::GRPC, ..Self::http(limits) }
    }

    /// `many` says of an address whether many people stand behind it, as behind a proxy of ours: the bound of one address is
    /// none for them.
    pub fn many_behind(self, many: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Self {
        Self { many_behind: Arc::new(many), ..self }
    }

    /// Is there no bound for connections of this address alone?
    pub(crate) fn lets_many(&self, address: IpAddr) -> bool {
        (self.many_behind)(address.to_canonical())
    }
}

impl fmt::Debug for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bounds")
            .field("limits", &self.limits)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// How long a connection on which no request is under way is kept. What a request itself may take, whoever answers it says.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From opening it, or from the first byte of a further request, until that request's head is whole.
    pub head: Duration,
    /// From an answer to the next request. None: its protocol asks by itself whether the other end is there.
    pub rest: Option<Duration>,
}

impl Patience {
    /// Clients keep connections for 90 s as a rule; they shall be the ones who close, since a request may just be on its way.
    const HTTP: Self = Self { head: Duration::from_secs(5), rest: Some(Duration::from_secs(120)) };
    /// There is a handshake more to it, perhaps two.
    const GRPC: Self = Self { head: Duration::from_secs(10), rest: None };
}
