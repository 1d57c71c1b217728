//! `GET /pix/send`: the questions of a Pix, each at an address of its own, so that one can go back. When the amount is
//! answered the order gets its idempotency key, which is part of the address from then on. An order that was accepted
//! redirects to its transfer.

use axum::{
    extract::{Query, State},
    response::Response,
};
use pix::{KeyKind, Reading};
use serde::Deserialize;

use super::{
    context::{PayeeLookup, SendContext},
    order::{new_order, result_page},
};
use crate::{
    components::recent_payees,
    form::Field,
    format::{Clock, key_as_written, money, pay_page, url_encoded},
    input::{AmountError, KeyInput, read_amount, read_key, validation},
    page::Page,
    screens::send::{Draft, SendAmount, SendKey, SendPayee, present::draft},
    server::{Answer, AppState, PageRequest, Session, bank_api::Problem},
    texts::Lang,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SendQuery {
    key: String,
    /// The code that is paid, where one is.
    code: String,
    /// What the payer says an ambiguous key is.
    kind: String,
    /// The transfer whose payee is to be paid again.
    again: String,
    /// amount, review or pin; left out, the payee is shown.
    step: String,
    entry: String,
    amount: String,
    description: String,
    order: String,
    account: String,
    twice: String,
}

pub async fn ask(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Query(query): Query<SendQuery>,
) -> Response {
    let answer = next_question(&SendContext { app: &app, request: &request, token: &token }, query).await;
    app.answer(request, answer).await
}

async fn next_question(context: &SendContext<'_>, mut query: SendQuery) -> Result<Answer, Problem> {
    let lang = context.request.lang;
    // First of all: an order that was paid must not be asked about again, whatever the balance or the directory say by now.
    if let Some(made) = context.made_from(&query.order).await? {
        return Ok(Answer::Redirect(result_page(&made.end_to_end_id)));
    }
    if !query.again.is_empty() {
        query.key = context.app.bank.transfer(context.token, &query.again).await?.key;
    }
    if !query.code.is_empty() && !context.pays(&query.code, &query.key, &query.amount) {
        return Ok(Answer::Redirect(pay_page(&query.code)));
    }
    if query.key.trim().is_empty() {
        // Without a key in the address it was not asked for yet; an empty one is an empty answer.
        let asked = context.request.path.contains("key=");
        let error = asked.then(|| lang.say("form.err.required").to_owned());
        return context.ask_key(Field { value: String::new(), error }, None).await;
    }
    let key = match read_key(&query.key, query.kind.parse::<KeyKind>().ok()) {
        KeyInput::Key(key) => key,
        KeyInput::Ambiguous { phone, cpf } => {
            let ambiguous = Some((key_as_written(&phone), key_as_written(&cpf)));
            return context.ask_key(Field::of(query.key), ambiguous).await;
        }
        KeyInput::Invalid => {
            if !matches!(pix::read(&query.key), Reading::Key(_) | Reading::Nothing(_)) {
                // More than a key: the other field reads it.
                return Ok(Answer::Redirect(format!("/pix?what={}", url_encoded(&query.key))));
            }
            let wrong = Field::with_error(query.key, lang.say("send.err.format"));
            return context.ask_key(wrong, None).await;
        }
    };
    let known = !query.step.is_empty();
    let payee = match context.payee(&key, known).await? {
        PayeeLookup::Found(payee) => Some(payee),
        PayeeLookup::Unavailable => None,
        PayeeLookup::Refused(words) => {
            let wrong = Field::with_error(key_as_written(&key), words);
            return context.ask_key(wrong, None).await;
        }
    };
    let draft = Draft {
        amount: read_amount(&query.amount).ok().map(|amount| money(amount.get())),
        description: Some(query.description.trim().to_owned()),
        code: query.code,
        order: query.order,
        account: query.account,
        twice: query.twice == "yes",
        ..draft(&key, payee.as_ref())
    };
    // Only a payee whom the payer saw is paid: if the key has another owner by now, the payer sees that one first.
    let seen = draft.payee.as_ref().is_none_or(|payee| payee.entry_id == query.entry);
    if !seen && !draft.code.is_empty() {
        return Ok(Answer::Redirect(pay_page(&draft.code)));
    }
    match query.step.as_str() {
        "amount" | "review" | "pin" if !seen => context.show_payee(draft).await,
        "amount" => {
            let description = Field::of(draft.description.clone().unwrap_or_default());
            context.ask_amount(draft.without_order(), Field::of(query.amount), description).await
        }
        step @ ("review" | "pin") => context.amount_answered(draft, query.amount, step).await,
        _ => context.show_payee(draft).await,
    }
}

impl SendContext<'_> {
    pub async fn ask_key(&self, key: Field, ambiguous: Option<(String, String)>) -> Result<Answer, Problem> {
        let me = self.app.bank.me(self.token).await?;
        let statement = self.app.bank.statement(self.token, "limit=50&direction=out").await?;
        let people = recent_payees(&statement.entries, Clock::now(self.request.lang));
        Ok(Answer::inside(&me, Page::SendKey(SendKey { key, ambiguous, people })))
    }

    async fn show_payee(&self, draft: Draft) -> Result<Answer, Problem> {
        let (me, keys) =
            futures::future::try_join(self.app.bank.me(self.token), self.app.bank.keys(self.token)).await?;
        if keys.iter().any(|held| held.key.as_deref() == Some(&draft.key)) {
            let wrong = Field::with_error(draft.key_shown, self.request.lang.say("send.err.own"));
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
        let lang = self.request.lang;
        let me = self.app.bank.me(self.token).await?;
        let words = draft.description.clone().unwrap_or_default();
        let too_long = words.chars().count().saturating_sub(pix::Description::MAX_CHARACTERS);
        let wrong_words = match pix::Description::parse(&words) {
            Ok(_) => None,
            Err(_) if too_long > 0 => Some(lang.fill("send.err.message", &[("n", &too_long.to_string())])),
            Err(_) => Some(validation::text_error(&words, lang)),
        };
        let amount = read_amount(&typed);
        let wrong_amount = match amount {
            Err(why) => Some(amount_error(why, &typed, lang)),
            Ok(cents) if !cents.is_positive() => Some(lang.say("send.err.zero").to_owned()),
            Ok(cents) if cents.get() > me.balance_cents => {
                Some(self.short_of_money(me.balance_cents, cents.get() - me.balance_cents))
            }
            Ok(_) => None,
        };
        let Some(amount) = amount.ok().filter(|_| wrong_amount.is_none() && wrong_words.is_none()) else {
            if self.said_by(&draft.code).is_some_and(|said| said.fixes_the_amount()) {
                return Ok(Answer::Redirect(pay_page(&draft.code)));
            }
            let amount = Field { value: typed, error: wrong_amount };
            return self
                .ask_amount(draft.without_order(), amount, Field { value: words, error: wrong_words })
                .await;
        };
        draft.amount = Some(money(amount.get()));
        // A redirect, so that the browser keeps the address with the idempotency key and not the one without.
        if uuid::Uuid::parse_str(&draft.order).is_err() {
            return Ok(Answer::Redirect(new_order(&me, draft).address(step)));
        }
        if draft.account != me.number {
            return Ok(self.order_of_another_account(&me, draft));
        }
        if step == "review" {
            Ok(self.review(&me, draft, None))
        } else {
            self.ask_pin(&me, draft, amount).await
        }
    }

    pub fn short_of_money(&self, balance_cents: i64, missing_cents: i64) -> String {
        let slots = [("balance", &*money(balance_cents)), ("missing", &*money(missing_cents))];
        self.request.lang.fill("send.err.funds", &slots)
    }
}

/// Why the amount cannot be read, and how to write it.
fn amount_error(why: AmountError, typed: &str, lang: Lang) -> String {
    match why {
        AmountError::Ambiguous(one, other) => lang.fill(
            "send.err.amount.either",
            &[("typed", typed.trim()), ("one", &money(one.get())), ("other", &money(other.get()))],
        ),
        AmountError::Empty => lang.say("form.err.required").to_owned(),
        AmountError::Negative => lang.say("send.err.amount.negative").to_owned(),
        AmountError::TooManyDecimals => lang.say("send.err.amount.fine").to_owned(),
        AmountError::TooLarge => lang.say("send.err.amount.large").to_owned(),
        AmountError::NotANumber => lang.say("send.err.amount").to_owned(),
    }
}
