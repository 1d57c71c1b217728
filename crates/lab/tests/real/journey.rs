//! By REST alone: accounts at two banks, a key of each kind, a Pix, and the same story on both sides.

use crate::fixture::{Fixture, HEALED};
use lab::client::{Customer, Person, SendPix};
use serde_json::Value;

#[tokio::test]
async fn a_pix_leaves_one_bank_and_arrives_at_the_other_exactly() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;

    let order = SendPix { description: "pizza 🍕".into(), ..SendPix::new(&bia.person.email, 1050) };
    let accepted = ana.send(&order).await.unwrap().expect(202).unwrap();
    let id = accepted.text("end_to_end_id").to_owned();
    assert!(id.starts_with("E10000001") && id.len() == 32, "{id}");
    let sent = ana.await_status(&id, "completed", HEALED).await.unwrap();
    let received = bia.await_status(&id, "completed", HEALED).await.unwrap();

    assert_eq!((&sent["direction"], &received["direction"]), (&"out".into(), &"in".into()));
    for side in [&sent, &received] {
        assert_eq!(side["amount_cents"], 1050);
        assert_eq!(side["description"], "pizza 🍕");
        assert_eq!(side["payer"]["name"], *ana.person.name);
        assert_eq!(side["payee"]["name"], *bia.person.name);
        assert_eq!(side["payee"]["bank"]["name"], "Banco Maré");
        assert!(side["payee"].get("account").is_none(), "nobody is shown another's account: {side}");
    }
    assert_eq!(steps(&sent), ["pending", "confirmed", "completed"]);

    for (customer, balance, amount) in [(&ana, 98_950, -1050), (&bia, 101_050, 1050)] {
        assert_eq!(customer.balance().await.unwrap(), balance);
        let statement = customer.statement().await.unwrap();
        assert_eq!(statement[0]["amount_cents"], amount);
        assert_eq!(statement[0]["end_to_end_id"], *id);
        let sum: i64 = statement.iter().map(|entry| entry["amount_cents"].as_i64().unwrap()).sum();
        assert_eq!(sum, balance, "amounts sum to the balance: {statement:?}");
    }
    fixture.assert_books_are_right().await;
}

fn steps(transfer: &Value) -> Vec<&str> {
    transfer["timeline"].as_array().unwrap().iter().map(|step| step["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_key_of_each_kind_is_found_and_paid_from_the_other_bank() {
    let fixture = Fixture::enter().await;
    let ana = Customer::open(&fixture.ipe, Person::draw()).await.unwrap();
    let bia = Customer::open(&fixture.mare, Person::draw()).await.unwrap();
    let bakery = Customer::open(&fixture.mare, Person::draw_company()).await.unwrap();
    let wishes = [
        (&bia, "cpf", Some(bia.person.tax_id.clone())),
        (&bia, "phone", Some(bia.person.phone.clone())),
        (&bia, "email", Some(bia.person.email.clone())),
        (&bia, "random", None),
        (&bakery, "cnpj", Some(bakery.person.tax_id.clone())),
    ];
    for (payee, kind, key) in wishes {
        let held = payee.register(kind, key.as_deref()).await.unwrap().expect(201).unwrap();
        assert_eq!((held.text("kind"), held.text("status")), (kind, "active"));
        let key = held.text("key").to_owned();
        let found = ana.look_up(&key).await.unwrap().expect(200).unwrap();
        assert_eq!((found.text("kind"), found.text("name")), (kind, payee.person.name.as_str()));
        assert_eq!(found.body["bank"]["code"], "002");
        let id = crate::fixture::accepted(&ana, &SendPix::new(&key, 7)).await;
        payee.await_status(&id, "completed", HEALED).await.unwrap();
        ana.await_status(&id, "completed", HEALED).await.unwrap();
    }
    assert_eq!(bia.balance().await.unwrap(), 100_028);
    assert_eq!(bakery.balance().await.unwrap(), 100_007);
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn what_cannot_be_paid_is_rejected_with_its_reason_and_refunded() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let seen = ana.look_up(&bia.person.email).await.unwrap().expect(200).unwrap();

    let unknown = crate::fixture::accepted(&ana, &SendPix::new("nobody.at.all@example.com", 500)).await;
    let rejected = ana.await_status(&unknown, "rejected", HEALED).await.unwrap();
    assert_eq!(rejected["reason"], "unknown_key");

    // The key moves from Bia to Ana's neighbour between the look and the payment.
    let path = format!("/accounts/me/pix-keys/{}", bia.person.email);
    assert_eq!(bia.ask(reqwest::Method::DELETE, &path, None).await.unwrap().status, 204);
    let eva = Customer::open(&fixture.mare, Person::draw()).await.unwrap();
    assert_eq!(eva.register("email", Some(&bia.person.email)).await.unwrap().status, 201);
    let body = serde_json::json!({ "key": bia.person.email, "amount_cents": 500, "pin": lab::client::PIN,
        "entry_id": seen.text("entry_id") });
    let request = ana.bank.request(reqwest::Method::POST, "/transfers").bearer_auth(&ana.token);
    let request = request.header("idempotency-key", "moved").json(&body);
    let moved = lab::client::BankClient::answer(request).await.unwrap().expect(202).unwrap();
    let rejected = ana.await_status(moved.text("end_to_end_id"), "rejected", HEALED).await.unwrap();
    assert_eq!(rejected["reason"], "payee_changed");

    assert_eq!(ana.balance().await.unwrap(), 100_000, "both came back");
    let kinds: Vec<_> = ana.statement().await.unwrap().iter().map(|e| e["kind"].to_string()).collect();
    assert_eq!(kinds, [r#""refund""#, r#""sent""#, r#""refund""#, r#""sent""#, r#""opening""#]);
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn a_neighbour_at_the_same_bank_is_paid_at_once_without_the_hub() {
    let fixture = Fixture::enter().await;
    let ana = Customer::open(&fixture.ipe, Person::draw()).await.unwrap();
    let neighbour = Customer::open(&fixture.ipe, Person::draw()).await.unwrap();
    let key = neighbour.person.email.clone();
    assert_eq!(neighbour.register("email", Some(&key)).await.unwrap().status, 201);
    let answer = ana.send(&SendPix::new(&key, 250)).await.unwrap().expect(202).unwrap();
    assert_eq!(answer.text("status"), "completed");
    assert_eq!(neighbour.balance().await.unwrap(), 100_250);
    fixture.assert_books_are_right().await;
}
