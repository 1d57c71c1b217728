//! What a customer is answered, before a bank that always answers the same.

use axum::http::StatusCode;

use super::fake_bank::{ANA, BAKERY, KEY, get_as_customer, id, pages_of, post_as_customer};

fn rows(page: &str) -> usize {
    page.matches("class=\"cover narrow\"").count()
}

#[tokio::test]
async fn older_movements_come_below_those_that_were_read() {
    let pages = pages_of(ANA).await;
    let page = get_as_customer(&pages, "/statement", &[]).await.page;
    assert_eq!(rows(&page), 30);
    let last = format!("{}%2Freceived%2F99971", id(29));
    assert!(page.contains(&format!("/statement?rows=60#{last}")), "goes on where the reader is");
    let page = get_as_customer(&pages, "/statement?rows=60", &[]).await.page;
    assert_eq!(rows(&page), 60);
    assert!(page.contains(&id(0)) && page.contains(&id(59)) && page.contains(&format!("id=\"{}", id(29))));
    let page = get_as_customer(&pages, "/statement?rows=120", &[]).await.page;
    assert_eq!(rows(&page), 100, "more than the bank answers at once");
    assert!(page.contains("Este é o começo da sua conta"));
}

#[tokio::test]
async fn a_day_has_a_balance_only_where_its_last_movement_is_on_the_page() {
    let pages = pages_of(ANA).await;
    let heads = |page: &str| {
        let heads =
            page.split("class=\"day-head\"").skip(1).map(|rest| rest.split("</header>").next().unwrap());
        heads.map(|head| head.contains("Saldo")).collect::<Vec<_>>()
    };
    let page = get_as_customer(&pages, "/statement?rows=60", &[]).await.page;
    assert_eq!(heads(&page), [true, true, true], "each day begins here");
    let page = get_as_customer(&pages, "/statement?cursor=35", &[]).await.page;
    assert_eq!(
        heads(&page),
        [false, true, true, true],
        "thirty-five movements of the first day are elsewhere"
    );
    assert!(page.contains("Voltar às mais recentes"));
    let page = get_as_customer(&pages, "/statement?direction=in", &[]).await.page;
    assert_eq!(heads(&page), [false], "of some movements there is no balance");
}

#[tokio::test]
async fn a_row_opens_beside_the_others_and_the_page_stays_as_it_is() {
    let pages = pages_of(ANA).await;
    let chosen = id(4);
    let path = format!("/statement?direction=in&rows=60&open={chosen}");
    let page = get_as_customer(&pages, &path, &[]).await.page;
    let links = |class: &str| -> Vec<&str> {
        let links = page.split("<a ").skip(1).map(|rest| rest.split('>').next().unwrap());
        links.filter(|link| link.contains(class)).collect()
    };
    let wide = links("cover wide");
    assert_eq!(wide.len(), 60);
    let current: Vec<&&str> = wide.iter().filter(|link| link.contains("aria-current")).collect();
    assert!(current.len() == 1 && current[0].contains(&chosen), "{current:?}");
    assert!(
        wide.iter().all(|link| link.contains("/statement?direction=in&amp;rows=60&amp;open=E")),
        "{}",
        wide[0]
    );
    assert!(page.contains("Movimentação escolhida"));
    assert!(
        links("cover narrow")[4].contains(&format!("href=\"/transfers/{chosen}\"")),
        "a phone has the receipt"
    );
}

#[tokio::test]
async fn what_was_done_is_said_once() {
    let pages = pages_of(ANA).await;
    let response =
        post_as_customer(&pages, "/pix/keys", &format!("kind=email&account=100001&email={KEY}")).await;
    assert_eq!((response.status, response.header("location")), (StatusCode::SEE_OTHER, "/pix/keys"));
    let note = response.header("set-cookie").split(';').next().unwrap().to_owned();
    let cookie = format!("session-001=abc; {note}");
    let response = get_as_customer(&pages, "/pix/keys", &[("cookie", &cookie)]).await;
    let page = &response.page;
    assert!(page.contains("Chave cadastrada"));
    assert!(response.header("set-cookie").starts_with("note-001=; Path=/; Max-Age=0"));
    let page = get_as_customer(&pages, "/pix/keys", &[]).await.page;
    assert!(!page.contains("Chave cadastrada"), "asked for again, it has been said");
    let page = get_as_customer(&pages, "/pix/keys?removed=1", &[]).await.page;
    assert!(!page.contains("Chave excluída"), "an address says nothing");
}

#[tokio::test]
async fn who_is_logged_in_finds_the_way_from_an_address_that_is_none() {
    let pages = pages_of(ANA).await;
    for path in ["/nowhere", "/transfers/none"] {
        let response = get_as_customer(&pages, path, &[]).await;
        let page = &response.page;
        assert_eq!(response.status, StatusCode::NOT_FOUND);
        assert!(page.contains("Esta página não existe") && page.contains("href=\"/statement\""), "{path}");
    }
}

#[tokio::test]
async fn the_answer_has_the_phone_to_itself_and_the_matter_comes_before_the_bar() {
    let pages = pages_of(ANA).await;
    for path in ["/pix/send", "/pix/send?key=11222333000181"] {
        let page = get_as_customer(&pages, path, &[]).await.page;
        assert!(page.contains("class=\"app alone\""), "{path}");
    }
    let page = get_as_customer(&pages, "/statement", &[]).await.page;
    assert!(
        page.contains("class=\"app\"")
            && page.find("<main").unwrap() < page.find("<nav aria-label=\"Principal\"").unwrap()
    );
}

#[tokio::test]
async fn events_travel_as_they_come() {
    let pages = pages_of(BAKERY).await;
    let asked = [("accept-encoding", "gzip")];
    let response = get_as_customer(&pages, "/events", &asked).await;
    let events = &response.page;
    assert_eq!((response.status, response.header("content-encoding")), (StatusCode::OK, ""));
    assert!(events.contains("event: balance"));
    let response = get_as_customer(&pages, "/statement", &asked).await;
    assert_eq!(response.header("content-encoding"), "gzip");
}
