//! What the OpenAPI page says of the hub as a whole.

use utoipa::{OpenApi, openapi};

#[derive(OpenApi)]
#[openapi(info(
    title = "CodePix, the hub",
    description = "The key directory and the transfers between banks: what gRPC serves, for people and scripts. A bank \
        sees only its own transfers and keys, and finds anybody's key; administration has a token of its own.\n\nErrors \
        are `application/problem+json`; go by their `type`. An answer of 503 never means refused: ask again."
))]
struct Hub;

/// The document, before there are routes in it.
pub fn begin() -> openapi::OpenApi {
    let mut document = Hub::openapi();
    ::openapi::add_bearer(&mut document, "bank", "The token of a participant.");
    ::openapi::add_bearer(&mut document, "administration", "The token of the hub's administration.");
    document
}
