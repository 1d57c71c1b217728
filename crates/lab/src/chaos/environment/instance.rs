//! Which processes there are, and on which ports: every port follows from role and number.

use codepix_proto::topic::{from_bank, to_bank};
use std::{fmt, path::PathBuf};

/// By how much its ports are above the demo's.
pub const SHIFT: u16 = 11_000;
/// Where the environment's PostgreSQL listens.
pub const POSTGRES: &str = "127.0.0.1:65320";
/// Its port.
pub const POSTGRES_PORT: u16 = 54_320 + SHIFT;
/// Where the environment's Kafka listens for clients without a proxy.
pub const KAFKA: &str = "127.0.0.1:20092";

/// Which service a process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Hub,
    /// Bank 001.
    Ipe,
    /// Bank 002.
    Mare,
}

/// All roles.
pub const ROLES: [Role; 3] = [Role::Hub, Role::Ipe, Role::Mare];
/// The banks.
pub const BANKS: [Role; 2] = [Role::Ipe, Role::Mare];

/// One process: a role may have two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instance {
    pub role: Role,
    /// 1 or 2.
    pub number: u16,
}

/// How services reach their dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Routing {
    /// Over a proxy for each link, which can break it.
    Proxied,
    /// Without proxies, as in production: what only a proxy causes does not show.
    Direct,
}

/// What a service talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dependency {
    Hub,
    Kafka,
    Postgres,
}

impl Role {
    /// `001`; None for the hub.
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Hub => None,
            Self::Ipe => Some("001"),
            Self::Mare => Some("002"),
        }
    }

    /// Its index in lists of all databases: hub, 001, 002.
    pub const fn place(self) -> usize {
        match self {
            Self::Hub => 0,
            Self::Ipe => 1,
            Self::Mare => 2,
        }
    }

    pub const fn first(self) -> Instance {
        Instance { role: self, number: 1 }
    }

    pub const fn second(self) -> Instance {
        Instance { role: self, number: 2 }
    }

    /// Whom it talks to.
    pub const fn dependencies(self) -> &'static [Dependency] {
        match self {
            Self::Hub => &[Dependency::Kafka, Dependency::Postgres],
            Self::Ipe | Self::Mare => &[Dependency::Kafka, Dependency::Postgres, Dependency::Hub],
        }
    }

    /// The topics it reads.
    pub fn topics(self) -> Vec<String> {
        match self.code() {
            None => BANKS.into_iter().filter_map(Self::code).map(from_bank).collect(),
            Some(code) => vec![to_bank(code)],
        }
    }

    /// The consumer group, and the broker's user.
    pub const fn group(self) -> &'static str {
        match self {
            Self::Hub => "codepix",
            Self::Ipe => "bank-001",
            Self::Mare => "bank-002",
        }
    }
}

impl Instance {
    /// Every instance that can run.
    pub fn all() -> impl Iterator<Item = Self> {
        ROLES.into_iter().flat_map(|role| [role.first(), role.second()])
    }

    fn place(self) -> u16 {
        self.role.place() as u16 * 2 + self.number - 1
    }

    pub fn http_port(self) -> u16 {
        8000 + SHIFT + self.role.place() as u16 + 10 * (self.number - 1)
    }

    /// The hub's gRPC port.
    pub fn grpc_port(self) -> u16 {
        50_051 + SHIFT + 10 * (self.number - 1)
    }

    /// Where Kafka listens to this service alone.
    pub fn kafka_listener(self) -> u16 {
        28_100 + self.place()
    }

    /// Where this service finds `dependency`.
    pub fn address_of(self, dependency: Dependency, routing: Routing) -> String {
        match (routing, dependency) {
            (Routing::Proxied, _) => format!("127.0.0.1:{}", self.link_port(dependency)),
            (Routing::Direct, Dependency::Kafka) => KAFKA.to_owned(),
            (Routing::Direct, Dependency::Postgres) => POSTGRES.to_owned(),
            (Routing::Direct, Dependency::Hub) => format!("127.0.0.1:{}", Role::Hub.first().grpc_port()),
        }
    }

    /// The near end of the proxy between this service and `dependency`.
    pub fn link_port(self, dependency: Dependency) -> u16 {
        let base = match dependency {
            Dependency::Kafka => 28_200,
            Dependency::Postgres => 28_300,
            Dependency::Hub => 28_400,
        };
        base + self.place()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hub => "hub",
            Self::Ipe => "bank-001",
            Self::Mare => "bank-002",
        })
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.role, self.number)
    }
}

impl fmt::Display for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hub => "the hub",
            Self::Kafka => "Kafka",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
