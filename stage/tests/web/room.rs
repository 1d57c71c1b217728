//! The room: phones join, and are told what changes.

use std::time::Duration;

use axum::http::{Method, StatusCode};

use crate::{
    bank::FakeBank,
    house::{FORM, House, Phone},
};

#[tokio::test]
async fn phones_become_customers_of_the_banks_in_turn_with_a_face_and_a_name() {
    let house = House::open().await;
    let door = house.theatre.get("/join", &[]).await.body;
    assert!(door.contains("name=\"name\" value=\"") && door.contains("Banco Ipê ou do Banco Maré"), "{door}");
    let (_ana, bia) = house.two().await;
    assert_eq!(house.banks.each_ref().map(FakeBank::names), [["Ana"], ["Bia"]]);
    let page = bia.until("told", |_| house.told().len() == 2).await;
    assert!(page.contains("data-mark=\"mare\"") && page.contains("R$ 1.000,00"), "{page}");
    assert!(
        page.contains("data-n=\"1\"") && !page.contains("data-n=\"2\""),
        "others, and not oneself: {page}"
    );
    assert_eq!(house.told(), [(1, "Ana".into(), false), (2, "Bia".into(), false)]);
    assert!(!page.contains("/plugs/") && !page.contains(crate::support::TOKEN));
}

#[tokio::test]
async fn whatever_cannot_be_done_is_said_in_words() {
    let house = House::open().await;
    for name in ["", "%20", "x%0Ay", &"x".repeat(25)] {
        let answer = house.theatre.ask(Method::POST, "/join", &[FORM], &format!("name={name}")).await;
        assert_eq!(answer.problem(), (422, "room_name".into()), "{name}");
    }
    let html = [FORM, ("accept", "text/html"), ("accept-language", "en")];
    let answer = house.theatre.ask(Method::POST, "/join", &html, "name=").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/join?no=room_name"));
    let page = house.theatre.get("/join?no=room_name", &html).await.body;
    assert!(page.contains("of 24 letters at most"), "{page}");
    let (ana, _bia) = house.two().await;
    for (to, cents, order, status, word) in [
        (1, 100, "to-myself", 422, "room_yourself"),
        (9, 100, "to-nobody", 409, "room_nobody"),
        (2, 200, "too-much-", 422, "room_amount"),
        (2, -100, "negative", 422, "room_amount"),
        (2, 100, "short", 422, "room_order_key"),
        (2, 100, "line%0Abreak", 422, "room_order_key"),
    ] {
        assert_eq!(ana.send(to, cents, order).await.problem(), (status, word.into()), "{order}");
    }
    let stranger = Phone { house: &house, cookie: "room=0123456789abcdef".into() };
    assert_eq!(stranger.send(2, 100, "of-a-stranger").await.problem(), (401, "room_stranger".into()));
    let tapped = (0..40).map(|n| format!("fast-tap-{n}"));
    let mut refused = Vec::new();
    for order in tapped {
        let answer = ana.send(2, 100, &order).await;
        if answer.status != StatusCode::ACCEPTED {
            refused.push(answer.problem());
        }
    }
    assert!(refused.contains(&(429, "room_too_fast".into())), "{refused:?}");
}

#[tokio::test]
async fn other_sites_pages_and_names_with_markup_do_nothing() {
    let house = House::open().await;
    let from_elsewhere = [FORM, ("sec-fetch-site", "cross-site")];
    let answer = house.theatre.ask(Method::POST, "/join", &from_elsewhere, "name=Ana").await;
    assert_eq!(answer.problem(), (403, "cross_site".into()));
    let ana = house.join("Ana").await;
    house.join("%3Cb%3E%26%22x").await;
    let page = ana.until("there", |page| page.contains("to=2\"")).await;
    assert!(page.contains("&lt;b&gt;&amp;&quot;x") && !page.contains("<b>&"), "{page}");
}

#[tokio::test]
async fn a_phone_hears_what_changes_and_who_comes() {
    let house = House::open().await;
    let (ana, _bia) = house.two().await;
    let headers = [("cookie", ana.cookie.as_str()), ("accept-language", "en")];
    let answer = house.theatre.begin(Method::GET, "/join/events?known=0", &headers, "").await;
    let mut body = answer.into_body().into_data_stream();
    let mut heard = String::new();
    let mut until = async |what: &str| {
        while !heard.contains(what) {
            let next =
                tokio::time::timeout(Duration::from_secs(5), futures::StreamExt::next(&mut body)).await;
            heard.push_str(std::str::from_utf8(&next.unwrap().unwrap().unwrap()).unwrap());
        }
    };
    until("event: mine").await;
    until("event: people").await;
    ana.send(2, 100, "heard-of").await;
    until("on its way").await;
    house.theatre.stop.cancel();
    while let Some(Ok(_)) = futures::StreamExt::next(&mut body).await {}
}
