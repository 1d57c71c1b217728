//! What a collector receives: a small one on loopback, and the spans of a transfer and of a call.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use http::{Request, Response};
use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::any_value::Value,
    trace::v1::Span as Exported,
};
use std::{
    convert::Infallible,
    time::{Duration, SystemTime},
};
use telemetry::{Span, SpanKind, Stopwatch, TraceCalls, TraceContext};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tonic::{Status, transport::server::TcpIncoming};
use tower::{Layer as _, ServiceExt as _, service_fn};

const ID: &str = "E1000000120261124173000AbCdEfGhI";

/// Hands on whatever arrives.
struct Collector(mpsc::UnboundedSender<ExportTraceServiceRequest>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: tonic::Request<ExportTraceServiceRequest>,
    ) -> Result<tonic::Response<ExportTraceServiceResponse>, Status> {
        self.0.send(request.into_inner()).unwrap();
        Ok(tonic::Response::new(ExportTraceServiceResponse::default()))
    }
}

/// The endpoint of a collector, and what it receives.
async fn collector() -> (String, mpsc::UnboundedReceiver<ExportTraceServiceRequest>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (received, receive) = mpsc::unbounded_channel();
    let service = TraceServiceServer::new(Collector(received));
    let server = tonic::transport::Server::builder().add_service(service);
    tokio::spawn(server.serve_with_incoming(TcpIncoming::from(listener)));
    (endpoint, receive)
}

fn named<'a>(spans: &'a [Exported], name: &str) -> &'a Exported {
    spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("no span {name} in {spans:?}"))
}

#[tokio::test]
async fn a_transfer_is_one_trace_and_so_is_a_call_from_end_to_end() {
    assert!(Stopwatch::start().is_none(), "nobody wants to know yet");
    let (endpoint, mut received) = collector().await;
    telemetry::export_spans(&endpoint, "bank-001").unwrap();

    let (began, root) = (SystemTime::now(), TraceContext::of(ID));
    let (ended, attributes) = (began + Duration::from_millis(20), vec![("pix.end_to_end_id", ID.to_owned())]);
    let kind = SpanKind::Internal;
    telemetry::record(Span {
        context: root,
        parent: None,
        kind,
        name: "transfer".into(),
        began,
        ended,
        attributes,
    });
    telemetry::record(Stopwatch::start().unwrap().span(
        Some(root),
        SpanKind::Producer,
        "send TransferRequested",
    ));

    // The caller's end and the other one, with nothing between them.
    let answer = service_fn(async |request: Request<()>| {
        Ok::<_, Infallible>(Response::new(request.headers()["traceparent"].clone()))
    });
    let call = TraceCalls(SpanKind::Client).layer(TraceCalls(SpanKind::Server).layer(answer));
    let request = Request::builder().uri("http://hub/codepix.v1.KeyDirectory/FindKey").body(()).unwrap();
    let innermost = call.oneshot(request).await.unwrap().into_body();

    tokio::task::spawn_blocking(telemetry::flush_spans).await.unwrap();
    let export = timeout(Duration::from_secs(10), received.recv()).await.expect("something arrives").unwrap();
    let [of_process] = export.resource_spans.as_slice() else { panic!("{export:?}") };
    let resource = of_process.resource.as_ref().unwrap();
    let service = resource.attributes.iter().find(|attribute| attribute.key == "service.name").unwrap();
    let name = service.value.as_ref().and_then(|value| value.value.clone());
    assert_eq!(name, Some(Value::StringValue("bank-001".into())));

    let spans = &of_process.scope_spans[0].spans;
    let (transfer, sent) = (named(spans, "transfer"), named(spans, "send TransferRequested"));
    assert_eq!(
        (transfer.trace_id.as_slice(), transfer.span_id.as_slice()),
        (&root.trace[..], &root.span[..])
    );
    assert_eq!(transfer.end_time_unix_nano - transfer.start_time_unix_nano, 20_000_000);
    assert_eq!((&sent.trace_id, &sent.parent_span_id), (&transfer.trace_id, &transfer.span_id));

    let calls: Vec<_> = spans.iter().filter(|span| span.name.ends_with("/FindKey")).collect();
    let [server, client] = calls.as_slice() else { panic!("two ends, the inner one first: {spans:?}") };
    assert_eq!((&server.trace_id, &server.parent_span_id), (&client.trace_id, &client.span_id));
    let seen = TraceContext::parse(innermost.to_str().unwrap()).unwrap();
    assert_eq!((&seen.trace[..], &seen.span[..]), (&server.trace_id[..], &server.span_id[..]));
}
