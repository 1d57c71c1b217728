//! `POST /pix/send`: the reviewed Pix and its PIN. Sent twice it is one transfer; refused, the review comes back
//! with the reason and the same idempotency key.

use axum::{Form, extract::State, response::Response};
use pix::{Cents, PixKey, Timestamp};
use serde::Deserialize;

use super::send::{Named, Sending, draft};
use crate::{
    model::{Field, Note, Page, SendReview, Tone},
    server::{
        api::{Problem, SendJson},
        app::{Answer, App},
        visitor::{Session, Visitor},
        words::{Clock, money},
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SendForm {
    key: String,
    entry: String,
    amount: String,
    description: String,
    idempotency_key: String,
    pin: String,
}

pub async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Form(form): Form<SendForm>,
) -> Response {
    let answer = decide(&Sending { app: &app, visitor: &visitor, token: &token }, form).await;
    app.answer(visitor, answer).await
}

async fn decide(sending: &Sending<'_>, form: SendForm) -> Result<Answer, Problem> {
    let lang = sending.visitor.lang;
    let (Ok(key), Ok(amount)) = (PixKey::detect(&form.key), Cents::parse_brl(&form.amount)) else {
        return Ok(Answer::To("/pix/send".to_owned()));
    };
    let digits = form.pin.bytes().filter(u8::is_ascii_digit).count();
    if digits != 4 || form.pin.len() != 4 {
        let error = lang.fill("open.err.pin", &[("n", &digits.to_string())]);
        return sending.review_again(&key, amount, form, Some(error), None).await;
    }
    let pix = SendJson {
        key: key.as_str(),
        amount_cents: amount.get(),
        description: form.description.trim(),
        entry_id: Some(form.entry.as_str()).filter(|entry| !entry.is_empty()),
        pin: &form.pin,
    };
    match sending.app.bank.send(sending.token, &pix, &form.idempotency_key).await {
        Ok(id) => Ok(Answer::To(format!("/transfers/{id}?view=result"))),
        Err(problem) => sending.refused(&key, amount, form, problem).await,
    }
}

impl Sending<'_> {
    async fn refused(
        &self,
        key: &PixKey,
        amount: Cents,
        mut form: SendForm,
        problem: Problem,
    ) -> Result<Answer, Problem> {
        let lang = self.visitor.lang;
        let no = |title: &str, text: String| Some(Note::new(Tone::No, "alert", title, text));
        let (pin_error, note) = match problem.word.as_str() {
            "wrong_pin" => match problem.number("attempts_left") {
                1 => (Some(lang.say("send.err.pin.last").to_owned()), None),
                n => (Some(lang.fill("send.err.pin", &[("n", &n.to_string())])), None),
            },
            "pin_locked" => {
                let until: Timestamp = problem.text("locked_until").parse().unwrap_or_default();
                let time = Clock::now(lang).time(until);
                (
                    None,
                    no(lang.say("send.err.locked.title"), lang.fill("send.err.locked", &[("time", &time)])),
                )
            }
            "insufficient_funds" => {
                let words =
                    self.short_of_money(problem.number("balance_cents"), problem.number("missing_cents"));
                let draft = draft(key, self.app.payees.recall(self.token, key.as_str()).as_ref());
                return self
                    .ask_amount(draft, Field::wrong(form.amount, words), Field::of(form.description))
                    .await;
            }
            "own_key" => {
                let wrong = Field::wrong(form.key, lang.say("send.err.own"));
                return self.ask_key(wrong, None).await;
            }
            "unavailable" => {
                let (title, text) = (lang.say("send.err.unsure.title"), lang.say("send.err.unsure"));
                (None, Some(Note::new(Tone::Wait, "clock", title, text)))
            }
            "idempotency_key_reused" => {
                // The first of the two was accepted: this is another Pix, and is reviewed as one.
                form.idempotency_key = uuid::Uuid::new_v4().to_string();
                (None, no(lang.say("form.err.one"), lang.say("form.err.expired").to_owned()))
            }
            "invalid_field" | "malformed" => {
                (None, no(lang.say("form.err.one"), lang.say("form.err.check").to_owned()))
            }
            _ => return Err(problem),
        };
        self.review_again(key, amount, form, pin_error, note).await
    }

    async fn review_again(
        &self,
        key: &PixKey,
        amount: Cents,
        form: SendForm,
        pin_error: Option<String>,
        note: Option<Note>,
    ) -> Result<Answer, Problem> {
        let payee = match self.payee(key, true).await? {
            Named::Payee(payee) => Some(payee).filter(|payee| payee.entry_id == form.entry),
            Named::Unseen | Named::Nobody(_) => None,
        };
        let mut draft = draft(key, payee.as_ref());
        draft.amount = Some(money(amount.get()));
        draft.description = Some(form.description);
        let page = Page::SendReview(SendReview {
            draft,
            amount: form.amount,
            idempotency_key: form.idempotency_key,
            pin_error,
            note,
        });
        // Without the bank the page has no name to show, and is still the way to try again.
        Ok(match self.app.bank.me(self.token).await {
            Ok(me) => Answer::inside(&me, page),
            Err(_) => Answer::page(page),
        })
    }
}
