//! `/accounts/me/events`: balance and transfers as they change, each event the full present state.
//!
//! The id of an event is a time of the database. Who comes back with it is told all that changed since, a few seconds'
//! overlap included, since commits do not happen in the order of their clocks.

use super::{Rest, caller::Caller, problem::Problem, views::TransferJson};
use crate::{application::Changes, domain::AccountId};
use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::stream::{self, Stream, StreamExt};
use pix::Timestamp;
use serde_json::json;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How far back a look reaches before the last one.
const OVERLAP: Duration = Duration::from_secs(5);
/// A comment this often shows that the stream lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Looked at this often all the same: another instance of the bank may have changed the account.
const LOOK: Duration = Duration::from_secs(2);

/// The caller's events.
#[utoipa::path(get, path = "/accounts/me/events", security(("session" = [])),
    params(("Last-Event-ID" = Option<String>, Header, description = "resumes with all that changed since")),
    responses((status = 200, description = "`balance` and `transfer` events", content_type = "text/event-stream")))]
pub async fn stream(
    State(rest): State<Rest>,
    Caller(account): Caller,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let since = last.map(|id| id.parse::<Timestamp>()).transpose();
    let since = since.map_err(|_| Problem::malformed("Last-Event-ID is the id of an event you received"))?;
    let changed = rest.changed.subscribe();
    let stop = rest.stop.clone();
    let watch = Watch { rest, account, changed, since, told: Vec::new(), balance: None };
    let events = stream::unfold(watch, |mut watch| async move {
        let events = watch.next().await;
        Some((stream::iter(events.into_iter().map(Ok)), watch))
    });
    let events = events.flatten().take_until(async move { stop.cancelled().await });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

struct Watch {
    rest: Rest,
    account: AccountId,
    changed: Receiver<Arc<[AccountId]>>,
    /// None until the first look.
    since: Option<Timestamp>,
    /// What was told within the overlap, not to be told again.
    told: Vec<(String, i64)>,
    balance: Option<i64>,
}

impl Watch {
    /// The next events; waits until there may be some.
    async fn next(&mut self) -> Vec<Event> {
        if self.balance.is_some() {
            self.something_changed().await;
        }
        match self.rest.accounts.changes(self.account, self.since).await {
            Ok(changes) => self.events(changes).await,
            // The database is away; the stream waits with it.
            Err(_) => Vec::new(),
        }
    }

    async fn something_changed(&mut self) {
        let ours = async {
            loop {
                match self.changed.recv().await {
                    Ok(accounts) if accounts.contains(&self.account) => return,
                    Ok(_) => {}
                    // Some were missed; perhaps ours.
                    Err(RecvError::Lagged(_)) => return,
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        // In time is as good as told.
        let _ = tokio::time::timeout(LOOK, ours).await;
    }

    async fn events(&mut self, changes: Changes) -> Vec<Event> {
        let id = changes.as_of.to_string();
        let mut events = Vec::new();
        let fresh: Vec<_> = changes
            .transfers
            .into_iter()
            .filter(|transfer| !self.told.contains(&(transfer.id.to_string(), transfer.version)))
            .collect();
        if !fresh.is_empty()
            && let Ok(Some(view)) = self.rest.accounts.view(self.account).await
        {
            for transfer in fresh {
                self.told.push((transfer.id.to_string(), transfer.version));
                let transfer = TransferJson::new(transfer, &view, &self.rest.bank);
                events.extend(Event::default().id(&id).event("transfer").json_data(transfer));
            }
        }
        let balance = changes.balance.get();
        if self.balance.replace(balance) != Some(balance) {
            let body = json!({ "balance_cents": balance, "as_of": id });
            events.extend(Event::default().id(&id).event("balance").json_data(body));
        }
        self.told.drain(..self.told.len().saturating_sub(1000));
        self.since = changes.as_of.checked_sub(OVERLAP).ok().or(Some(changes.as_of));
        events
    }
}
