//! `/pix/send`: the questions of a Pix, each an address, so that one can go back. When the amount is answered the order gets
//! its idempotency key, which the address carries from then on; an order that was accepted leads to its transfer.

use axum::{
    extract::{Query, State},
    response::Response,
};
use pix::{KeyKind, PixKey};
use serde::Deserialize;

pub use super::send_form::send;
use super::send_order::result_page;
use crate::{
    amount::{Unread, read},
    copy::Lang,
    model::{Draft, Field, Page, SendAmount, SendKey, SendPayee},
    server::{
        api::{PayeeJson, Problem, Token},
        app::{Answer, App},
        drawn::{payee_facts, people},
        keys::{Meant, meant},
        mistakes,
        visitor::{Session, Visitor},
        words::{Clock, money},
    },
    text::key_as_written,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SendQuery {
    key: String,
    /// What an ambiguous key is.
    kind: String,
    /// The transfer whose payee is to be paid again.
    again: String,
    /// amount, review or pin; left out, the payee is shown.
    step: String,
    entry: String,
    amount: String,
    description: String,
    order: String,
    twice: String,
}

pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Query(query): Query<SendQuery>,
) -> Response {
    let answer = next_question(&Sending { app: &app, visitor: &visitor, token: &token }, query).await;
    app.answer(visitor, answer).await
}

/// Who sends.
pub struct Sending<'a> {
    pub app: &'a App,
    pub visitor: &'a Visitor,
    pub token: &'a Token,
}

async fn next_question(sending: &Sending<'_>, mut query: SendQuery) -> Result<Answer, Problem> {
    let lang = sending.visitor.lang;
    // Before anything else: what was paid must not be asked about again, whatever the balance or the directory say by now.
    if let Some(made) = sending.made(&query.order).await? {
        return Ok(Answer::To(result_page(&made.end_to_end_id)));
    }
    if !query.again.is_empty() {
        query.key = sending.app.bank.transfer(sending.token, &query.again).await?.key;
    }
    if query.key.trim().is_empty() {
        // Left out, it has not been asked for yet; empty, it was not answered.
        let asked = sending.visitor.path.contains("key=");
        let error = asked.then(|| lang.say("form.err.required").to_owned());
        return sending.ask_key(Field { value: String::new(), error }, None).await;
    }
    let key = match meant(&query.key, query.kind.parse::<KeyKind>().ok()) {
        Meant::Key(key) => key,
        Meant::Either { phone, cpf } => {
            let either = Some((key_as_written(&phone), key_as_written(&cpf)));
            return sending.ask_key(Field::of(query.key), either).await;
        }
        Meant::Nothing => {
            let words =
                if mistakes::is_payment_code(&query.key) { "send.err.code" } else { "send.err.format" };
            return sending.ask_key(Field::wrong(query.key, lang.say(words)), None).await;
        }
    };
    let known = !query.step.is_empty();
    let payee = match sending.payee(&key, known).await? {
        Named::Payee(payee) => Some(payee),
        Named::Unseen => None,
        Named::Nobody(words) => {
            let wrong = Field::wrong(key_as_written(&key), words);
            return sending.ask_key(wrong, None).await;
        }
    };
    let draft = Draft {
        amount: read(&query.amount).ok().map(|amount| money(amount.get())),
        description: Some(query.description.trim().to_owned()),
        order: query.order,
        twice: query.twice == "yes",
        ..draft(&key, payee.as_ref())
    };
    // Whoever is paid is whom the person saw: if the key has moved since, they see the new one first.
    let seen = draft.payee.as_ref().is_none_or(|payee| payee.entry_id == query.entry);
    match query.step.as_str() {
        "amount" | "review" | "pin" if !seen => sending.show_payee(draft).await,
        "amount" => {
            let description = Field::of(draft.description.clone().unwrap_or_default());
            let draft = Draft { amount: None, order: String::new(), twice: false, ..draft };
            sending.ask_amount(draft, Field::of(query.amount), description).await
        }
        step @ ("review" | "pin") => sending.amount_answered(draft, query.amount, step).await,
        _ => sending.show_payee(draft).await,
    }
}

/// Whom the directory names.
pub enum Named {
    Payee(PayeeJson),
    /// The directory cannot be asked.
    Unseen,
    /// With the reason.
    Nobody(&'static str),
}

/// What is known before the amount.
pub fn draft(key: &PixKey, payee: Option<&PayeeJson>) -> Draft {
    Draft {
        key: key.as_str().to_owned(),
        key_shown: key_as_written(key),
        entry: payee.map(|payee| payee.entry_id.clone()).unwrap_or_default(),
        payee: payee.map(payee_facts),
        ..Draft::default()
    }
}

impl Sending<'_> {
    /// `known`: a moment ago is as good as now.
    pub async fn payee(&self, key: &PixKey, known: bool) -> Result<Named, Problem> {
        let lang = self.visitor.lang;
        let payees = &self.app.payees;
        if known && let Some(payee) = payees.recall(self.token, key.as_str()) {
            return Ok(Named::Payee(payee));
        }
        match self.app.bank.look_up(self.token, key.as_str()).await {
            Ok(payee) => {
                payees.remember(self.token, &payee);
                Ok(Named::Payee(payee))
            }
            Err(problem) => match problem.word.as_str() {
                "unavailable" => Ok(Named::Unseen),
                "not_found" if matches!(key.kind(), KeyKind::Email | KeyKind::Random) => {
                    Ok(Named::Nobody(lang.say("send.err.notfound")))
                }
                "not_found" => Ok(Named::Nobody(lang.say("send.err.notfound.digits"))),
                "too_many_lookups" => Ok(Named::Nobody(lang.say("send.err.limited"))),
                "invalid_field" | "malformed" => Ok(Named::Nobody(lang.say("send.err.format"))),
                _ => Err(problem),
            },
        }
    }

