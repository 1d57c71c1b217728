//! What the OpenAPI page says of the bank as a whole.

use utoipa::{OpenApi, openapi};

#[derive(OpenApi)]
#[openapi(info(
    title = "A bank of CodePix",
    description = "Accounts, Pix keys and transfers of one bank.\n\nErrors are `application/problem+json`; go by their \
        `type`. Amounts are integer cents. A header that may stand once is refused where it stands twice. An answer of 503 \
        never means refused: ask again, a payment with the same `Idempotency-Key`."
))]
struct Bank;

/// The document, before there are routes in it.
pub fn begin() -> openapi::OpenApi {
    let mut document = Bank::openapi();
    ::openapi::add_bearer(&mut document, "session", "The token of `POST /sessions`.");
    document
}
