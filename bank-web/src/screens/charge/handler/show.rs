//! `/pix/charges`: one of them, all of them, and taking one back.

use axum::{
    Form,
    extract::{Path, Query, State},
    response::Response,
};
use bank_contract::{ChargeJson, ChargePaymentJson, ChargeStatusJson, problem};
use futures::future::try_join;
use serde::Deserialize;

use crate::{
    components::Qr,
    format::{Clock, bare_money, money, short_name, stored_key_as_written},
    page::Page,
    screens::charge::{Charge, ChargeRow, ChargeState, Charges, Payment},
    server::{
        Answer, AppState, MaybeSession, PageRequest, Session,
        bank_api::{Problem, Token},
    },
    texts::Lang,
};

pub async fn one(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Path(txid): Path<String>,
) -> Response {
    let answer = shown(&app, request.lang, &token, &txid).await;
    app.answer(request, answer).await
}

async fn shown(app: &AppState, lang: Lang, token: &Token, txid: &str) -> Result<Answer, Problem> {
    let (me, charge) = try_join(app.bank.me(token), app.bank.charge(token, txid)).await?;
    let clock = Clock::now(lang);
    let state = state(charge.status);
    let payments = charge.payments.unwrap_or_default();
    let page = Charge {
        txid: charge.txid,
        state,
        amount: charge.amount_cents.map(bare_money),
        text: charge.description,
        key_shown: stored_key_as_written(&charge.key),
        once: charge.single_use,
        qr: Qr::of(&charge.br_code).filter(|_| state == ChargeState::Open),
        code: charge.br_code,
        due: charge.expires_at.map(|at| clock.date_and_time(at)),
        as_of: clock.second(clock.now),
        payments: payments.into_iter().filter_map(|payment| paid(payment, clock)).collect(),
        balance: money(me.balance_cents),
        account: me.number.clone(),
    };
    Ok(Answer::inside(&me, Page::Charge(page)))
}

fn paid(payment: ChargePaymentJson, clock: Clock) -> Option<Payment> {
    let payer = payment.payer?;
    Some(Payment {
        short: short_name(&payer.name),
        more: format!("{} · {}", payer.tax_id_masked, payer.bank.name),
        name: payer.name,
        amount: money(payment.amount_cents),
        when: payment.at.map(|at| clock.date_and_time(at)).unwrap_or_default(),
        href: format!("/transfers/{}", payment.end_to_end_id),
    })
}

fn state(status: ChargeStatusJson) -> ChargeState {
    match status {
        ChargeStatusJson::Open => ChargeState::Open,
        ChargeStatusJson::Paid => ChargeState::Paid,
        ChargeStatusJson::Expired => ChargeState::Expired,
        ChargeStatusJson::Removed => ChargeState::Removed,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    status: String,
}

pub async fn list(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Query(query): Query<ListQuery>,
) -> Response {
    let answer = listed(&app, request.lang, &token, query.status).await;
    app.answer(request, answer).await
}

async fn listed(app: &AppState, lang: Lang, token: &Token, status: String) -> Result<Answer, Problem> {
    let known = ["open", "paid", "expired", "removed"].contains(&status.as_str());
    let filter = if known { status } else { String::new() };
    let (me, charges) = try_join(app.bank.me(token), app.bank.charges(token, &filter)).await?;
    let clock = Clock::now(lang);
    let rows = charges.charges.iter().map(|charge| row(charge, clock)).collect();
    Ok(Answer::inside(&me, Page::Charges(Charges { rows, filter })))
}

fn row(charge: &ChargeJson, clock: Clock) -> ChargeRow {
    let lang = clock.lang;
    let state = state(charge.status);
    let when = match (state, charge.expires_at, charge.paid_at) {
        (ChargeState::Paid, _, Some(at)) => clock.date_and_time(at),
        (ChargeState::Open | ChargeState::Expired, Some(at), _) => {
            lang.fill("charge.until", &[("time", &clock.date_and_time(at))])
        }
        _ => clock.date_and_time(charge.created_at),
    };
    let title = if charge.description.is_empty() { lang.say("charge.one") } else { &charge.description };
    ChargeRow {
        href: format!("/pix/charges/{}", charge.txid),
        state,
        title: title.to_owned(),
        when,
        amount: charge.amount_cents.map(money),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    /// The account that the page was drawn for.
    account: String,
}

pub async fn remove(
    State(app): State<AppState>,
    request: PageRequest,
    MaybeSession(token): MaybeSession,
    Path(txid): Path<String>,
    Form(form): Form<RemoveForm>,
) -> Response {
    let Some(token) = token else { return app.answer(request, Err(Problem::no_session())).await };
    let answer = removed(&app, &token, &txid, &form).await;
    app.answer(request, answer).await
}

/// Whatever became of it, the charge's own page says how it stands.
async fn removed(app: &AppState, token: &Token, txid: &str, form: &RemoveForm) -> Result<Answer, Problem> {
    if app.bank.me(token).await?.number == form.account {
        match app.bank.remove_charge(token, txid).await {
            Ok(()) => {}
            Err(problem) if problem.is(problem::CHARGE_PAID) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(Answer::Redirect(format!("/pix/charges/{txid}")))
}
