//! Who listens where: at the usual ports, or all of them further up where one is taken.

use anyhow::bail;
use banks::Banks;
use std::net::{SocketAddr, TcpListener};

const HUB_HTTP: u16 = 8000;
const HUB_GRPC: u16 = 50051;
const STAGE: u16 = 3000;
/// All ports move by this at once, so that it is seen at a glance whose is whose.
const STEP: u16 = 100;
const STEPS_MAX: u16 = 20;

/// The ports of the hub and of the stage's page; those of `banks` are theirs.
#[derive(Debug, Clone)]
pub struct Places {
    pub banks: Banks,
    pub hub_http: u16,
    pub hub_grpc: u16,
    pub stage: u16,
}

impl Places {
    /// The first that are all free.
    ///
    /// # Errors
    /// When none are, however far they move.
    pub fn free(banks: &Banks) -> anyhow::Result<Self> {
        for step in 0..STEPS_MAX {
            if let Some(places) = Self::moved(banks, step * STEP)
                && places.all().all(|port| TcpListener::bind(loopback(port)).is_ok())
            {
                return Ok(places);
            }
        }
        bail!(
            "no free ports: end what listens at {HUB_HTTP}, {HUB_GRPC}, {STAGE} and at the ports of banks.env"
        )
    }

    /// None where a port would be none any more.
    fn moved(banks: &Banks, by: u16) -> Option<Self> {
        let mut banks = banks.clone();
        for bank in &mut banks.banks {
            bank.face.api_port = bank.face.api_port.checked_add(by)?;
            bank.face.web_port = bank.face.web_port.checked_add(by)?;
        }
        let [hub_http, hub_grpc, stage] = [HUB_HTTP, HUB_GRPC, STAGE].map(|port| port.checked_add(by));
        Some(Self { banks, hub_http: hub_http?, hub_grpc: hub_grpc?, stage: stage? })
    }

    fn all(&self) -> impl Iterator<Item = u16> {
        let of_banks = self.banks.banks.iter().flat_map(|bank| [bank.api_port, bank.web_port]);
        of_banks.chain([self.hub_http, self.hub_grpc, self.stage])
    }
}

/// This machine's own, at `port`.
pub fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_port_is_taken_all_move() {
        let banks = crate::secrets::banks(None).unwrap();
        let first = Places::free(&banks).unwrap();
        let _taken = TcpListener::bind(loopback(first.banks.banks[0].web_port)).unwrap();
        let second = Places::free(&banks).unwrap();
        let ports = |places: &Places| places.all().collect::<Vec<_>>();
        let moved_by: Vec<_> =
            ports(&second).iter().zip(ports(&first)).map(|(now, then)| now - then).collect();
        assert!(moved_by[0] > 0 && moved_by.iter().all(|by| *by == moved_by[0]), "{moved_by:?}");
    }
}
