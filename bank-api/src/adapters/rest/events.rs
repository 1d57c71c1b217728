//! `/accounts/me/events`: balance and transfers as they change, each event the full present state; in between a heartbeat.
//!
//! The id of an event is the place of who has been told all up to it, and opaque to everybody else. Who comes back with it
//! is told all that changed since.

use super::{
    Rest,
    caller::{Caller, Token},
    problem::Problem,
    views,
};
use crate::{
    application::{Look, Onlooker, Place, Sight},
    domain::OurBank,
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use bank_contract::{EventJson, EventName};
use futures::stream::{self, Stream, StreamExt};
use serde_json::json;
use std::{convert::Infallible, time::Duration};
use tokio::time::sleep;

/// A `heartbeat` event this often shows that the stream lives: a browser tells its page of events, not of comments.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// The pause after a look that failed.
const RETRY: Duration = Duration::from_secs(2);
/// When a stream may come back that had to make room: at once it would only push out the next.
const COME_BACK: Duration = Duration::from_secs(60);

/// The caller's events. A session has eight streams at the most: a further one ends the oldest, whose last event is `end`.
#[utoipa::path(get, path = "/accounts/me/events", security(("session" = [])),
    params(("Last-Event-ID" = Option<String>, Header, pattern = r"^[0-9]{1,18}(\.[0-9]{1,16})?$", nullable = false,
        description = "The id of the last event that was received: resumes with all that changed since.")),
    responses((status = 200, content_type = "text/event-stream", body = EventJson,
        description = "the full present state each time, and a `heartbeat` while nothing happens, until the session ends; \
            `end` where it is the stream that must")))]
pub async fn stream(
    State(rest): State<Rest>,
    Caller(account): Caller,
    token: Token,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let place = last_event_id(&headers)?;
    let onlooker = rest.app.feeds.enter(token.hash(), account, place).await?;
    let telling = Telling { bank: rest.app.bank, onlooker, place, balance: None, over: false };
    let events = stream::unfold(telling, |mut telling| async move {
        let events = telling.next().await?;
        Some((stream::iter(events.into_iter().map(Ok)), telling))
    });
    let events = events.flatten().take_until(rest.stop.cancelled_owned());
    let heartbeat = Event::default().event(EventName::Heartbeat.as_str()).data("{}");
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT).event(heartbeat)))
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<Place>, Problem> {
    let Some(id) = headers.get("last-event-id") else { return Ok(None) };
    let place = id.to_str().ok().and_then(|id| id.parse().ok());
    place.map(Some).ok_or_else(|| Problem::malformed("Last-Event-ID is the id of an event you received"))
}

struct Telling {
    bank: OurBank,
    onlooker: Onlooker,
    /// All up to there has been told. None until that is so for the first time.
    place: Option<Place>,
    balance: Option<i64>,
    over: bool,
}

impl Telling {
    /// The next events; waits until there may be some. None when the stream is over.
    async fn next(&mut self) -> Option<Vec<Event>> {
        if self.over {
            return None;
        }
        match self.onlooker.next().await {
            Ok(Sight::Changes(look)) => Some(self.events(&look)),
            Ok(Sight::SessionOver) => None,
            Ok(Sight::Displaced) => {
                self.over = true;
                let why = json!({ "reason": "this session has newer streams; it may have eight" });
                Some(
                    Event::default()
                        .event(EventName::End.as_str())
                        .retry(COME_BACK)
                        .json_data(why)
                        .into_iter()
                        .collect(),
                )
            }
            // The database is away; the stream waits with it.
            Err(_) => {
                sleep(RETRY).await;
                Some(Vec::new())
            }
        }
    }

    fn events(&mut self, look: &Look) -> Vec<Event> {
        let changes = &look.changes;
        let transfers = changes.transfers.iter().cloned();
        let transfers = transfers.map(|transfer| views::transfer(transfer, &changes.view, &self.bank));
        let transfers = transfers
            .map(|transfer| Event::default().event(EventName::Transfer.as_str()).json_data(transfer));
        let mut events: Vec<_> = transfers.flatten().collect();
        let balance = changes.view.balance.get();
        if self.balance.replace(balance) != Some(balance) {
            let body = json!({ "balance_cents": balance, "as_of": changes.as_of.to_string() });
            events.extend(Event::default().event(EventName::Balance.as_str()).json_data(body));
        }
        // Who breaks off before the last event of a look has not been told all of it.
        let (before, length) = (self.place, events.len());
        self.place = Some(self.onlooker.place());
        let ids = (1..=length).map(|number| if number == length { self.place } else { before });
        let with_id = |(event, id): (Event, Option<Place>)| match id {
            Some(id) => event.id(id.to_string()),
            None => event,
        };
        events.into_iter().zip(ids).map(with_id).collect()
    }
}
