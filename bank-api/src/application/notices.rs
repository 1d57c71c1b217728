//! The instances of one bank tell each other which accounts changed: at most ten times a second.

use super::ports::{Changed, Notices};
use crate::domain::AccountId;
use engine::in_time;
use std::{sync::Arc, time::Duration};
use tokio::{sync::mpsc::UnboundedReceiver, time::sleep};

/// Batches told together, at the most.
const BATCHES_MAX: usize = 1024;
/// The pause between two attempts to listen.
const RETRY: Duration = Duration::from_secs(1);

/// Whoever watches at another instance sees it so much later.
const GATHERED: Duration = Duration::from_millis(100);

/// Notifies the other instances, as long as anything can change: of all that has come since the last notice.
pub async fn notify_others(notices: Arc<dyn Notices>, mut changed: UnboundedReceiver<Vec<AccountId>>) {
    let mut news = Vec::new();
    while changed.recv_many(&mut news, BATCHES_MAX).await > 0 {
        let accounts = news.drain(..).flatten().collect();
        if let Err(unavailable) = in_time(notices.notify(&accounts)).await {
            tracing::debug!("other instances were not notified: {unavailable}");
        }
        sleep(GATHERED).await;
    }
}

/// Passes on what any instance notifies, for ever. An empty list means that perhaps all accounts have changed: so it is
/// after each time nobody listened.
pub async fn listen_to_others(notices: Arc<dyn Notices>, changed: Changed) {
    loop {
        // Why it ended is for whoever watches the database; here it only means to begin again.
        if let Err(unavailable) = notices.listen(&changed).await {
            tracing::debug!("nobody tells which accounts change: {unavailable}");
        }
        sleep(RETRY).await;
    }
}
