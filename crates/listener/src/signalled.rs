//! The signals that end a server.

/// Waits for SIGTERM or SIGINT; where there are no such signals, for Ctrl-C.
///
/// # Errors
/// When the system does not tell of signals.
#[cfg(unix)]
pub async fn signalled() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    Ok(())
}

/// Waits for Ctrl-C.
///
/// # Errors
/// When the system does not tell of it.
#[cfg(not(unix))]
pub async fn signalled() -> anyhow::Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}
