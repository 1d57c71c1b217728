//! What the server answers without a bank behind it: headers, files, languages, and who is sent where.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use tokio::{net::TcpListener, sync::mpsc};

use super::support::{self, Answer, NO_BANK, ask, pages_at, post_from};

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    support::get(&pages_at(NO_BANK, &[]), path, headers).await
}

async fn post(path: &str, form: &str) -> Answer {
    support::post(&pages_at(NO_BANK, &[]), path, "", form).await
}

#[tokio::test]
async fn the_welcome_page_speaks_the_readers_language() {
    let response = get("/", &[]).await;
    let page = &response.page;
    assert_eq!(response.status, StatusCode::OK);
    assert!(page.contains("<html lang=\"pt-BR\" data-brand=\"ipe\"") && page.contains("Abrir conta"));
    let page = get("/", &[("accept-language", "en-GB,en")]).await.page;
    assert!(page.contains("<html lang=\"en\"") && page.contains("Open an account"));
    let page = get("/", &[("accept-language", "en"), ("cookie", "lang=pt-BR; scheme=dark")]).await.page;
    assert!(page.contains("<html lang=\"pt-BR\"") && page.contains("data-scheme=\"dark\""));
}

#[tokio::test]
async fn a_page_runs_nothing_but_its_own() {
    let response = get("/login", &[]).await;
    let page = &response.page;
    let policy = response.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(nonce.len() >= 16 && page.contains(&format!("nonce=\"{nonce}\"")));
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"), "{policy}");
    assert!(!page.contains(" style=\"") && !page.contains(" onclick=\""));
    assert_eq!(response.header("x-content-type-options"), "nosniff");
    assert_eq!(response.header("cache-control"), "no-store");
}

#[tokio::test]
async fn nobody_frames_a_page_but_whom_a_setting_names() {
    let framed_by = async |settings: &[&str]| {
        let response = support::get(&pages_at(NO_BANK, settings), "/login", &[]).await;
        let policy = response.header("content-security-policy");
        policy.split("frame-ancestors ").nth(1).unwrap().split(';').next().unwrap().to_owned()
    };
    assert_eq!(framed_by(&[]).await, "'none'");
    let stage = "http://localhost:3000 http://127.0.0.1:3000";
    assert_eq!(framed_by(&["--framed-by", stage]).await, stage);
}

#[tokio::test]
async fn without_wasm_a_page_asks_for_no_script() {
    let page = get("/login", &[]).await.page;
    assert!(!page.contains("<script type=\"module\"") && !page.contains("application/json"));
}

#[tokio::test]
async fn files_are_named_after_their_content_and_kept_for_ever() {
    let page = get("/", &[]).await.page;
    let path = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let response = get(path, &[]).await;
    let css = &response.page;
    assert!(response.header("cache-control").contains("immutable"));
    let drawing = css.split("url(\"").find_map(|rest| rest.strip_prefix("/assets/ipe-art-")).unwrap();
    let drawing = format!("/assets/ipe-art-{}", drawing.split('"').next().unwrap());
    assert_eq!(get(&drawing, &[]).await.status, StatusCode::OK);
    assert!(!css.contains("url(\"marks/") && !css.contains("url(\"fonts/"));
}

#[tokio::test]
async fn texts_travel_compressed_and_fonts_and_pictures_as_they_are() {
    let gzip = [("accept-encoding", "gzip, deflate, br")];
    let page = get("/", &[]).await.page;
    let ends = |end: &str| page.split('"').find(|word| word.ends_with(end)).unwrap();
    for (path, packed) in [("/", true), (ends(".css"), true), (ends(".png"), false), (ends(".woff2"), false)]
    {
        let response = get(path, &gzip).await;
        assert_eq!(response.status, StatusCode::OK, "{path}");
        assert_eq!(response.headers.contains_key("content-encoding"), packed, "{path}");
    }
}

#[tokio::test]
async fn what_a_stranger_asks_for_tells_nothing_by_its_length() {
    for site in ["cross-site", "same-site"] {
        let asked = [("accept-encoding", "gzip"), ("sec-fetch-site", site)];
        let response = get("/login?next=guess", &asked).await;
        assert!(!response.headers.contains_key("content-encoding"), "{site}");
    }
}

