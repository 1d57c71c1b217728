//! Tells a connection when a request on it begins, and when the last byte of its answer is handed over.

use crate::Connection;
use axum::{
    body::HttpBody,
    extract::ConnectInfo,
    http::{Request, Response},
};
use futures::{FutureExt as _, TryFutureExt as _, future::BoxFuture};
use std::{
    pin::Pin,
    task::{Context, Poll},
};
use tower::{Layer, Service};

/// The layer around all that a server answers with. Handlers find the peer's address as `ConnectInfo<SocketAddr>`.
#[derive(Clone, Copy, Debug)]
pub struct Turns;

impl<S> Layer<S> for Turns {
    type Service = InTurn<S>;

    fn layer(&self, inner: S) -> InTurn<S> {
        InTurn { inner }
    }
}

/// What [`Turns`] makes of a service.
#[derive(Clone, Debug)]
pub struct InTurn<S> {
    inner: S,
}

impl<S, B, R> Service<Request<B>> for InTurn<S>
where
    S: Service<Request<B>, Response = Response<R>, Future: Send + 'static>,
{
    type Response = Response<Answer<R>>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Self::Response, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // Axum puts it one way, tonic the other.
        let connection = request.extensions_mut().remove::<ConnectInfo<Connection>>();
        let connection = connection.map(|ConnectInfo(connection)| connection);
        let connection = connection.or_else(|| request.extensions_mut().remove());
        let turn = connection.map(Turn::begin);
        if let Some(Turn(connection)) = &turn {
            request.extensions_mut().insert(ConnectInfo(connection.peer()));
        }
        let answer = |response: Response<R>| response.map(|body| Answer { body, _turn: turn });
        self.inner.call(request).map_ok(answer).boxed()
    }
}

/// A request that is under way.
#[derive(Debug)]
struct Turn(Connection);

impl Turn {
    fn begin(connection: Connection) -> Self {
        connection.begin();
        Self(connection)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// The body of an answer: the request is under way until it is dropped.
#[derive(Debug)]
pub struct Answer<B> {
    body: B,
    _turn: Option<Turn>,
}

impl<B: HttpBody + Unpin> HttpBody for Answer<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}
