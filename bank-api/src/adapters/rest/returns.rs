//! `/transfers/{end_to_end_id}/returns`: give back what came.

use super::{
    Rest,
    caller::Token,
    input::{Body, Path},
    problem::Problem,
    transfers::idempotency_key,
};
use crate::{
    application::{Command, ReturnPix},
    domain::ReturnRefusal,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use bank_contract::{AcceptedReturnJson, ReturnReasonJson, ReturnRequest};
use banks::Secret;
use pix::{Cents, Description, EndToEndId, ReturnReason};

/// Gives back all or part of a Pix that came, to who sent it; in as many parts as you like, for 90 days. Accepted, a return
/// is never lost: it is a transfer of its own, and refused by a closed account it comes back.
#[utoipa::path(post, path = "/transfers/{end_to_end_id}/returns", request_body = ReturnRequest, security(("session" = [])),
    params(
        ("end_to_end_id" = pix::EndToEndId, Path, description = "what came"),
        ("Idempotency-Key" = String, Header, pattern = "^[!-~]{1,200}$",
            description = "One for each return: the same on every retry, whatever the answer was or if there was none; a \
                new one only for a new return. No payment may have it. Forgotten 90 days after the order.")
    ),
    responses(
        (status = 202, body = AcceptedReturnJson,
            description = "accepted now, or by an earlier try with this Idempotency-Key"),
        (status = 400, description = "what cannot be read, or no Idempotency-Key"),
        (status = 403, description = "wrong PIN; `attempts_left` before it is locked"),
        (status = 404, description = "the caller received no such transfer"),
        (status = 422, description = "a field breaks a rule; more than what can still be returned (`remaining_cents`); a \
            return itself, one of more than 90 days ago, or from an account that is closed by now; too little money \
            (`missing_cents`); the caller's account is closed; this Idempotency-Key came with another order"),
        (status = 423, description = "the PIN is locked until `locked_until`"),
        (status = 503, description = "may have been accepted: retry with the same Idempotency-Key")
    ))]
pub async fn give_back(
    State(rest): State<Rest>,
    token: Token,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(asked): Body<ReturnRequest>,
) -> Result<(StatusCode, Json<AcceptedReturnJson>), Problem> {
    let idempotency_key = idempotency_key(&headers)?;
    let original = id.parse::<EndToEndId>().map_err(|_| Problem::not_found(ReturnRefusal::Unknown))?;
    let description = Description::parse(asked.description.as_deref().unwrap_or_default());
    let request = ReturnPix {
        session: token.hash(),
        original,
        amount: Cents::new(asked.amount_cents),
        reason: reason(asked.reason),
        description: description.map_err(|why| Problem::field("description", why))?,
        idempotency_key,
        pin: Secret::new(asked.pin),
    };
    let transfer = rest.app.money.request(Command::Return(Box::new(request))).await??;
    let remaining = match transfer.account {
        Some(account) => rest.app.statements.remaining(account, original).await?,
        None => Cents::ZERO,
    };
    let accepted = AcceptedReturnJson {
        return_id: transfer.id.to_string(),
        status: transfer.status.into(),
        amount_cents: transfer.amount.get(),
        remaining_cents: remaining.get(),
    };
    Ok((StatusCode::ACCEPTED, Json(accepted)))
}

fn reason(asked: ReturnReasonJson) -> ReturnReason {
    match asked {
        ReturnReasonJson::Customer => ReturnReason::Customer,
        ReturnReasonJson::BankError => ReturnReason::BankError,
        ReturnReasonJson::Fraud => ReturnReason::Fraud,
    }
}
