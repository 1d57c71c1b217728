//! `/home`.

use axum::{Router, extract::State, response::Response, routing::get};
use bank_contract::{EntryJson, EntryKind};
use futures::future::{join, try_join3};

use super::Home;
use crate::{
    components::{Reader, active_keys, movement_row, payee_names, recent_payees},
    form::{Note, Tone},
    format::{Clock, bare_money},
    page::Page,
    server::{
        Answer, AppState, PageRequest, Session,
        bank_api::{Problem, Token},
    },
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/home", get(home))
}

/// More entries are asked for, since they tell who was paid lately.
const ROWS: usize = 7;

async fn home(State(app): State<AppState>, request: PageRequest, Session(token): Session) -> Response {
    let answer = show_home(&app, &request, &token).await;
    app.answer(request, answer).await
}

async fn show_home(app: &AppState, request: &PageRequest, token: &Token) -> Result<Answer, Problem> {
    let asked = try_join3(app.bank.me(token), app.bank.statement(token, "limit=50"), app.bank.keys(token));
    let (asked, readiness) = join(asked, app.bank.readiness()).await;
    let (me, statement, keys) = asked?;
    let clock = Clock::now(request.lang);
    let codepix_is_down = readiness.codepix_is_down();
    // A refund is left out: the transfer itself is shown as refunded.
    let entries: Vec<EntryJson> = statement
        .entries
        .iter()
        .filter(|entry| entry.kind != EntryKind::Refund)
        .take(ROWS)
        .cloned()
        .collect();
    let names = payee_names(app, token, &entries).await;
    let reader = Reader { clock, bank_name: &app.site.name, codepix_is_down, names: &names };
    let (title, text) = (request.lang.say("hub.down.title"), request.lang.say("hub.down"));
    let home = Home {
        balance: bare_money(me.balance_cents),
        as_of: clock.second(clock.now),
        untouched: statement.entries.iter().all(|entry| entry.kind == EntryKind::Opening),
        movements: entries.iter().map(|entry| movement_row(entry, &reader)).collect(),
        people: recent_payees(&statement.entries, clock),
        keys: active_keys(&keys, clock),
        note: codepix_is_down.then(|| Note::new(Tone::Wait, "clock", title, text)),
    };
    Ok(Answer::inside(&me, Page::Home(home)))
}
