//! `/home` and `/profile`.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use futures::future::{join, join_all, try_join3};

use crate::{
    model::{Home, Note, Page, Profile, Tone},
    server::{
        api::{EntryJson, Problem, Token},
        app::{Answer, App},
        drawn::{Reader, active_keys, movement, people, tax_id_label},
        visitor::{Session, Visitor},
        words::{Clock, bare_money},
    },
    text::{initials, stored_key_as_written},
};

/// Rows of home; the older ones of the same answer tell who was paid lately.
const ROWS: usize = 7;

pub async fn home(State(app): State<App>, visitor: Visitor, Session(token): Session) -> Response {
    let answer = show_home(&app, &visitor, &token).await;
    app.answer(visitor, answer).await
}

async fn show_home(app: &App, visitor: &Visitor, token: &Token) -> Result<Answer, Problem> {
    let asked = try_join3(app.bank.me(token), app.bank.statement(token, "limit=50"), app.bank.keys(token));
    let (asked, readiness) = join(asked, app.bank.readiness()).await;
    let (me, statement, keys) = asked?;
    let clock = Clock::now(visitor.lang);
    let codepix_is_down = readiness.codepix_is_down();
    // What came back stands once here: as the Pix that was not made.
    let entries: Vec<EntryJson> =
        statement.entries.iter().filter(|entry| entry.kind != "refund").take(ROWS).cloned().collect();
    let unnamed = keys_of_unnamed(app, token, &entries).await;
    let reader = Reader { clock, bank_name: &app.site.name, codepix_is_down, keys: &unnamed };
    let (title, text) = (visitor.lang.say("hub.down.title"), visitor.lang.say("hub.down"));
    let home = Home {
        balance: bare_money(me.balance_cents),
        as_of: clock.second(clock.now),
        untouched: statement.entries.iter().all(|entry| entry.kind == "opening"),
        movements: entries.iter().map(|entry| movement(entry, &reader)).collect(),
        people: people(&statement.entries, clock),
        keys: active_keys(&keys, clock),
        note: codepix_is_down.then(|| Note::new(Tone::Wait, "clock", title, text)),
    };
    Ok(Answer::inside(&me, Page::Home(home)))
}

/// The keys that transfers without a known payee went to, by end-to-end id.
pub async fn keys_of_unnamed(app: &App, token: &Token, entries: &[EntryJson]) -> HashMap<String, String> {
    let unnamed = entries.iter().filter(|entry| entry.counterparty.is_none());
    let asked = unnamed.filter_map(|entry| entry.end_to_end_id.clone()).take(10).map(async |id| {
        let key = app.bank.transfer(token, &id).await.ok()?.key;
        let name = app.payees.recall(token, &key).map(|payee| payee.name);
        Some((id, name.unwrap_or_else(|| stored_key_as_written(&key))))
    });
    join_all(asked).await.into_iter().flatten().collect()
}

pub async fn profile(State(app): State<App>, visitor: Visitor, Session(token): Session) -> Response {
    let answer = app.bank.me(&token).await.map(|me| {
        let profile = Profile {
            initials: initials(&me.name),
            tax_id_label: tax_id_label(&me.tax_id_masked).to_owned(),
            tax_id: me.tax_id_masked.clone(),
            email: me.email.clone(),
            saved: visitor.noted.as_deref() == Some("saved"),
        };
        Answer::inside(&me, Page::Profile(profile))
    });
    app.answer(visitor, answer).await
}
