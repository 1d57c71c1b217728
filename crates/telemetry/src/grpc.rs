//! gRPC calls as spans, at both ends: the caller's is handed on in `traceparent`, and the one who answers goes on from
//! there.

use crate::{
    spans::{SpanKind, Stopwatch, record},
    trace::TraceContext,
};
use futures::future::{BoxFuture, Either, FutureExt as _};
use http::{HeaderValue, Request, Response};
use std::task::{Context, Poll};
use tower::{Layer, Service};

/// The header of W3C Trace Context.
const TRACEPARENT: &str = "traceparent";
/// Whoever watches whether a server lives asks every second, and is of no interest.
const HEALTH: &str = "/grpc.health.";

/// Makes a span of each call that goes through, as long as spans are exported.
#[derive(Debug, Clone)]
pub struct TraceCalls(pub SpanKind);

impl<S> Layer<S> for TraceCalls {
    type Service = TracedCalls<S>;

    fn layer(&self, inner: S) -> TracedCalls<S> {
        TracedCalls { inner, kind: self.0.clone() }
    }
}

/// A service whose calls are spans.
#[derive(Debug, Clone)]
pub struct TracedCalls<S> {
    inner: S,
    kind: SpanKind,
}

impl<S, B, R> Service<Request<B>> for TracedCalls<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Future: Send + 'static,
    R: 'static,
    S::Error: 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Either<S::Future, BoxFuture<'static, Result<S::Response, S::Error>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let stopwatch = Stopwatch::start().filter(|_| !request.uri().path().starts_with(HEALTH));
        let Some(stopwatch) = stopwatch else { return Either::Left(self.inner.call(request)) };
        let header = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok());
        let parent = header.and_then(TraceContext::parse);
        let context = Stopwatch::context(parent);
        // Who answers needs no header any more, and whom it may call does.
        if let Ok(value) = HeaderValue::from_str(&context.traceparent(true)) {
            request.headers_mut().insert(TRACEPARENT, value);
        }
        let (kind, name) = (self.kind.clone(), request.uri().path().trim_start_matches('/').to_owned());
        let answer = self.inner.call(request);
        let traced = async move {
            let answer = answer.await;
            let mut span = stopwatch.span(parent, kind, name);
            span.context = context;
            record(span);
            answer
        };
        Either::Right(traced.boxed())
    }
}
