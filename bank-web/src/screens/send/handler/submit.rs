//! `POST /pix/send`: the order and its PIN. Sent twice, it is one transfer. Refused, the PIN page comes again for the
//! same order, with the reason.

use axum::{Form, extract::State, response::Response};
use bank_contract::{AccountJson, SendRequest, problem};
use pix::{Cents, PixKey, Timestamp};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    context::{PayeeLookup, SendContext},
    order::{PriorTransfer, pin_page, result_page},
};
use crate::{
    form::{Field, Note, Tone},
    format::{Clock, money, pay_page},
    input::read_amount,
    page::Page,
    screens::send::{Draft, SendPin, present::draft},
    server::{Answer, AppState, MaybeSession, PageRequest, bank_api::Problem},
    texts::Lang,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SendForm {
    key: String,
    /// The code that is paid, where one is.
    code: String,
    entry: String,
    amount: String,
    description: String,
    order: String,
    twice: String,
    /// The account that the page was drawn for.
    account: String,
    pin: String,
}

pub async fn submit(
    State(app): State<AppState>,
    mut request: PageRequest,
    MaybeSession(token): MaybeSession,
    Form(form): Form<SendForm>,
) -> Response {
    let (Ok(key), Ok(amount)) = (PixKey::detect(&form.key), read_amount(&form.amount)) else {
        return app.answer(request, Ok(Answer::Redirect("/pix/send".to_owned()))).await;
    };
    // Where a log-in, should one be needed, comes back to.
    request.path = form.draft(&key, amount).address("pin");
    let Some(token) = token else { return app.answer(request, Err(Problem::no_session())).await };
    let context = SendContext { app: &app, request: &request, token: &token };
    if !form.code.is_empty() && !context.pays(&form.code, key.as_str(), &form.amount) {
        let read_again = Ok(Answer::Redirect(pay_page(&form.code)));
        return app.answer(request, read_again).await;
    }
    let order = Order { key, amount, form };
    let answer = match decide(&context, &order).await {
        // Whether the bank accepted it is not known. Trying again from this page is safe: the order keeps its
        // idempotency key.
        Err(problem) if problem.is(problem::UNAVAILABLE) => Ok(unconfirmed(&context, &order)),
        answer => answer,
    };
    app.answer(request, answer).await
}

impl SendForm {
    fn draft(&self, key: &PixKey, amount: Cents) -> Draft {
        Draft {
            code: self.code.clone(),
            amount: Some(money(amount.get())),
            description: Some(self.description.clone()),
            entry: self.entry.clone(),
            order: self.order.clone(),
            account: self.account.clone(),
            twice: self.twice == "yes",
            ..draft(key, None)
        }
    }
}

impl SendForm {
    /// Of the lookup; None where the directory was away then.
    fn entry_id(&self) -> Result<Option<Uuid>, uuid::Error> {
        if self.entry.is_empty() { Ok(None) } else { self.entry.parse().map(Some) }
    }
}

/// A form whose key and amount are valid.
struct Order {
    key: PixKey,
    amount: Cents,
    form: SendForm,
}

async fn decide(context: &SendContext<'_>, order: &Order) -> Result<Answer, Problem> {
    let (app, lang) = (context.app, context.request.lang);
    let form = &order.form;
    let me = app.bank.me(context.token).await?;
    let draft = context.draft_again(order).await?;
    if form.account != me.number {
        return Ok(context.order_of_another_account(&me, draft));
    }
    match context.prior_transfer(&draft, order.amount).await? {
        PriorTransfer::OfThisOrder(made)
            if made.amount_cents == order.amount.get() && made.key == order.key.as_str() =>
        {
            return Ok(Answer::Redirect(result_page(&made.end_to_end_id)));
        }
        PriorTransfer::OfThisOrder(_) => {
            return context.amount_again(draft, lang.say("send.err.reused").to_owned()).await;
        }
        PriorTransfer::Duplicate(duplicate) => return Ok(context.ask_whether_twice(&me, draft, &duplicate)),
        PriorTransfer::None => {}
    }
    let digits = form.pin.bytes().filter(u8::is_ascii_digit).count();
    if digits != 4 || form.pin.len() != 4 {
        let error = lang.fill("open.err.pin", &[("n", &digits.to_string())]);
        return Ok(pin_page(&me, draft, Some(error), None));
    }
    let Ok(entry_id) = form.entry_id() else {
        return Ok(pin_page(&me, draft, None, Some(cannot_be_read(lang))));
    };
    let pix = context.order_of(order, entry_id);
    match app.bank.send(context.token, &pix, &form.order).await {
        Ok(id) => Ok(Answer::Redirect(result_page(&id))),
        Err(problem) => context.refused(&me, draft, problem).await,
    }
}

fn unconfirmed(context: &SendContext<'_>, order: &Order) -> Answer {
    let lang = context.request.lang;
    let payee = context.app.payees.recall(context.token, order.key.as_str());
    let payee = draft(&order.key, payee.as_ref()).payee;
    let draft = Draft { payee, ..order.form.draft(&order.key, order.amount) };
    let note = Note::new(Tone::Wait, "clock", lang.say("send.err.unsure.title"), lang.say("send.err.unsure"));
    Answer::page(Page::SendPin(SendPin { draft, pin_error: None, note: Some(note) }))
}

fn cannot_be_read(lang: Lang) -> Note {
    Note::new(Tone::No, "alert", lang.say("form.err.one"), lang.say("form.err.check"))
}

impl SendContext<'_> {
    /// By key, or by code: then the bank is told no more than the code leaves open.
    fn order_of(&self, order: &Order, entry_id: Option<Uuid>) -> SendRequest {
        let form = &order.form;
        let whole = SendRequest {
            amount_cents: Some(order.amount.get()),
            description: Some(form.description.trim().to_owned()),
            entry_id,
            pin: form.pin.clone(),
            ..SendRequest::default()
        };
        let Some(said) = self.said_by(&form.code).filter(|_| !form.code.is_empty()) else {
            return SendRequest { key: Some(order.key.as_str().to_owned()), ..whole };
        };
        let code = said.code_id.is_none().then(|| form.code.clone());
        let amount_cents = whole.amount_cents.filter(|_| !said.fixes_the_amount());
        SendRequest { code, code_id: said.code_id, amount_cents, ..whole }
    }

    /// The order as its pages show it.
    async fn draft_again(&self, order: &Order) -> Result<Draft, Problem> {
        let payee = match self.payee(&order.key, true).await? {
            PayeeLookup::Found(payee) => {
                Some(payee).filter(|payee| Ok(Some(payee.entry_id)) == order.form.entry_id())
            }
            PayeeLookup::Unavailable | PayeeLookup::Refused(_) => None,
        };
        let payee = draft(&order.key, payee.as_ref()).payee;
        Ok(Draft { payee, ..order.form.draft(&order.key, order.amount) })
    }

    async fn refused(&self, me: &AccountJson, draft: Draft, problem: Problem) -> Result<Answer, Problem> {
        let lang = self.request.lang;
        let no = |title, text: String| Note::new(Tone::No, "alert", title, text);
        let note = match problem.word.as_str() {
            problem::WRONG_PIN => {
                let error = match problem.number("attempts_left") {
                    1 => lang.say("send.err.pin.last").to_owned(),
                    n => lang.fill("send.err.pin", &[("n", &n.to_string())]),
                };
                return Ok(pin_page(me, draft, Some(error), None));
            }
            problem::PIN_LOCKED => {
                let until: Timestamp = problem.text("locked_until").parse().unwrap_or_default();
                let text = lang.fill("send.err.locked", &[("time", &Clock::now(lang).time(until))]);
                no(lang.say("send.err.locked.title"), text)
            }
            problem::INSUFFICIENT_FUNDS => {
                let words =
                    self.short_of_money(problem.number("balance_cents"), problem.number("missing_cents"));
                return self.amount_again(draft, words).await;
            }
            problem::IDEMPOTENCY_KEY_REUSED => {
                return self.amount_again(draft, lang.say("send.err.reused").to_owned()).await;
            }
            problem::OWN_KEY => {
                let wrong = Field::with_error(draft.key_shown, lang.say("send.err.own"));
                return self.ask_key(wrong, None).await;
            }
            problem::INCOMPLETE_ORDER | problem::INVALID_FIELD | problem::MALFORMED => cannot_be_read(lang),
            _ => return Err(problem),
        };
        Ok(pin_page(me, draft, None, Some(note)))
    }

    /// Asks for the amount again; the answer makes a new order.
    async fn amount_again(&self, draft: Draft, error: String) -> Result<Answer, Problem> {
        let amount = Field::with_error(draft.bare_amount(), error);
        let description = Field::of(draft.description.clone().unwrap_or_default());
        self.ask_amount(draft.without_order(), amount, description).await
    }
}
