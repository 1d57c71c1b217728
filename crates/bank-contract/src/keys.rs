//! Pix keys: one's own, and whom a key would pay.

use crate::BankJson;
use jiff::Timestamp;
use pix::{KeyKind, PixKey, openapi};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{AdditionalProperties, Type},
    },
};
use uuid::Uuid;

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct KeyJson {
    pub kind: KeyKind,
    /// Null for a random key that the directory has not drawn yet.
    #[schema(value_type = Option<PixKey>)]
    pub key: Option<String>,
    pub status: KeyStatusJson,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// Registering and removing wait for the directory's answer.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeyStatusJson {
    Active,
    Registering,
    Removing,
}

/// A key to be registered.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyBody {
    pub kind: String,
    /// Left out for a random key.
    pub key: Option<String>,
}

impl PartialSchema for KeyBody {
    fn schema() -> RefOr<Schema> {
        let rest = ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::FreeForm(false)))
            .build();
        let example = json!({ "kind": "email", "key": "ana@example.com" });
        openapi::wish(&rest, openapi::key_of_a_customer).examples([example]).into()
    }
}

impl ToSchema for KeyBody {
    fn name() -> Cow<'static, str> {
        "KeyRequest".into()
    }
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct PayeeJson {
    pub kind: KeyKind,
    #[schema(value_type = PixKey)]
    pub key: String,
    /// Give it to `POST /transfers`, so that nobody else is paid if the key moves meanwhile.
    #[schema(value_type = String, format = "uuid")]
    pub entry_id: Uuid,
    pub name: String,
    pub tax_id_masked: String,
    pub bank: BankJson,
}
