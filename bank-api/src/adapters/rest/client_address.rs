//! Where a request comes from, seen through our own proxies: what they write into `X-Forwarded-For` is believed, what
//! anybody else writes there is not.

use super::{Rest, TrustedProxies};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use std::net::{IpAddr, SocketAddr};

/// The address of the one who asks.
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<Rest> for ClientAddress {
    type Rejection = <ConnectInfo<SocketAddr> as FromRequestParts<Rest>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Self::Rejection> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, rest).await?;
        Ok(Self(behind_proxies(peer.ip(), &parts.headers, &rest.trusted_proxies)))
    }
}

/// Each proxy adds at the end whom it spoke to. So the way is followed back from its end, as long as it leads from proxy
/// to proxy.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let lines: Vec<_> = lines.collect();
    let mut way = lines.iter().flat_map(|line| line.split(',')).rev();
    let mut client = peer.to_canonical();
    while proxies.include(client) {
        let Some(before) = way.next().and_then(|word| word.trim().parse::<IpAddr>().ok()) else { break };
        client = before.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let proxies = ["127.0.0.2", "::1", "10.1.0.0/16"].map(|proxy| proxy.parse().unwrap());
        behind_proxies(peer.parse().unwrap(), &headers, &TrustedProxies::new(proxies)).to_string()
    }

    #[test]
    fn a_proxy_of_ours_names_the_client() {
        assert_eq!(seen("127.0.0.2", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(
            seen("::1", &["203.0.113.7, 10.1.2.3", "127.0.0.2"]),
            "203.0.113.7",
            "from proxy to proxy"
        );
        assert_eq!(seen("::ffff:127.0.0.2", &["2001:db8::7"]), "2001:db8::7");
    }

    #[test]
    fn nobody_else_is_believed() {
        assert_eq!(seen("198.51.100.9", &["203.0.113.7"]), "198.51.100.9");
        assert_eq!(seen("127.0.0.1", &["203.0.113.7"]), "127.0.0.1", "whoever else is on this machine");
        assert_eq!(
            seen("127.0.0.2", &["203.0.113.7, 198.51.100.9"]),
            "198.51.100.9",
            "the client wrote the rest"
        );
    }

    #[test]
    fn without_a_word_that_is_an_address_it_is_the_last_one_known() {
        assert_eq!(seen("127.0.0.2", &[]), "127.0.0.2");
        assert_eq!(seen("127.0.0.2", &["unknown"]), "127.0.0.2");
        assert_eq!(seen("127.0.0.2", &["203.0.113.7, , 10.1.2.3"]), "10.1.2.3");
    }
}
