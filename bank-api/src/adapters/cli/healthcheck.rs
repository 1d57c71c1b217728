//! Asks a running bank whether it is ready, for containers that have no other program to ask with.

use std::{net::SocketAddr, process::ExitCode, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long the bank may take to answer.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// Success when the bank that listens on `address` is ready; prints what it says.
pub async fn healthcheck(address: SocketAddr) -> ExitCode {
    let answer = match timeout(ANSWER_MAX, ask(address)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return failure(&format!("no bank answers on {address}: {error}")),
        Err(_) => return failure(&format!("the bank on {address} does not answer")),
    };
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    println!("{body}");
    if head.starts_with("HTTP/1.1 200 ") { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

fn failure(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}
