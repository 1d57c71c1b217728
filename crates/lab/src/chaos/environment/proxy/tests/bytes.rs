//! What is passed, held and delayed arrives whole and in order.

use super::*;

/// Bytes that no shift or swap leaves as they are.
fn noise(count: u32, seed: u32) -> Vec<u8> {
    (0..count).map(|index| ((index ^ seed).wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_link_passes_a_megabyte_both_ways_at_once() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    let (up, down) = (noise(1 << 20, 1), noise(1 << 20, 2));
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let (mut at_server, mut at_client) = (vec![0; up.len()], vec![0; down.len()]);
    let all = async {
        tokio::try_join!(
            to_client.write_all(&up),
            to_server.write_all(&down),
            from_server.read_exact(&mut at_server),
            from_client.read_exact(&mut at_client),
        )
    };
    soon(all).await.unwrap();
    assert!(at_server == up && at_client == down);
    drop((client, server));
    fixture.until_connections_are(0).await;
    assert_eq!(fixture.proxy.delivered(Direction::ToServer), 1 << 20);
    assert_eq!(fixture.proxy.delivered(Direction::ToClient), 1 << 20);
}

#[tokio::test]
async fn the_end_of_one_stream_leaves_the_other() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    send(&mut client, b"last words").await;
    client.shutdown().await.unwrap();
    assert_eq!(receive(&mut server, 10).await, b"last words");
    assert_ended(&mut server).await;
    send(&mut server, b"long answer").await;
    assert_eq!(receive(&mut client, 11).await, b"long answer");
    assert_eq!(fixture.proxy.connections(), 1);
    server.shutdown().await.unwrap();
    assert_ended(&mut client).await;
    fixture.until_connections_are(0).await;
}

#[tokio::test]
async fn a_reader_that_does_not_read_stops_the_writer() {
    for link in [Link::Open, Link::Delay(Duration::from_millis(1))] {
        let fixture = Fixture::new().await;
        fixture.proxy.set(link);
        let (mut client, _server) = fixture.connect().await;
        // Larger than the buffers of two loopback connections and the proxy's own.
        let written = timeout(Duration::from_millis(500), client.write_all(&vec![0; 64 << 20])).await;
        assert!(written.is_err(), "{link:?}");
    }
}

#[tokio::test]
async fn a_reset_of_one_end_reaches_the_other() {
    let fixture = Fixture::new().await;
    let (client, mut server) = fixture.connect().await;
    client.set_zero_linger().unwrap();
    drop(client);
    assert_reset(&mut server).await;
    fixture.until_connections_are(0).await;
    fixture.assert_works().await;
}

#[tokio::test]
async fn a_one_way_link_holds_that_way_and_delivers_all_once_healed() {
    for held in [Direction::ToServer, Direction::ToClient] {
        let fixture = Fixture::new().await;
        let before = fixture.connect().await;
        fixture.proxy.set(Link::OneWay(held));
        let after = fixture.connect().await;
        for (client, server) in [before, after] {
            let (mut from, mut to) = match held {
                Direction::ToServer => (client, server),
                Direction::ToClient => (server, client),
            };
            fixture.proxy.set(Link::OneWay(held));
            send(&mut from, b"one, ").await;
            send(&mut to, b"through").await;
            assert_eq!(receive(&mut from, 7).await, b"through");
            send(&mut from, b"two, ").await;
            from.shutdown().await.unwrap();
            assert_silent(&mut to).await;
            fixture.proxy.set(Link::Open);
            assert_eq!(receive(&mut to, 10).await, b"one, two, ");
            assert_ended(&mut to).await;
        }
    }
}

#[tokio::test]
async fn a_held_way_holds_resets_too() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    exchange(&mut client, &mut server).await;
    fixture.proxy.set(Link::OneWay(Direction::ToClient));
    server.set_zero_linger().unwrap();
    drop(server);
    // The proxy meets the reset when it delivers.
    send(&mut client, b"anyone there?").await;
    assert_silent(&mut client).await;
    fixture.proxy.set(Link::Open);
    assert_reset(&mut client).await;
}

#[tokio::test]
async fn a_delay_takes_its_time_and_keeps_order_and_throughput() {
    const DELAY: Duration = Duration::from_millis(50);
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    fixture.proxy.set(Link::Delay(DELAY));
    let chunks = noise(200 * 100, 3);
    let started = Instant::now();
    let sending = async {
        for chunk in chunks.chunks(100) {
            send(&mut client, chunk).await;
            // Lets the proxy read, so that there are many chunks.
            yield_now().await;
        }
    };
    let receiving = async {
        let first = receive(&mut server, 1).await;
        (started.elapsed(), [first, receive(&mut server, chunks.len() - 1).await].concat())
    };
    let ((), (first_after, received)) = tokio::join!(sending, receiving);
    assert!(received == chunks);
    assert!(first_after >= DELAY, "{first_after:?}");
    assert!(started.elapsed() < DELAY * 20, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_delay_delays_the_end_and_ends_with_the_link() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    // Beyond what the clock can count.
    fixture.proxy.set(Link::Delay(Duration::MAX));
    send(&mut client, b"much later").await;
    client.shutdown().await.unwrap();
    assert_silent(&mut server).await;
    fixture.proxy.set(Link::Open);
    assert_eq!(receive(&mut server, 10).await, b"much later");
    assert_ended(&mut server).await;
}

#[tokio::test]
async fn a_stalled_link_holds_all_and_releases_it() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    fixture.proxy.set(Link::Stall);
    let mut late = fixture.dial().await.unwrap();
    send(&mut late, b"hello").await;
    send(&mut client, b"question").await;
    send(&mut server, b"answer").await;
    assert_silent(&mut client).await;
    assert_silent(&mut server).await;
    assert_silent(&mut late).await;
    assert!(timeout(A_WHILE, fixture.servers.accept()).await.is_err());
    fixture.until_connections_are(2).await;
    fixture.proxy.set(Link::Open);
    assert_eq!(receive(&mut server, 8).await, b"question");
    assert_eq!(receive(&mut client, 6).await, b"answer");
    let (mut late_server, _) = soon(fixture.servers.accept()).await.unwrap();
    assert_eq!(receive(&mut late_server, 5).await, b"hello");
}
