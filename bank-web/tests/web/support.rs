//! Pages in front of any bank, and what they answer.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use bank_web::server::{Settings, router};
use clap::Parser;
use http_body_util::BodyExt;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Nothing listens there: a bank that does not answer.
pub const NO_BANK: &str = "http://127.0.0.1:9";

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The body, as far as it is text.
    pub page: String,
}

impl Answer {
    /// Empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// The pages, without wasm, of the bank at that address; `more` are settings.
pub fn pages_at(bank: &str, more: &[&str]) -> Router {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../banks.env");
    let words =
        ["bank-web", "--bank", "001", "--banks-file", file, "--site-dir", "/nowhere", "--bank-api-url", bank];
    let settings = Settings::parse_from(words.iter().chain(more));
    router(&settings.pages().unwrap(), tokio_util::sync::CancellationToken::new()).unwrap()
}

/// The pages of a bank that answers by these routes.
pub async fn pages_of(bank: Router) -> Router {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, bank).into_future());
    pages_at(&url, &[])
}

pub async fn get(pages: &Router, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request =
        headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
    ask(pages, request.body(Body::empty()).unwrap()).await
}

/// Sends a form as a browser on one of our own pages does.
pub async fn post(pages: &Router, path: &str, cookie: &str, form: &str) -> Answer {
    post_from("same-origin", pages, path, (cookie, form)).await
}

/// `site` is from where the form was sent, as browsers say it.
pub async fn post_from(site: &str, pages: &Router, path: &str, (cookie, form): (&str, &str)) -> Answer {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", site)
        .header(header::COOKIE, cookie);
    ask(pages, request.body(Body::from(form.to_owned())).unwrap()).await
}

pub async fn ask(pages: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = pages.clone().oneshot(request).await.unwrap().into_parts();
    let page = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
    Answer { status: parts.status, headers: parts.headers, page }
}
