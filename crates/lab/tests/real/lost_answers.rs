//! The bank has accepted, and its customer never hears of it: the same key once more, and it is one transfer.

use crate::fixture::{Fixture, HEALED};
use lab::{
    chaos::environment::proxy::Proxy,
    client::{BankClient, Customer, SendPix},
};
use std::net::SocketAddr;

/// In the request of every transfer, and in no other.
const A_TRANSFER: &[u8] = b"POST /transfers";

#[tokio::test]
async fn whoever_asks_again_with_the_same_key_after_a_lost_answer_has_paid_once() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let port = fixture.banks.bank("001".parse().unwrap()).unwrap().api_port;
    let proxy = Proxy::listen(0, vec![SocketAddr::from(([127, 0, 0, 1], port))]).unwrap();
    let far_away = Customer { bank: BankClient::new(proxy.address().port()).unwrap(), ..ana.clone() };

    let order = SendPix { description: "one coffee".into(), ..SendPix::new(&bia.person.email, 700) };
    for _ in 0..3 {
        let lost = proxy.cut_after(A_TRANSFER);
        assert!(far_away.send(&order).await.is_err(), "the answer is lost");
        lost.await.unwrap();
    }
    let answer = far_away.send(&order).await.unwrap().expect(202).unwrap();
    order.is_shown_to(&ana, &answer.body).unwrap();
    let id = answer.text("end_to_end_id").to_owned();
    let shown = ana.await_status(&id, "completed", HEALED).await.unwrap();
    order.is_shown_to(&ana, &shown).unwrap();
    bia.await_status(&id, "completed", HEALED).await.unwrap();

    assert_eq!(ana.balance().await.unwrap(), 99_300);
    assert_eq!(bia.balance().await.unwrap(), 100_700);
    let sent = ana.statement().await.unwrap();
    assert_eq!(sent.iter().filter(|entry| entry["kind"] == "sent").count(), 1, "{sent:?}");
    fixture.assert_books_are_right().await;
}
