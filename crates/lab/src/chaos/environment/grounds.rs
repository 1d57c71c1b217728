//! The grounds that a system can stand on, several of them beside the demo: each has a name, under which its data, logs and
//! pids are kept, and ports of its own. Every port follows from the grounds, the role and the number.

use super::instance::{Dependency, Instance, Role, Routing, root};
use std::path::PathBuf;

/// A name, and where the ports begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds {
    pub name: &'static str,
    /// By how much the ports of servers and services are above the demo's.
    pub shift: u16,
    /// Where the ports of proxies, and of Kafka's listeners behind them, begin.
    links: u16,
}

/// Chaos breaks things here.
pub const CHAOS: Grounds = Grounds { name: "chaos", shift: 11_000, links: 28_100 };
/// What is put on stage stands here, so that chaos can be at work meanwhile.
pub const STAGE: Grounds = Grounds { name: "stage", shift: 11_150, links: 29_100 };

/// So far apart are the near ends of the links to one dependency and those to the next.
const APART: u16 = 100;

impl Grounds {
    /// As the scripts are told: `CODEPIX_STAGE=chaos+11000`.
    pub fn setting(self) -> String {
        format!("{}+{}", self.name, self.shift)
    }

    /// Where logs and pids are.
    pub fn folder(self) -> PathBuf {
        root().join(".run").join(self.name)
    }

    pub const fn postgres_port(self) -> u16 {
        54_320 + self.shift
    }

    /// Where PostgreSQL listens.
    pub fn postgres(self) -> String {
        format!("127.0.0.1:{}", self.postgres_port())
    }

    /// Where Kafka listens for clients without a proxy.
    pub fn kafka(self) -> String {
        format!("127.0.0.1:{}", 9092 + self.shift)
    }

    pub fn http_port(self, instance: Instance) -> u16 {
        8000 + self.shift + instance.role.place() as u16 + 10 * (instance.number - 1)
    }

    /// The hub's gRPC port.
    pub const fn grpc_port(self, instance: Instance) -> u16 {
        50_051 + self.shift + 10 * (instance.number - 1)
    }

    /// Where Kafka listens to this service alone.
    pub fn kafka_listener(self, instance: Instance) -> u16 {
        self.links + instance.place()
    }

    /// The near end of the proxy between this service and `dependency`.
    pub fn link_port(self, instance: Instance, dependency: Dependency) -> u16 {
        let base = match dependency {
            Dependency::Kafka => self.links + APART,
            Dependency::Postgres => self.links + 2 * APART,
            Dependency::Hub => self.links + 3 * APART,
        };
        base + instance.place()
    }

    /// Where this service finds `dependency`.
    pub fn address_of(self, instance: Instance, dependency: Dependency, routing: Routing) -> String {
        match (routing, dependency) {
            (Routing::Proxied, _) => format!("127.0.0.1:{}", self.link_port(instance, dependency)),
            (Routing::Direct, Dependency::Kafka) => self.kafka(),
            (Routing::Direct, Dependency::Postgres) => self.postgres(),
            (Routing::Direct, Dependency::Hub) => format!("127.0.0.1:{}", self.grpc_port(Role::Hub.first())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn ports(grounds: Grounds) -> Vec<u16> {
        let servers = [grounds.postgres_port(), 9092 + grounds.shift, 9093 + grounds.shift];
        let of = |instance: Instance| {
            let links = instance.role.dependencies().iter();
            let links = links.map(move |dependency| grounds.link_port(instance, *dependency));
            links.chain([grounds.http_port(instance), grounds.kafka_listener(instance)]).collect::<Vec<_>>()
        };
        let hubs = [Role::Hub.first(), Role::Hub.second()].map(|hub| grounds.grpc_port(hub));
        servers.into_iter().chain(hubs).chain(Instance::all().flat_map(of)).collect()
    }

    #[test]
    fn two_systems_can_stand_side_by_side() {
        let all: Vec<_> = [CHAOS, STAGE].into_iter().flat_map(ports).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn no_connection_that_leaves_can_hold_a_port_of_theirs() {
        let leaving = 32_768..=60_999;
        for grounds in [CHAOS, STAGE] {
            assert_eq!(ports(grounds).into_iter().find(|port| leaving.contains(port)), None, "{grounds:?}");
        }
    }
}
