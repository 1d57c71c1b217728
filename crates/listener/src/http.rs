//! An axum router behind a listener.

use crate::{Connection, Listener, Turns};
use axum::Router;

/// Serves until `stop`, then until the requests under way are answered.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: Listener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let service = router.layer(Turns).into_make_service_with_connect_info::<Connection>();
    Ok(axum::serve(listener, service).with_graceful_shutdown(stop).await?)
}
