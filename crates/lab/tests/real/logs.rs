//! Whatever goes wrong, no log says who somebody is: keys, tax ids, names, tokens and passwords stand in none.

use crate::fixture::{Fixture, HEALED, accepted, kill, logs, up};
use lab::client::{Customer, SendPix};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, header::COOKIE, redirect::Policy};
use std::time::Duration;

/// What nobody may read of a customer.
fn secrets(of: &Customer) -> Vec<String> {
    let person = &of.person;
    let mut phone = person.phone.clone();
    phone.remove(0);
    vec![
        person.tax_id.clone(),
        person.email.clone(),
        phone,
        person.name.clone(),
        person.password.clone(),
        of.token.clone(),
    ]
}

/// Looks for the payee on the bank's page, as a browser does; the answer does not matter.
async fn look_up_on_the_page(fixture: &Fixture, payer: &Customer, key: &str) {
    let browser =
        Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(20)).build().unwrap();
    let port = fixture.banks.bank("001".parse().unwrap()).unwrap().web_port;
    let key = utf8_percent_encode(key, NON_ALPHANUMERIC);
    let page = format!("http://127.0.0.1:{port}/pix/send?key={key}");
    let request = browser.get(page).header(COOKIE, format!("session-001={}", payer.token));
    let answer = request.send().await.unwrap();
    assert!(!answer.status().is_redirection(), "the session is not known: {}", answer.status());
}

#[tokio::test]
async fn what_fails_is_logged_without_saying_whose_it_is() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let cpf = bia.person.tax_id.clone();
    assert_eq!(bia.register("cpf", Some(&cpf)).await.unwrap().status, 201);

    kill(&["codepix"]);
    assert_eq!(ana.look_up(&cpf).await.unwrap().status, 503);
    look_up_on_the_page(&fixture, &ana, &cpf).await;
    let id = accepted(&ana, &SendPix::new(&cpf, 1)).await;
    kill(&["bank-api-001"]);
    look_up_on_the_page(&fixture, &ana, &cpf).await;
    look_up_on_the_page(&fixture, &ana, &bia.person.email).await;
    up(&["codepix", "bank-api-001"]);
    ana.await_status(&id, "completed", HEALED).await.unwrap();

    for (name, text) in logs() {
        for secret in [&ana, &bia].into_iter().flat_map(secrets).filter(|secret| !secret.is_empty()) {
            let line = text.lines().find(|line| line.contains(&secret));
            assert_eq!(line, None, "{name} says {secret}");
        }
    }
    fixture.assert_books_are_right().await;
}
