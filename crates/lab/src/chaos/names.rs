//! Who stands on the stage, and where: every port follows from a name.

use std::{fmt, path::PathBuf};

/// The stage's own name, and by how much its ports lie above the demo's.
pub const SHIFT: u16 = 500;
/// Where the stage's PostgreSQL listens.
pub const POSTGRES: &str = "127.0.0.1:54820";
/// The same, as the proxies reach it.
pub const POSTGRES_PORT: u16 = 54_820;
/// Where the stage's Kafka listens to whoever comes without a proxy.
pub const KAFKA: &str = "127.0.0.1:9592";

/// What a service is.
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
pub struct Name {
    pub role: Role,
    /// 1 or 2.
    pub instance: u16,
}

/// How services reach whom they talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roads {
    /// Over a proxy each, which can break.
    Proxied,
    /// As outside of here: whatever is due to the proxies alone does not show then.
    Direct,
}

/// Whom a service talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Neighbour {
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

    /// Its place in lists of all databases: hub, 001, 002.
    pub const fn place(self) -> usize {
        match self {
            Self::Hub => 0,
            Self::Ipe => 1,
            Self::Mare => 2,
        }
    }

    pub const fn first(self) -> Name {
        Name { role: self, instance: 1 }
    }

    pub const fn second(self) -> Name {
        Name { role: self, instance: 2 }
    }

    /// Whom it talks to.
    pub const fn neighbours(self) -> &'static [Neighbour] {
        match self {
            Self::Hub => &[Neighbour::Kafka, Neighbour::Postgres],
            Self::Ipe | Self::Mare => &[Neighbour::Kafka, Neighbour::Postgres, Neighbour::Hub],
        }
    }

    /// The consumer group.
    pub const fn group(self) -> &'static str {
        match self {
            Self::Hub => "codepix",
            Self::Ipe => "bank-001",
            Self::Mare => "bank-002",
        }
    }
}

impl Name {
    /// All that may stand on the stage.
    pub fn all() -> impl Iterator<Item = Self> {
        ROLES.into_iter().flat_map(|role| [role.first(), role.second()])
    }

    fn place(self) -> u16 {
        self.role.place() as u16 * 2 + self.instance - 1
    }

    pub fn http_port(self) -> u16 {
        8000 + SHIFT + self.role.place() as u16 + 10 * (self.instance - 1)
    }

    /// The hub's.
    pub fn grpc_port(self) -> u16 {
        50_051 + SHIFT + 10 * (self.instance - 1)
    }

    /// Where Kafka listens to this service alone.
    pub fn kafka_listener(self) -> u16 {
        28_100 + self.place()
    }

    /// Where this service finds `neighbour`.
    pub fn address_of(self, neighbour: Neighbour, roads: Roads) -> String {
        match (roads, neighbour) {
            (Roads::Proxied, _) => format!("127.0.0.1:{}", self.link_port(neighbour)),
            (Roads::Direct, Neighbour::Kafka) => KAFKA.to_owned(),
            (Roads::Direct, Neighbour::Postgres) => POSTGRES.to_owned(),
            (Roads::Direct, Neighbour::Hub) => format!("127.0.0.1:{}", Role::Hub.first().grpc_port()),
        }
    }

    /// The near end of the proxy between this service and `neighbour`.
    pub fn link_port(self, neighbour: Neighbour) -> u16 {
        let base = match neighbour {
            Neighbour::Kafka => 28_200,
            Neighbour::Postgres => 28_300,
            Neighbour::Hub => 28_400,
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

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.role, self.instance)
    }
}

impl fmt::Display for Neighbour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hub => "the hub",
            Self::Kafka => "Kafka",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// The repository, in which the scripts and the programs stand.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
