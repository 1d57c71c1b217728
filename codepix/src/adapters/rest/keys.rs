//! `/keys`: keys are registered, found, listed and removed.

use super::{
    Rest,
    caller::Bank,
    input::{Body, Path, Query},
    problem::Problem,
    views::{self, EntryView},
};
use crate::{
    application::{KeyCommand, KeyForm, KeyOutcome, KeyRefusal, fields, key_form},
    domain::{DirectoryRefusal, Participant},
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use pix::{KeyKind, PersonName, TaxId, openapi};
use serde::{Deserialize, Serialize};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{SchemaFormat, Type},
    },
};

/// Entries in one answer, at the most.
const LIMIT_MAX: i64 = 1000;

#[derive(Deserialize)]
pub struct NewKey {
    /// A UUID, chosen once and repeated until the answer is definite.
    request_id: String,
    kind: KeyKind,
    /// Left out for a random key.
    key: Option<String>,
    branch: String,
    account: String,
    owner_name: String,
    owner_tax_id: String,
}

impl PartialSchema for NewKey {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let uuid = text().format(Some(SchemaFormat::Custom("uuid".into())));
        let uuid = uuid.description(Some("Chosen once, and repeated until the answer is definite."));
        let rest = ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("request_id", uuid)
            .property("branch", text().pattern(Some("^[0-9]{1,4}$")))
            .property("account", text().pattern(Some("^[0-9]{1,20}$")))
            .property("owner_name", PersonName::schema())
            .property("owner_tax_id", TaxId::schema());
        let required = ["request_id", "branch", "account", "owner_name", "owner_tax_id"];
        let rest = required.into_iter().fold(rest, ObjectBuilder::required);
        openapi::wish(&rest.build(), openapi::key_of).into()
    }
}

impl ToSchema for NewKey {}

#[derive(Deserialize, IntoParams)]
pub struct Page {
    /// `next_after` of the page before.
    #[param(value_type = Option<pix::PixKey>, nullable = false)]
    after: Option<String>,
    /// 0, or left out: as many as there may be.
    #[serde(default)]
    #[param(minimum = 0, maximum = 1000)]
    limit: i64,
}

#[derive(Deserialize, IntoParams)]
pub struct Which {
    /// Of the registration that is to end.
    #[param(value_type = String, format = "uuid")]
    entry_id: String,
}

#[derive(Serialize, ToSchema)]
pub struct Keys {
    keys: Vec<EntryView>,
    /// Give it as `after` for the next page; null on the last one.
    #[schema(value_type = Option<pix::PixKey>)]
    next_after: Option<String>,
}

/// Registers a key. The same request again answers the same, for ever.
#[utoipa::path(post, path = "/keys", request_body = NewKey, security(("bank" = [])), responses(
    (status = 201, body = EntryView), (status = 403, description = "the administration's token does not open this"),
    (status = 409, description = "the key is taken, at the bank in `holder`; or this registration was removed since"),
    (status = 422, description = "a field breaks a rule; another's tax id; too many keys; the request id came with another key"),
    (status = 429, description = "too many registrations of this account or bank: the next is heard after `Retry-After`")
))]
pub async fn register(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Body(new): Body<NewKey>,
) -> Result<Response, Problem> {
    let form = KeyForm {
        request_id: new.request_id,
        kind: Some(new.kind),
        key: new.key.unwrap_or_default(),
        branch: new.branch,
        number: new.account,
        owner_name: new.owner_name,
        owner_tax_id: new.owner_tax_id,
    };
    let registration = form.read(bank.ispb, rest.app.draw_key())?;
    keep(&rest, &bank, KeyCommand::Register(registration)).await
}

/// Whose key is it?
#[utoipa::path(get, path = "/keys/{key}", security(("bank" = [])),
    params(("key" = pix::PixKey, Path, description = "percent-encoded")), responses(
        (status = 200, body = EntryView), (status = 403, description = "the administration's token does not open this"),
        (status = 404, description = "nobody has registered it"), (status = 422, description = "it is no key")
    ))]
pub async fn find(
    State(rest): State<Rest>,
    _: Bank,
    Path(key): Path<String>,
) -> Result<Json<EntryView>, Problem> {
    let key = fields::key("key", &key)?;
    let found = rest.app.find_key(&key).await?;
    let (entry, bank) = found.ok_or_else(|| Problem::not_found("nobody has registered this key"))?;
    Ok(Json(views::entry(entry, &bank)))
}

/// The bank's keys, in their order as texts.
#[utoipa::path(get, path = "/keys", params(Page), security(("bank" = [])), responses(
    (status = 200, body = Keys), (status = 403, description = "the administration's token does not open this"),
    (status = 422, description = "a field breaks a rule; `field` names it")
))]
pub async fn list(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Query(page): Query<Page>,
) -> Result<Json<Keys>, Problem> {
    let after = match page.after {
        Some(text) => fields::key("after", &text)?.as_str().to_owned(),
        None => String::new(),
    };
    let limit = fields::limit(page.limit, LIMIT_MAX)?;
    let (entries, more) = rest.app.keys_of(bank.ispb, &after, limit).await?;
    let next_after = entries.last().filter(|_| more).map(|entry| entry.key.to_string());
    let keys = entries.into_iter().map(|entry| views::entry(entry, &bank)).collect();
    Ok(Json(Keys { keys, next_after }))
}

/// Gives a key up. That this registration is gone already is no error.
#[utoipa::path(delete, path = "/keys/{key}", security(("bank" = [])),
    params(("key" = pix::PixKey, Path, description = "percent-encoded"), Which), responses(
        (status = 204, description = "the registration is gone"),
        (status = 403, description = "the key is another bank's; or the token is the administration's"),
        (status = 422, description = "a field breaks a rule; `field` names it")
    ))]
pub async fn remove(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Path(key): Path<String>,
    Query(Which { entry_id }): Query<Which>,
) -> Result<Response, Problem> {
    let removal = key_form::removal(bank.ispb, &key, &entry_id)?;
    keep(&rest, &bank, KeyCommand::Remove(removal)).await
}

/// Carries out a command of `bank`.
async fn keep(rest: &Rest, bank: &Participant, command: KeyCommand) -> Result<Response, Problem> {
    let refused = match rest.app.keep_key(command).await? {
        Ok(KeyOutcome::Registered(entry)) => {
            return Ok((StatusCode::CREATED, Json(views::entry(entry, bank))).into_response());
        }
        Ok(KeyOutcome::Removed) => return Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => refused,
    };
    let holder = match &refused {
        // Without the holder's name the refusal is still true, so an error counts as no name.
        KeyRefusal::Rule(DirectoryRefusal::Taken(ispb)) => rest.app.bank(*ispb).await.ok().flatten(),
        KeyRefusal::Rule(_) | KeyRefusal::Data(_) => None,
    };
    Err(Problem::key(&refused, holder.as_ref()))
}
