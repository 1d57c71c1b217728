//! Whose word counts on where a request comes from: bank-web, and what stands before it. They are known by their addresses;
//! those of hosts that are named are looked up again and again, as containers get another one with each start.

use ipnet::IpNet;
use std::{
    net::IpAddr,
    str::FromStr,
    sync::{PoisonError, RwLock},
    time::Duration,
};
use tokio::{net::lookup_host, time::sleep};

/// How old an address of a host may be.
const EVERY: Duration = Duration::from_secs(2);

/// An address, a network, or the name of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proxy {
    Network(IpNet),
    Host(String),
}

impl FromStr for Proxy {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(network) = text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from)) {
            return Ok(Self::Network(network));
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
        let host = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(plain);
        host.then(|| Self::Host(text.to_owned()))
            .ok_or("write an address, a network like 10.1.0.0/16, or the name of a host")
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct TrustedProxies {
    networks: Vec<IpNet>,
    hosts: Vec<String>,
    /// Where the hosts are now.
    found: RwLock<Vec<IpAddr>>,
}

impl TrustedProxies {
    /// Hosts count when [`TrustedProxies::follow`] has found them.
    pub fn new(proxies: impl IntoIterator<Item = Proxy>) -> Self {
        let mut all = Self::default();
        for proxy in proxies {
            match proxy {
                Proxy::Network(network) => all.networks.push(network),
                Proxy::Host(host) => all.hosts.push(host),
            }
        }
        all
    }

    /// Is that one of them?
    pub fn include(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
            || self.found.read().unwrap_or_else(PoisonError::into_inner).contains(&address)
    }

    /// Looks where the hosts are, for ever.
    pub async fn follow(&self) {
        loop {
            let mut found = Vec::new();
            for host in &self.hosts {
                // One that does not run has no address.
                let addresses = lookup_host((host.as_str(), 0)).await.into_iter().flatten();
                found.extend(addresses.map(|address| address.ip().to_canonical()));
            }
            *self.found.write().unwrap_or_else(PoisonError::into_inner) = found;
            sleep(EVERY).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(texts: &[&str]) -> TrustedProxies {
        TrustedProxies::new(texts.iter().map(|text| text.parse().unwrap()))
    }

    #[test]
    fn an_address_is_that_one_alone_and_a_network_all_of_it() {
        let proxies = proxies(&["127.0.0.2", "10.1.0.0/16", "2001:db8::/32"]);
        for (address, trusted) in [
            ("127.0.0.2", true),
            ("::ffff:127.0.0.2", true),
            ("127.0.0.1", false),
            ("10.1.2.3", true),
            ("10.2.0.1", false),
            ("2001:db8::7", true),
        ] {
            assert_eq!(proxies.include(address.parse().unwrap()), trusted, "{address}");
        }
        for wrong in ["", "10.0.0.0/99", "http://bank-web:8000", "10.1.2"] {
            assert!(wrong.parse::<Proxy>().is_err(), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn a_host_is_where_it_was_found_last() {
        let proxies = std::sync::Arc::new(proxies(&["localhost", "no-such-host.invalid"]));
        let here = "127.0.0.1".parse().unwrap();
        assert!(!proxies.include(here), "nobody has looked");
        let following = std::sync::Arc::clone(&proxies);
        tokio::spawn(async move { following.follow().await });
        while !proxies.include(here) {
            tokio::task::yield_now().await;
        }
        assert!(!proxies.include("198.51.100.9".parse().unwrap()));
    }
}
