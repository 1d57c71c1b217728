//! Asks a running service whether it is ready, for containers that have no other program to ask with.

use anyhow::Context as _;
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header::HOST},
};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use std::{net::SocketAddr, process::ExitCode, time::Duration};
use tokio::{net::TcpStream, time::timeout};

/// How long the service may take to answer.
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// The longest report that is shown, in bytes.
const REPORT_MAX: usize = 64 << 10;

/// Success when the service that listens on `address` is ready; prints what it says. It is called `name` where it says
/// nothing.
pub async fn healthcheck(name: &str, address: SocketAddr) -> ExitCode {
    let why = match timeout(ANSWER_MAX, ask(address)).await {
        Ok(Ok((status, report))) => {
            println!("{report}");
            return if status == StatusCode::OK { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Ok(Err(error)) => format!("no {name} answers on {address}: {error:#}"),
        Err(_) => format!("the {name} on {address} does not answer"),
    };
    eprintln!("{why}");
    ExitCode::FAILURE
}

async fn ask(address: SocketAddr) -> anyhow::Result<(StatusCode, String)> {
    let stream = TcpStream::connect(address).await?;
    let (mut client, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let request = Request::get("/readyz").header(HOST, address.to_string()).body(Body::empty())?;
    let answer = client.send_request(request).await?;
    let status = answer.status();
    let report = to_bytes(Body::new(answer.into_body()), REPORT_MAX).await.context("its report")?;
    Ok((status, String::from_utf8_lossy(&report).into_owned()))
}