    pub async fn ask_key(&self, key: Field, either: Option<(String, String)>) -> Result<Answer, Problem> {
        let me = self.app.bank.me(self.token).await?;
        let statement = self.app.bank.statement(self.token, "limit=50&direction=out").await?;
        let people = people(&statement.entries, Clock::now(self.visitor.lang));
        Ok(Answer::inside(&me, Page::SendKey(SendKey { key, either, people })))
    }

    async fn show_payee(&self, draft: Draft) -> Result<Answer, Problem> {
        let (me, keys) =
            futures::future::try_join(self.app.bank.me(self.token), self.app.bank.keys(self.token)).await?;
        if keys.iter().any(|held| held.key.as_deref() == Some(&draft.key)) {
            let wrong = Field::wrong(draft.key_shown, self.visitor.lang.say("send.err.own"));
            return self.ask_key(wrong, None).await;
        }
        Ok(Answer::inside(&me, Page::SendPayee(SendPayee { draft })))
    }

    pub async fn ask_amount(
        &self,
        draft: Draft,
        amount: Field,
        description: Field,
    ) -> Result<Answer, Problem> {
        let me = self.app.bank.me(self.token).await?;
        let page = SendAmount { draft, amount, description, available: money(me.balance_cents) };
        Ok(Answer::inside(&me, Page::SendAmount(page)))
    }

    /// Asks for the amount again if it cannot be sent.
    async fn amount_answered(&self, mut draft: Draft, typed: String, step: &str) -> Result<Answer, Problem> {
        let lang = self.visitor.lang;
        let me = self.app.bank.me(self.token).await?;
        let words = draft.description.clone().unwrap_or_default();
        let too_long = words.chars().count().saturating_sub(pix::Description::MAX_CHARACTERS);
        let wrong_words = match pix::Description::parse(&words) {
            Ok(_) => None,
            Err(_) if too_long > 0 => Some(lang.fill("send.err.message", &[("n", &too_long.to_string())])),
            Err(_) => Some(mistakes::refused_words(&words, lang)),
        };
        let amount = read(&typed);
        let wrong_amount = match amount {
            Err(why) => Some(unread(why, &typed, lang)),
            Ok(cents) if !cents.is_positive() => Some(lang.say("send.err.zero").to_owned()),
            Ok(cents) if cents.get() > me.balance_cents => {
                Some(self.short_of_money(me.balance_cents, cents.get() - me.balance_cents))
            }
            Ok(_) => None,
        };
        let Some(amount) = amount.ok().filter(|_| wrong_amount.is_none() && wrong_words.is_none()) else {
            let amount = Field { value: typed, error: wrong_amount };
            draft = Draft { amount: None, order: String::new(), ..draft };
            return self.ask_amount(draft, amount, Field { value: words, error: wrong_words }).await;
        };
        draft.amount = Some(money(amount.get()));
        // An order is made once, and then has an address of its own; this one is not kept by the browser.
        if uuid::Uuid::parse_str(&draft.order).is_err() {
            draft.order = uuid::Uuid::new_v4().to_string();
            return Ok(Answer::To(draft.address("review")));
        }
        if step == "review" {
            Ok(self.review(&me, draft, None))
        } else {
            self.ask_pin(&me, draft, amount).await
        }
    }

    pub fn short_of_money(&self, balance_cents: i64, missing_cents: i64) -> String {
        let slots = [("balance", money(balance_cents)), ("missing", money(missing_cents))];
        let slots: Vec<(&str, &str)> = slots.iter().map(|(slot, value)| (*slot, value.as_str())).collect();
        self.visitor.lang.fill("send.err.funds", &slots)
    }
}

/// Why the amount cannot be read, and how to write it.
fn unread(why: Unread, typed: &str, lang: Lang) -> String {
    match why {
        Unread::Either(one, other) => lang.fill(
            "send.err.amount.either",
            &[("typed", typed.trim()), ("one", &money(one.get())), ("other", &money(other.get()))],
        ),
        Unread::Empty => lang.say("form.err.required").to_owned(),
        Unread::Negative => lang.say("send.err.amount.negative").to_owned(),
        Unread::TooFine => lang.say("send.err.amount.fine").to_owned(),
        Unread::TooLarge => lang.say("send.err.amount.large").to_owned(),
        Unread::NoNumber => lang.say("send.err.amount").to_owned(),
    }
}
