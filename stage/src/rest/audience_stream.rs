//! What a phone is told while its page lies open: each event says how things are now, so none has to be told again.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response, Sse, sse},
};
use futures::{Stream, StreamExt as _, stream};
use serde::Deserialize;
use serde_json::json;
use tokio::{sync::watch::Receiver, time::sleep};

use super::{Stage, audience::seat_of, page::lang};
use crate::{
    audience::{News, Room},
    journal::Ground,
    page::{audience_parts as parts, texts::Lang},
};

/// A phone is told no more often: nobody reads faster, and a hundred of them share two cores.
const PAUSE: Duration = Duration::from_millis(250);
/// A phone whose stream broke comes back after this.
const RETRY: Duration = Duration::from_millis(1000);

#[derive(Deserialize)]
pub(super) struct Known {
    /// Of how many of the room the page knows.
    #[serde(default)]
    known: usize,
}

pub(super) async fn events(
    State(stage): State<Stage>,
    Query(Known { known }): Query<Known>,
    headers: HeaderMap,
) -> Response {
    let listener = Listener {
        room: stage.room.clone(),
        changes: stage.room.changes(),
        ground: stage.boards.ground(),
        id: seat_of(&headers).to_owned(),
        lang: lang(&headers),
        told: Some((0, known)),
    };
    let events = stream::unfold(listener, Listener::next).flat_map(stream::iter).map(Ok::<_, Infallible>);
    let events = events.take_until(stage.stop.cancelled_owned());
    ([(header::CACHE_CONTROL, "no-store")], Sse::new(first(events)).keep_alive(sse::KeepAlive::default()))
        .into_response()
}

/// Says first how soon to come back.
fn first(
    events: impl Stream<Item = Result<sse::Event, Infallible>> + Send + 'static,
) -> impl Stream<Item = Result<sse::Event, Infallible>> + Send + 'static {
    stream::once(async { Ok(sse::Event::default().retry(RETRY).comment("welcome")) }).chain(events)
}

struct Listener {
    room: Room,
    changes: Receiver<()>,
    ground: Ground,
    id: String,
    lang: Lang,
    /// The version that was seen, and of how many one knows; None once the phone was told that it is a stranger.
    told: Option<(u64, usize)>,
}

impl Listener {
    async fn next(mut self) -> Option<(Vec<sse::Event>, Listener)> {
        if self.told?.0 > 0 {
            // What changes meanwhile is told together.
            sleep(PAUSE).await;
        }
        loop {
            let told = self.told?;
            self.changes.mark_unchanged();
            let Some(news) = self.room.news(&self.id, told) else {
                self.told = None;
                return Some((vec![sse::Event::default().event("stranger").data("")], self));
            };
            self.told = Some((news.version, news.known));
            let events = self.events(&news);
            if !events.is_empty() {
                return Some((events, self));
            }
            self.changes.changed().await.ok()?;
        }
    }

    fn events(&self, news: &News) -> Vec<sse::Event> {
        let mine = news.mine.as_ref().map(|mine| {
            let html = parts::mine(self.lang, &self.ground, mine);
            sse::Event::default().event("mine").data(one_line(&html))
        });
        let people = (!news.people.is_empty()).then(|| {
            let rows = parts::rows(self.lang, &self.ground, &news.people, news.bank);
            let data = json!({ "known": news.known, "html": rows });
            sse::Event::default().event("people").data(data.to_string())
        });
        mine.into_iter().chain(people).collect()
    }
}

/// Names hold no line breaks; a template may.
fn one_line(html: &str) -> String {
    html.replace('\n', " ")
}
