//! Connections that end before their time.

use super::*;

#[tokio::test]
async fn a_cut_resets_both_ends_and_new_ones_until_healed() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    fixture.proxy.set(Link::Cut);
    assert_reset(&mut client).await;
    assert_reset(&mut server).await;
    fixture.assert_resets().await;
    fixture.until_connections_are(0).await;
    fixture.proxy.set(Link::Open);
    fixture.assert_works().await;
}

#[tokio::test]
async fn a_cut_that_is_healed_at_once_still_cuts() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    fixture.proxy.set(Link::Cut);
    fixture.proxy.set(Link::Open);
    assert_reset(&mut client).await;
    assert_reset(&mut server).await;
    fixture.assert_works().await;
}

#[tokio::test]
async fn a_refusing_link_looks_like_a_killed_server_until_healed() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    let refused = |error: &std::io::Error| error.kind() == ErrorKind::ConnectionRefused;
    for _ in 0..3 {
        fixture.proxy.set(Link::Refuse);
        let until_refused = async { while !fixture.dial().await.is_err_and(|error| refused(&error)) {} };
        soon(until_refused).await;
        fixture.proxy.set(Link::Open);
        let until_accepted = async { while fixture.dial().await.is_err() {} };
        soon(until_accepted).await;
        soon(fixture.servers.accept()).await.unwrap();
    }
    assert_reset(&mut client).await;
    assert_reset(&mut server).await;
    fixture.assert_works().await;
}

#[tokio::test]
async fn a_stalled_link_can_be_cut() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    fixture.proxy.set(Link::Stall);
    let mut late = fixture.dial().await.unwrap();
    fixture.until_connections_are(2).await;
    fixture.proxy.set(Link::Cut);
    for stream in [&mut client, &mut server, &mut late] {
        assert_reset(stream).await;
    }
    fixture.until_connections_are(0).await;
}

#[tokio::test]
async fn a_slow_close_tells_the_server_at_once_and_the_client_later() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    let started = Instant::now();
    fixture.proxy.close_slowly(Duration::from_millis(300));
    assert_ended(&mut server).await;
    send(&mut server, b"into the void").await;
    fixture.assert_works().await;
    assert_ended(&mut client).await;
    assert!(started.elapsed() >= Duration::from_millis(300));
    fixture.until_connections_are(0).await;
}

#[tokio::test]
async fn a_slow_close_can_be_cut_short() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    fixture.proxy.close_slowly(Duration::from_secs(3600));
    assert_ended(&mut server).await;
    fixture.proxy.set(Link::Cut);
    assert_reset(&mut client).await;
}
