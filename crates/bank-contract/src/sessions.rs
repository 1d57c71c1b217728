//! Sessions: logging in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// E-mail, CPF or CNPJ. What belongs to nobody is answered as a wrong password is.
    #[schema(example = "ana@example.com")]
    pub login: String,
    #[schema(example = "correct horse")]
    pub password: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct SessionJson {
    /// For the `authorization` header: `Bearer <token>`.
    pub token: String,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}
