//! `/accounts/me/events`: balance and transfers as they change, each event the full present state; in between a heartbeat.
//!
//! The id of an event is a time of the database by which all had been told. Who comes back with it is told all that changed
//! since, a few seconds' overlap included, since commits do not happen in the order of their clocks.

use super::{
    Rest,
    caller::{Caller, Token},
    problem::Problem,
    views::TransferJson,
};
use crate::{
    application::{AccountView, Changes, Told},
    domain::AccountId,
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::stream::{self, Stream, StreamExt};
use messaging::Unavailable;
use pix::Timestamp;
use serde_json::json;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    sync::broadcast::{
        Receiver,
        error::{RecvError, TryRecvError},
    },
    time::{sleep, timeout},
};

/// How far before the last event's id begins what is told to somebody who comes back.
const OVERLAP: Duration = Duration::from_secs(5);
/// A `heartbeat` event this often shows that the stream lives: a browser tells its page of events, not of comments.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// Looked at this often all the same: a session ends without a word, and a word from another instance may get lost.
const LOOK: Duration = Duration::from_secs(30);
/// The pause after a look that failed.
const RETRY: Duration = Duration::from_secs(2);

/// The caller's events.
#[utoipa::path(get, path = "/accounts/me/events", security(("session" = [])),
    params(("Last-Event-ID" = Option<String>, Header, description = "resumes with all that changed since")),
    responses((status = 200, description = "`balance` and `transfer` events, and a `heartbeat` while there are none, until the session ends",
        content_type = "text/event-stream")))]
pub async fn stream(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Token(token): Token,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let since = last_event_id(&headers)?;
    // Listens before it looks, so that nothing falls between.
    let changed = rest.changed.subscribe();
    let stop = rest.stop.clone();
    let from = since.map(|since| since.checked_sub(OVERLAP).unwrap_or(since));
    let told = rest.accounts.told(account, from).await?;
    let watch = Watch { rest, account, token, changed, told, since, balance: None, due: true };
    let events = stream::unfold(watch, |mut watch| async move {
        let events = watch.next().await?;
        Some((stream::iter(events.into_iter().map(Ok)), watch))
    });
    let events = events.flatten().take_until(async move { stop.cancelled().await });
    let heartbeat = Event::default().event("heartbeat").data("{}");
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT).event(heartbeat)))
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<Timestamp>, Problem> {
    let Some(id) = headers.get("last-event-id") else { return Ok(None) };
    let id = id.to_str().ok().and_then(|id| id.parse::<Timestamp>().ok());
    // No event is older than the epoch; far earlier times the database does not even know.
    let id = id.filter(|id| *id >= Timestamp::UNIX_EPOCH);
    id.map(Some).ok_or_else(|| Problem::malformed("Last-Event-ID is the id of an event you received"))
}

struct Watch {
    rest: Rest,
    account: AccountId,
    token: String,
    changed: Receiver<Arc<[AccountId]>>,
    told: Told,
    /// All that had changed by then has been told. None until that is so for the first time.
    since: Option<Timestamp>,
    balance: Option<i64>,
    /// There is reason to look at once.
    due: bool,
}

impl Watch {
    /// The next events; waits until there may be some. None when the session is over.
    async fn next(&mut self) -> Option<Vec<Event>> {
        if !self.due {
            self.something_changed().await;
        }
        match self.look().await {
            Ok(Some((changes, view))) => Some(self.events(changes, &view)),
            Ok(None) => None,
            // The database is away; the stream waits with it.
            Err(_) => {
                sleep(RETRY).await;
                self.due = true;
                Some(Vec::new())
            }
        }
    }

    async fn something_changed(&mut self) {
        let ours = async {
            loop {
                match self.changed.recv().await {
                    // None by name: perhaps all.
                    Ok(accounts) if accounts.is_empty() || accounts.contains(&self.account) => return,
                    Ok(_) => {}
                    // Some were missed; perhaps ours.
                    Err(RecvError::Lagged(_)) => return,
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        // In time is as good as told.
        let _ = timeout(LOOK, ours).await;
    }

    async fn look(&mut self) -> Result<Option<(Changes, AccountView)>, Unavailable> {
        // One look does for all that has been announced by now.
        while matches!(self.changed.try_recv(), Ok(_) | Err(TryRecvError::Lagged(_))) {}
        if self.rest.sessions.account(&self.token).await? != Some(self.account) {
            return Ok(None);
        }
        let changes = self.rest.accounts.changes(self.account, &self.told).await?;
        let view = self.rest.accounts.view(self.account).await?;
        Ok(view.map(|view| (changes, view)))
    }

    fn events(&mut self, changes: Changes, view: &AccountView) -> Vec<Event> {
        self.told.tell(&changes);
        self.due = changes.more;
        let Changes { balance, transfers, as_of, more, .. } = changes;
        let transfers =
            transfers.into_iter().map(|transfer| TransferJson::new(transfer, view, &self.rest.bank));
        let transfers = transfers.map(|transfer| Event::default().event("transfer").json_data(transfer));
        let mut events: Vec<_> = transfers.flatten().collect();
        let balance = balance.get();
        if self.balance.replace(balance) != Some(balance) {
            let body = json!({ "balance_cents": balance, "as_of": as_of.to_string() });
            events.extend(Event::default().event("balance").json_data(body));
        }
        // Who breaks off before the last event of a look has not been told all up to its time.
        let (before, length) = (self.since, events.len());
        if !more {
            self.since = Some(as_of);
        }
        let ids = (1..=length).map(|place| if place == length { self.since } else { before });
        let with_id = |(event, id): (Event, Option<Timestamp>)| match id {
            Some(id) => event.id(id.to_string()),
            None => event,
        };
        events.into_iter().zip(ids).map(with_id).collect()
    }
}
