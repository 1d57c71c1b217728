//! Where phones reach the stage, and what they reach: the audience's pages. All else is for this machine, and for whoever
//! brings the presenter's token.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{Stage, problem::Problem};

/// The name by which the room reaches this machine: where it listens says more than what its own browser calls it.
#[derive(Clone, Debug, Default)]
pub struct Reach(Option<SocketAddr>);

impl Reach {
    /// Of whoever listens there. On loopback nobody but this machine reaches it, by whatever name its browser uses.
    pub fn of(listening: SocketAddr) -> Reach {
        let ip = match listening.ip() {
            ip if ip.is_loopback() => None,
            ip if ip.is_unspecified() => in_the_network(),
            ip => Some(ip),
        };
        Reach(ip.map(|ip| SocketAddr::new(ip, listening.port())))
    }

    /// What the room's addresses begin with; `request` says how the stage was called. None where nobody said.
    pub(super) fn origin(&self, request: &HeaderMap) -> Option<String> {
        let host = request.get(header::HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
        let called = self.0.map(|address| address.to_string()).or_else(|| host.map(|host| host.to_string()));
        called.map(|called| format!("http://{called}"))
    }
}

/// The address that this machine would speak from to others. Nothing is sent: the network is only asked for the way.
fn in_the_network() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address that is kept for documents: no network has it, but every way out leads there.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_unspecified() && !ip.is_loopback()).then_some(ip)
}

/// From the network, without the token, one comes to the audience's pages and no further.
pub(super) async fn no_further_than_the_room(
    State(stage): State<Stage>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let here = peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    let path = request.uri().path();
    if here || is_the_rooms(path) || stage.token.is_in(request.headers()) || brings_a_token(&request) {
        return Ok(next.run(request).await);
    }
    if path == "/" && request.method() == Method::GET {
        return Ok(Redirect::to("/join").into_response());
    }
    Err(Problem::NotTheRooms)
}

fn is_the_rooms(path: &str) -> bool {
    matches!(path, "/home" | "/recording" | "/livez" | "/favicon.svg")
        || ["/join", "/assets/"].iter().any(|way| path.starts_with(way))
}

/// Whether it is the right one, the page says.
fn brings_a_token(request: &Request) -> bool {
    let brings =
        request.uri().query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("token=")));
    brings && request.method() == Method::GET && matches!(request.uri().path(), "/" | "/remote")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(listening: &str, host: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        Reach::of(listening.parse().unwrap()).origin(&headers)
    }

    #[test]
    fn the_room_is_sent_where_the_stage_listens_or_else_where_it_was_asked() {
        assert_eq!(origin("192.0.2.10:3000", "localhost:3000").as_deref(), Some("http://192.0.2.10:3000"));
        assert_eq!(origin("127.0.0.1:3000", "localhost:3000").as_deref(), Some("http://localhost:3000"));
        assert_eq!(origin("[::1]:3000", "a b"), None);
        let found = origin("0.0.0.0:3000", "palco.local:3000").unwrap();
        assert!(found.ends_with(":3000") && !found.contains("0.0.0.0"), "{found}");
    }
}
