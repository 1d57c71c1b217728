//! `/transfers`: send a Pix, and see how it stands.

use super::{
    Rest,
    caller::{Caller, Token},
    input::{Body, Path},
    problem::Problem,
    views,
};
use crate::{
    application::{Command, IdempotencyKey, PaidBy, SendPix},
    domain::{AccountId, Side, Transfer},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use bank_contract::{AcceptedJson, SendRequest, TransferJson};
use banks::Secret;
use pix::{Cents, Description, EndToEndId};
use uuid::Uuid;

/// Sends a Pix. Accepted, it is never lost: ask for it by its id, or listen to the account's events.
#[utoipa::path(post, path = "/transfers", request_body = SendRequest, security(("session" = [])),
    params(("Idempotency-Key" = String, Header, pattern = "^[!-~]{1,200}$",
        description = "One for each payment: the same on every retry, whatever the answer was or if there was none; a \
            new one only for a new payment. Forgotten 90 days after the order.")),
    responses(
        (status = 202, body = AcceptedJson, description = "accepted now, or by an earlier try with this Idempotency-Key"),
        (status = 400, description = "what cannot be read, or no Idempotency-Key"),
        (status = 403, description = "wrong PIN; `attempts_left` before it is locked"),
        (status = 409, description = "several codes, or a key beside the code"),
        (status = 422, description = "a field breaks a rule; the code is none, or was altered; the charge was paid, has \
            expired, was removed or asks for another amount; too little money (`missing_cents`); the payer's own key; the \
            account is closed; this Idempotency-Key came with another payment"),
        (status = 423, description = "the PIN is locked until `locked_until`"),
        (status = 429, description = "too many keys that nobody has; one that was looked up can be paid with its entry_id"),
        (status = 503, description = "may have been accepted: retry with the same Idempotency-Key")
    ))]
pub async fn send(
    State(rest): State<Rest>,
    token: Token,
    headers: HeaderMap,
    Body(asked): Body<SendRequest>,
) -> Result<(StatusCode, Json<AcceptedJson>), Problem> {
    let idempotency_key = idempotency_key(&headers)?;
    let paid = match asked.code_id {
        Some(id) if asked.key.is_none() && asked.code.is_none() => {
            match charge_read(&rest, &token, id).await? {
                (_, Some(paid)) => paid,
                (account, None) => return repeated(&rest, account, &idempotency_key).await,
            }
        }
        Some(_) => return Err(Problem::incomplete_order("code_id", "says whom to pay: send it alone")),
        None => paid_by(asked.key.as_deref(), asked.code.as_deref())?,
    };
    let amount = paid.amount(asked.amount_cents.map(Cents::new))?;
    if !amount.is_positive() {
        return Err(Problem::field("amount_cents", "must be above zero"));
    }
    let description = match asked.description.as_deref() {
        None => paid.description.unwrap_or_default(),
        Some(words) => Description::parse(words).map_err(|why| Problem::field("description", why))?,
    };
    let request = SendPix {
        session: token.hash(),
        key: paid.key,
        amount,
        description,
        entry_id: asked.entry_id,
        txid: paid.txid,
        instrument: paid.instrument,
        idempotency_key,
        pin: Secret::new(asked.pin),
    };
    let transfer = rest.app.money.request(Command::Send(Box::new(request))).await??;
    Ok((StatusCode::ACCEPTED, Json(accepted(*transfer))))
}

fn accepted(transfer: Transfer) -> AcceptedJson {
    AcceptedJson {
        end_to_end_id: transfer.id.to_string(),
        status: transfer.status.into(),
        direction: transfer.side.into(),
        amount_cents: transfer.amount.get(),
        key: transfer.key,
        description: transfer.description,
        accepted_at: transfer.pending_at,
    }
}

/// Who asks, and the charge that they have read under this id.
async fn charge_read(rest: &Rest, token: &Token, id: Uuid) -> Result<(AccountId, Option<PaidBy>), Problem> {
    let account = rest.app.sessions.account(&token.0).await?.ok_or_else(Problem::no_session)?;
    Ok((account, rest.app.codes.kept(account, id)))
}

/// An order whose charge was read too long ago: what it became, if this is its repeat.
async fn repeated(
    rest: &Rest,
    account: AccountId,
    key: &IdempotencyKey,
) -> Result<(StatusCode, Json<AcceptedJson>), Problem> {
    match rest.app.statements.ordered(account, key).await? {
        Some(transfer) => Ok((StatusCode::ACCEPTED, Json(accepted(transfer)))),
        None => Err(Problem::incomplete_order("code_id", "is older than 30 minutes: decode the code again")),
    }
}

/// A transfer of the caller.
#[utoipa::path(get, path = "/transfers/{end_to_end_id}", security(("session" = [])),
    params(("end_to_end_id" = pix::EndToEndId, Path)),
    responses((status = 200, body = TransferJson), (status = 404, description = "none of the caller's")))]
pub async fn show(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Path(id): Path<String>,
) -> Result<Json<TransferJson>, Problem> {
    let none = || Problem::not_found("you have no such transfer");
    let id = id.parse::<EndToEndId>().map_err(|_| none())?;
    let transfer = rest.app.statements.transfer(account, id).await?.ok_or_else(none)?;
    let view = rest.app.accounts.view(account).await?.ok_or_else(Problem::no_session)?;
    let receipt_url =
        (transfer.side == Side::Out && !id.is_return()).then(|| rest.app.receipts.addresses.url(id));
    let returns = rest.app.statements.returns(account, id).await?;
    let returns = Some(returns.into_iter().map(views::returned).collect());
    Ok(Json(TransferJson { returns, receipt_url, ..views::transfer(transfer, &view, &rest.app.bank) }))
}

/// Exactly one of the two.
fn paid_by(key: Option<&str>, code: Option<&str>) -> Result<PaidBy, Problem> {
    match (key, code) {
        (Some(key), None) => PaidBy::key(key).map_err(|why| Problem::field("key", why)),
        (None, Some(code)) => Ok(PaidBy::code(code)?),
        (None, None) => Err(Problem::incomplete_order("key", "is missing: send a key, or a code")),
        (Some(_), Some(_)) => Err(Problem::incomplete_order("code", "says whom to pay: send it, or a key")),
    }
}

pub fn idempotency_key(headers: &HeaderMap) -> Result<IdempotencyKey, Problem> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::trim);
    key.and_then(IdempotencyKey::parse).ok_or_else(Problem::no_idempotency_key)
}
