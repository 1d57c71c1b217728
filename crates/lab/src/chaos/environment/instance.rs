//! Which processes there are, and what they talk to. On which ports is said in `grounds`.

use codepix_proto::topic::{from_bank, to_bank};
use std::{fmt, path::PathBuf};

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

    /// Its place among all, from 0.
    pub fn place(self) -> u16 {
        self.role.place() as u16 * 2 + self.number - 1
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
