//! `GET /pix/pay?code=`: what the code says, by the bank, and whom it pays, by the directory. The answer leads to the
//! questions of any Pix that are left: the amount, where the code leaves it open, and the PIN.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use bank_contract::{AccountJson, CodeJson, CodeKindJson, problem};
use futures::future::join;
use pix::{PixKey, StaticCode};
use serde::Deserialize;

use super::{CodeRefused, PayCode, Refusal};
use crate::{
    format::{Clock, money},
    input::static_code,
    page::Page,
    screens::send::{Draft, draft},
    server::{
        Answer, AppState, PageRequest, Session,
        bank_api::{Problem, Token},
    },
    texts::Lang,
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/pix/pay", get(pay))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PayQuery {
    code: String,
}

async fn pay(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Query(query): Query<PayQuery>,
) -> Response {
    let answer = shown(&app, request.lang, &token, query.code).await;
    app.answer(request, answer).await
}

async fn shown(app: &AppState, lang: Lang, token: &Token, code: String) -> Result<Answer, Problem> {
    let (me, decoded) = join(app.bank.me(token), app.bank.decode(token, &code)).await;
    let me = me?;
    let said = match decoded {
        Ok(said) => said,
        // The code says by itself what is asked for; only the payee's name has to wait.
        Err(problem) if problem.is(problem::UNAVAILABLE) => match static_code(&code) {
            Some(known) => return Ok(Answer::inside(&me, unnamed(code, known, &me, lang))),
            None => return Ok(Answer::inside(&me, Page::CodeRefused(away(code, lang)))),
        },
        Err(problem) => {
            let page = refused(&problem, lang).ok_or(problem)?;
            return Ok(Answer::inside(&me, Page::CodeRefused(page)));
        }
    };
    let key = said.key.as_deref().and_then(|key| PixKey::detect(key).ok());
    let (Some(key), CodeKindJson::Static | CodeKindJson::Dynamic) = (key, said.kind) else {
        return Ok(Answer::inside(&me, Page::CodeRefused(pays_nobody(lang))));
    };
    if let Some(payee) = &said.payee {
        app.payees.remember(token, payee);
    }
    app.codes.remember(token, &said);
    let draft = of_code(&said, draft(&key, said.payee.as_ref()));
    let due = said.expires_at.map(|at| Clock::now(lang).date_and_time(at));
    let once = said.kind == CodeKindJson::Dynamic;
    let page = page(draft, said.amount_cents, &me, lang);
    Ok(Answer::inside(&me, Page::PayCode(PayCode { due, once, ..page })))
}

fn of_code(said: &CodeJson, draft: Draft) -> Draft {
    Draft {
        code: said.code.clone(),
        amount: said.amount_cents.map(money),
        description: said.description.clone(),
        ..draft
    }
}

/// While the directory is away.
fn unnamed(text: String, code: StaticCode, me: &AccountJson, lang: Lang) -> Page {
    let amount = code.amount.map(pix::Cents::get);
    let draft = Draft {
        code: text,
        amount: amount.map(money),
        description: code.description.map(|words| words.as_str().to_owned()),
        ..draft(&code.key, None)
    };
    Page::PayCode(page(draft, amount, me, lang))
}

fn page(draft: Draft, amount_cents: Option<i64>, me: &AccountJson, lang: Lang) -> PayCode {
    let left = amount_cents.map(|cents| me.balance_cents - cents);
    let short = left.filter(|left| *left < 0).map(|left| {
        let slots = [("balance", &*money(me.balance_cents)), ("missing", &*money(-left))];
        lang.fill("send.err.funds", &slots)
    });
    PayCode {
        draft,
        available: money(me.balance_cents),
        after: left.filter(|left| *left >= 0).map(money),
        short,
        account: me.number.clone(),
        due: None,
        once: false,
    }
}

fn refused(problem: &Problem, lang: Lang) -> Option<CodeRefused> {
    let page = |refusal, title: &'static str, text: &'static str| CodeRefused {
        refusal,
        title: lang.say(title).to_owned(),
        text: lang.say(text).to_owned(),
        again: None,
    };
    Some(match problem.word.as_str() {
        problem::CODE_ALTERED => page(Refusal::Altered, "code.err.cut.title", "code.err.cut"),
        problem::NOT_A_CODE | problem::NO_CODE => {
            page(Refusal::Other, "code.err.other.title", "code.err.other.any")
        }
        problem::CHARGE_PAID => page(Refusal::Done, "code.err.paid.title", "code.err.paid"),
        problem::CHARGE_EXPIRED => page(Refusal::Late, "code.err.late.title", "code.err.late"),
        problem::CHARGE_REMOVED | problem::CHARGE_UNKNOWN => {
            page(Refusal::Done, "code.err.gone.title", "code.err.late")
        }
        problem::SEVERAL_CODES => page(Refusal::Other, "code.err.several.title", "pix.err.many"),
        problem::NOT_FOUND => page(Refusal::Other, "code.err.nobody.title", "code.err.inside"),
        problem::TOO_MANY_LOOKUPS => page(Refusal::Away, "code.err.away.title", "send.err.limited"),
        _ => return None,
    })
}

fn away(code: String, lang: Lang) -> CodeRefused {
    CodeRefused {
        refusal: Refusal::Away,
        title: lang.say("code.err.away.title").to_owned(),
        text: lang.say("code.err.away").to_owned(),
        again: Some(code),
    }
}

fn pays_nobody(lang: Lang) -> CodeRefused {
    CodeRefused {
        refusal: Refusal::Other,
        title: lang.say("code.err.other.title").to_owned(),
        text: lang.say("pix.err.receipt").to_owned(),
        again: None,
    }
}