#[tokio::test]
async fn the_bank_can_be_put_on_a_devices_own_screen() {
    let response = get("/bank.webmanifest", &[]).await;
    let manifest = &response.page;
    assert_eq!(response.header("content-type"), "application/manifest+json");
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
    assert_eq!(
        (manifest["name"].as_str(), manifest["theme_color"].as_str()),
        (Some("Banco Ipê"), Some("#FFC42E"))
    );
    for icon in manifest["icons"].as_array().unwrap() {
        let response = get(icon["src"].as_str().unwrap(), &[]).await;
        assert_eq!(
            (response.status, response.header("content-type")),
            (StatusCode::OK, icon["type"].as_str().unwrap())
        );
    }
    let response = get("/favicon.ico", &[]).await;
    assert_eq!(response.header("content-type"), "image/x-icon");
    let response = get("/login", &[("cookie", "scheme=dark")]).await;
    let page = &response.page;
    assert!(response.header("content-security-policy").contains("manifest-src 'self'"));
    assert_eq!(page.matches("name=\"theme-color\" content=\"#3D1759\"").count(), 2, "chosen by the reader");
}

#[tokio::test]
async fn empty_fields_are_told_in_our_own_words_and_the_title_says_so() {
    for (path, first) in [("/login", "login"), ("/open-account", "name")] {
        let response = post(path, "").await;
        let page = response.page;
        assert!(page.contains("<title>Erro: ") && page.contains("Preencha este campo"), "{path}");
        assert_eq!(page.matches(" autofocus").count(), 1, "{path}");
        let input = page.split("<input").find(|rest| rest.contains(&format!("id=\"{first}\""))).unwrap();
        assert!(input.split('>').next().unwrap().contains("autofocus"), "{path}: the first wrong field");
    }
}

#[tokio::test]
async fn without_a_session_an_account_leads_to_the_log_in_and_back() {
    for (path, next) in [("/home", "%2Fhome"), ("/pix/send?key=a", "%2Fpix%2Fsend%3Fkey%3Da")] {
        let response = get(path, &[]).await;
        assert_eq!(response.status, StatusCode::SEE_OTHER);
        assert_eq!(response.header("location"), format!("/login?next={next}"));
    }
    assert_eq!(get("/events", &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(get("/home", &[("accept", "application/json")]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_address_that_is_none_says_so_in_the_banks_own_look() {
    let response = get("/nowhere", &[]).await;
    let page = &response.page;
    assert_eq!(response.status, StatusCode::NOT_FOUND);
    assert!(page.contains("Esta página não existe"));
}

#[tokio::test]
async fn a_bank_that_is_away_is_our_fault_and_the_money_is_safe() {
    let response = get("/home", &[("cookie", "session-001=abc")]).await;
    let page = &response.page;
    assert_eq!(response.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.contains("Seu dinheiro está seguro"));
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let refused = post_from("cross-site", &pages_at(NO_BANK, &[]), "/logout", ("", "")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let response = support::post(&pages_at(NO_BANK, &["--secure-cookies"]), "/logout", "", "").await;
    assert_eq!(response.status, StatusCode::SEE_OTHER);
    let cookie = response.header("set-cookie");
    for word in ["__Host-session-001=;", "Max-Age=0", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(word), "{cookie}");
    }
}

#[tokio::test]
async fn a_choice_of_language_is_kept_and_leads_back_to_our_own_pages_alone() {
    let response = post("/preferences", "lang=en&back=/login").await;
    assert_eq!(response.header("location"), "/login");
    assert!(response.header("set-cookie").starts_with("lang=en;"));
    let response = post("/preferences", "lang=en&back=//example.com").await;
    assert_eq!(response.header("location"), "/home");
}

#[tokio::test]
async fn what_is_wrong_with_a_form_stands_beside_its_fields() {
    let body = "name=Ana&tax_id=123&email=a&password=short&pin=1";
    let response = post("/open-account", body).await;
    let page = response.page;
    for id in ["name-e", "tax_id-e", "email-e", "password-e", "pin-e"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(page.contains("value=\"Ana\"") && !page.contains("value=\"short\""));
}

#[tokio::test]
async fn the_bank_is_told_from_where_somebody_logs_in() {
    let (sender, mut received) = mpsc::unbounded_channel();
    let log_in = move |ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: HeaderMap| {
        sender.send((headers["x-forwarded-for"].clone(), peer.ip().to_string())).unwrap();
        std::future::ready(StatusCode::UNAUTHORIZED)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let bank = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().route("/sessions", axum::routing::post(log_in));
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(axum::serve(listener, routes).into_future());

    let request = Request::post("/login")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", "198.51.100.1")
        .extension(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 4711))));
    let request = request.body(Body::from("login=ana%40example.com&password=guess")).unwrap();
    let response = ask(&pages_at(&bank, &[]), request).await;
    assert_eq!(response.status, StatusCode::OK, "the form again");
    let (forwarded_for, from) = received.recv().await.unwrap();
    assert_eq!((forwarded_for.to_str().unwrap(), &*from), ("198.51.100.1, 203.0.113.7", "127.0.0.2"));
}
