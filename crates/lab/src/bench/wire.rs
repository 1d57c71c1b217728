//! One HTTP/1.1 connection with one request under way at a time: the client that costs the least CPU.

use anyhow::Context as _;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, StatusCode, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::net::TcpStream;

/// A bank that does not answer within this time has failed the request.
const ANSWER_MAX: Duration = Duration::from_secs(15);

/// A connection to a bank on loopback.
pub struct Wire {
    port: u16,
    open: Option<SendRequest<Full<Bytes>>>,
}

impl Wire {
    /// Connects when it is first needed, and again when it broke.
    pub fn new(port: u16) -> Self {
        Self { port, open: None }
    }

    /// Sends a request, reads the whole answer, keeps its status.
    ///
    /// # Errors
    /// When there is no answer: what was asked may have happened or not.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> anyhow::Result<StatusCode> {
        let mut connection = match self.open.take() {
            Some(open) => open,
            None => connect(self.port).await?,
        };
        let status = tokio::time::timeout(ANSWER_MAX, async {
            connection.ready().await?;
            let response = connection.send_request(request).await?;
            let status = response.status();
            response.into_body().collect().await?;
            anyhow::Ok(status)
        });
        let status = status.await.context("no answer in time")??;
        self.open = Some(connection);
        Ok(status)
    }
}

async fn connect(port: u16) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}
