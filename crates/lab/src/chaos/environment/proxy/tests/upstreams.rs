//! Which server a connection reaches, and what is left when the proxy goes.

use super::*;

#[tokio::test]
async fn successive_connections_take_turns_between_upstreams() {
    let (one, other) =
        (TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let proxy = Proxy::listen(0, vec![one.local_addr().unwrap(), other.local_addr().unwrap()]).unwrap();
    for upstream in [&one, &other, &one, &other] {
        let _client = TcpStream::connect(proxy.address()).await.unwrap();
        soon(upstream.accept()).await.unwrap();
    }
    drop(one);
    for _ in 0..4 {
        let _client = TcpStream::connect(proxy.address()).await.unwrap();
        soon(other.accept()).await.unwrap();
    }
}

#[tokio::test]
async fn without_an_upstream_clients_are_reset_and_the_proxy_lives() {
    // Bound and not yet listening, so that no other test takes the port.
    let down = TcpSocket::new_v4().unwrap();
    down.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let proxy = Proxy::listen(0, vec![down.local_addr().unwrap()]).unwrap();
    let mut fixture = Fixture { proxy, servers: TcpListener::bind("127.0.0.1:0").await.unwrap() };
    fixture.assert_resets().await;
    fixture.until_connections_are(0).await;
    fixture.servers = down.listen(16).unwrap();
    fixture.assert_works().await;
}

#[tokio::test]
async fn a_failed_dial_is_no_news_while_answers_are_held() {
    let down = TcpSocket::new_v4().unwrap();
    down.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let proxy = Proxy::listen(0, vec![down.local_addr().unwrap()]).unwrap();
    proxy.set(Link::OneWay(Direction::ToClient));
    let mut client = TcpStream::connect(proxy.address()).await.unwrap();
    assert_silent(&mut client).await;
    proxy.set(Link::Open);
    assert_reset(&mut client).await;
}

#[tokio::test]
async fn a_link_needs_a_server() {
    assert!(Proxy::listen(0, Vec::new()).is_err());
}

#[tokio::test]
async fn a_dropped_proxy_leaves_nothing_behind() {
    for link in [Link::Open, Link::Stall, Link::Refuse] {
        let fixture = Fixture::new().await;
        let address = fixture.proxy.address();
        let connection = fixture.connect().await;
        let counters = Arc::downgrade(&fixture.proxy.counters);
        fixture.proxy.set(link);
        drop(fixture);
        let (mut client, mut server) = connection;
        assert_reset(&mut client).await;
        assert_reset(&mut server).await;
        // The tasks are gone when nobody counts any more, and the port with them.
        let until_gone = async {
            while counters.strong_count() > 0 {
                yield_now().await;
            }
        };
        soon(until_gone).await;
        Proxy::listen(address.port(), vec![address]).unwrap();
    }
}
