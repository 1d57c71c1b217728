//! What operators and browsers find over HTTP: health, metrics, and the page of the interface.

use crate::{
    http::{get, send_unchecked},
    samples::*,
    test_hub::TestHub,
};
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use engine::Progress;
use serde_json::json;
use service::Readiness;
use std::time::Duration;
use tower::ServiceExt as _;

#[tokio::test]
async fn ready_means_that_the_own_database_answers() {
    let hub = TestHub::start().await;
    for (store, broker, status, words) in [
        (true, true, 200, ["ready", "up", "up"]),
        (true, false, 200, ["degraded", "up", "down"]),
        (false, true, 503, ["unavailable", "down", "up"]),
    ] {
        hub.tell.send_replace(Readiness { store, broker, ..Readiness::default() });
        let ready = get(&hub, "/readyz", "").await;
        let [word, postgres, kafka] = words;
        assert_eq!(ready.status.as_u16(), status);
        let told = ["status", "postgres", "kafka"].map(|field| ready.body[field].as_str().unwrap());
        assert_eq!(told, [word, postgres, kafka]);
        assert_eq!(ready.body["work"]["status"], "moves");
        assert_eq!(ready.kind == "application/problem+json", status == 503);
        assert_eq!(get(&hub, "/livez", "").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_hub_whose_work_stands_still_is_not_ready_though_its_database_answers() {
    let hub = TestHub::start().await;
    let progress = Progress { oldest_job: Some(Duration::from_secs(6)), ..Progress::default() };
    hub.tell.send_replace(Readiness { store: true, broker: true, progress });
    let ready = get(&hub, "/readyz", "").await;
    assert_eq!((ready.status.as_u16(), &ready.body["status"]), (503, &json!("unavailable")));
    let work = &ready.body["work"];
    assert_eq!((&work["status"], &work["oldest_job_seconds"]), (&json!("stuck"), &json!(6.0)));
}

#[tokio::test]
async fn metrics_are_text_for_everybody() {
    let hub = TestHub::start().await;
    hub.intake.messages(vec![requested(1)]).await.unwrap();
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let response = hub.rest.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/plain"));
    let page = String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    // Other tests count into the same memory.
    for line in ["transfers_total{state=\"rejected\"} ", "writer_commit_seconds_count{writer=\"transfers\"} "]
    {
        let value = page.lines().find_map(|found| found.strip_prefix(line)?.parse::<f64>().ok());
        assert!(value.is_some_and(|value| value >= 1.0), "{line} in:\n{page}");
    }
}

#[tokio::test]
async fn a_browser_finds_the_page_and_what_it_is_made_of() {
    let hub = TestHub::start().await;
    let page = get(&hub, "/openapi.json", "").await.body;
    for (path, methods) in [
        ("/keys", ["get", "post"].as_slice()),
        ("/keys/{key}", &["get", "delete"]),
        ("/transfers", &["get"]),
        ("/transfers/{end_to_end_id}", &["get"]),
        ("/participants", &["get"]),
        ("/participants/{code}", &["put", "delete"]),
        ("/dead-letters/retry", &["post"]),
        ("/dead-letters/{number}", &["delete"]),
    ] {
        let named = page["paths"][path].as_object().unwrap();
        assert_eq!(named.len(), methods.len(), "{path}");
        for method in methods {
            let administration = path.starts_with("/participants") || path.starts_with("/dead-letters");
            let token = if administration { "administration" } else { "bank" };
            assert_eq!(named[*method]["security"], json!([{ token: [] }]), "{method} {path}");
            for status in ["401", "403", "500", "503"] {
                let form = &named[*method]["responses"][status]["content"]["application/problem+json"];
                assert!(form.is_object(), "{method} {path} {status}");
            }
        }
    }
    let docs = Request::get("/docs/").body(Body::empty()).unwrap();
    let docs = hub.rest.clone().oneshot(docs).await.unwrap();
    assert_eq!(docs.status(), StatusCode::OK);
    assert!(docs.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    let plain = Request::get("/docs/nothing").body(Body::empty()).unwrap();
    let nothing = send_unchecked(&hub, plain).await;
    assert_eq!((nothing.status.as_u16(), nothing.problem()), (404, "no_route"));
}
