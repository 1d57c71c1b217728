//! Requests whose answers are lost.

use super::*;

#[tokio::test]
async fn a_lost_answer_leaves_the_client_without_a_byte() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    let (mut idle, mut idle_server) = fixture.connect().await;
    let mut lost = fixture.proxy.lose_next_answer();
    send(&mut client, b"transfer").await;
    assert_eq!(receive(&mut server, 8).await, b"transfer");
    assert!(lost.try_recv().is_err(), "there is no answer to lose yet");
    send(&mut server, b"accepted").await;
    assert_reset(&mut client).await;
    assert_reset(&mut server).await;
    soon(lost).await.unwrap();
    assert_eq!(fixture.proxy.delivered(Direction::ToClient), 0);
    // One answer only.
    send(&mut idle, b"?").await;
    assert_eq!(receive(&mut idle_server, 1).await, b"?");
    send(&mut idle_server, b"!").await;
    assert_eq!(receive(&mut idle, 1).await, b"!");
}

#[tokio::test]
async fn a_lost_request_leaves_the_server_without_a_byte_of_it() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    let lost = fixture.proxy.cut_before(b"COMMIT");
    send(&mut client, b"begin").await;
    assert_eq!(receive(&mut server, 5).await, b"begin");
    send(&mut client, b"COMMIT").await;
    assert_reset(&mut client).await;
    assert_reset(&mut server).await;
    soon(lost).await.unwrap();
    assert_eq!(fixture.proxy.delivered(Direction::ToServer), 5);
    fixture.assert_works().await;
}

#[tokio::test]
async fn an_answer_is_lost_only_after_the_whole_request_is_delivered() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    let lost = fixture.proxy.cut_after(b"COMMIT");
    fixture.proxy.set(Link::Delay(Duration::MAX));
    send(&mut client, b"COMMIT").await;
    // The connection holds the trap too once it has looked at the request.
    let holders = || fixture.proxy.control.borrow().trap.as_ref().map(Arc::strong_count);
    let until_seen = async {
        while holders() != Some(2) {
            yield_now().await;
        }
    };
    soon(until_seen).await;
    fixture.proxy.set(Link::OneWay(Direction::ToServer));
    send(&mut server, b"earlier").await;
    assert_eq!(receive(&mut client, 7).await, b"earlier");
    fixture.proxy.set(Link::Open);
    assert_eq!(receive(&mut server, 6).await, b"COMMIT");
    send(&mut server, b"done").await;
    assert_reset(&mut client).await;
    soon(lost).await.unwrap();
}

#[tokio::test]
async fn a_pattern_cuts_whether_split_or_not() {
    let whole: &[&[u8]] = &[b"begin", b"Q COMMIT;"];
    let split: &[&[u8]] = &[b"begin COM", b"MI", b"T;"];
    let restarted: &[&[u8]] = &[b"COMCOM", b"MIT"];
    for pieces in [whole, split, restarted] {
        let fixture = Fixture::new().await;
        let (mut client, mut server) = fixture.connect().await;
        let lost = fixture.proxy.cut_after(b"COMMIT");
        for (index, piece) in pieces.iter().enumerate() {
            send(&mut client, piece).await;
            // Each piece is read before the next is sent, so none of them are joined on the way.
            assert_eq!(receive(&mut server, piece.len()).await, *piece);
            send(&mut server, b"ok").await;
            if index + 1 < pieces.len() {
                assert_eq!(receive(&mut client, 2).await, b"ok");
            }
        }
        assert_reset(&mut client).await;
        assert_reset(&mut server).await;
        soon(lost).await.unwrap();
        fixture.assert_works().await;
    }
}

#[tokio::test]
async fn a_pattern_waits_for_a_connection_to_come() {
    let fixture = Fixture::new().await;
    let lost = fixture.proxy.cut_after(b"COMMIT");
    fixture.assert_works().await;
    let (mut client, mut server) = fixture.connect().await;
    send(&mut client, b"COMMIT").await;
    assert_eq!(receive(&mut server, 6).await, b"COMMIT");
    send(&mut server, b"done").await;
    assert_reset(&mut client).await;
    soon(lost).await.unwrap();
}

#[tokio::test]
async fn a_loss_can_be_called_off_and_replaced() {
    let fixture = Fixture::new().await;
    drop(fixture.proxy.lose_next_answer());
    fixture.assert_works().await;
    let former = fixture.proxy.cut_after(b"one");
    // A connection that has looked for the former one must not keep it.
    let (mut client, mut server) = fixture.connect().await;
    exchange(&mut client, &mut server).await;
    let latter = fixture.proxy.cut_after(b"two");
    assert!(soon(former).await.is_err());
    drop(fixture.proxy);
    assert!(soon(latter).await.is_err());
}

#[tokio::test]
async fn a_loss_that_cannot_happen_any_more_is_an_error() {
    let fixture = Fixture::new().await;
    let (mut client, mut server) = fixture.connect().await;
    let lost = fixture.proxy.lose_next_answer();
    send(&mut client, b"transfer").await;
    assert_eq!(receive(&mut server, 8).await, b"transfer");
    fixture.proxy.set(Link::Cut);
    assert!(soon(lost).await.is_err());
}
