//! `/codes`: what a code says, copied or on a picture, and whom it pays.

use super::{Rest, caller::Caller, input::Body, pix_keys, problem::Problem};
use crate::application::{Decoded, PictureRefusal, ReadCode};
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest as _, Request, State},
    http::header::CONTENT_TYPE,
};
use bank_contract::{CodeJson, CodeKindJson, CodeRequest, MerchantJson};
use qr::PictureError;

const KINDS: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// What does this code say, and whom would it pay? A lookup, as of a key.
#[utoipa::path(post, path = "/codes/decode", request_body = CodeRequest, security(("session" = [])), responses(
    (status = 200, body = CodeJson),
    (status = 404, description = "nobody has the key inside the code"),
    (status = 409, description = "several codes, or a key beside the code; the charge was paid (`charge_paid`)"),
    (status = 410, description = "the charge has expired, or was taken back"),
    (status = 422, description = "no code (`no_code`), one that was altered on its way or is incomplete (`code_altered`), \
        or one that cannot be paid (`not_a_code`)"),
    (status = 429, description = "too many lookups"), (status = 503, description = "the directory is away")
))]
pub async fn decode(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Body(asked): Body<CodeRequest>,
) -> Result<Json<CodeJson>, Problem> {
    Ok(Json(shown(rest.app.codes.decode(account, asked.code).await?)))
}

/// The same of the code on a picture: PNG, JPEG or WebP, at most 8 MB and 20 million pixels, turned however, dark or light.
#[utoipa::path(post, path = "/codes/read", security(("session" = [])),
    request_body(content(("image/png"), ("image/jpeg"), ("image/webp")), description = "the picture as it is"),
    responses(
        (status = 200, body = CodeJson),
        (status = 404, description = "nobody has the key inside the code"),
        (status = 409, description = "several codes on the picture, `codes` has them; the charge was paid (`charge_paid`)"),
        (status = 410, description = "the charge has expired, or was taken back"),
        (status = 413, description = "more than 8 MB, or than 20 million pixels"),
        (status = 415, description = "a picture of another kind"),
        (status = 422, description = "no code on it, or one that cannot be paid; a damaged picture"),
        (status = 429, description = "too many lookups"),
        (status = 503, description = "the directory is away, or too many pictures are being read")
    ))]
pub async fn read(
    State(rest): State<Rest>,
    Caller(account): Caller,
    request: Request,
) -> Result<Json<CodeJson>, Problem> {
    // Before its bytes are let in.
    let _place = rest.app.codes.place()?;
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_known = kind.is_some_and(|kind| KINDS.contains(&kind.to_ascii_lowercase().as_str()));
    let picture = Bytes::from_request(request, &()).await;
    let picture = picture.map_err(|rejection| Problem::unread_picture(rejection.status()))?;
    match rest.app.codes.read(account, picture.into()).await {
        Err(PictureRefusal::Picture(PictureError::Format)) if is_known => Err(Problem::mislabelled_picture()),
        read => Ok(Json(shown(read?))),
    }
}

fn shown(read: ReadCode) -> CodeJson {
    let nothing = CodeJson {
        kind: CodeKindJson::Receipt,
        code: read.text,
        key: None,
        key_kind: None,
        txid: None,
        amount_cents: None,
        amount_is_fixed: false,
        description: None,
        merchant: None,
        payee: None,
        expires_at: None,
        code_id: None,
        receipt: None,
    };
    match read.decoded {
        Decoded::Receipt(path) => CodeJson { receipt: Some(path.to_string()), ..nothing },
        Decoded::Dynamic { id, charge, merchant, payee } => CodeJson {
            kind: CodeKindJson::Dynamic,
            key: Some(charge.key.as_str().to_owned()),
            key_kind: Some(charge.key.kind()),
            txid: Some(charge.txid.to_string()),
            amount_cents: charge.amount.map(pix::Cents::get),
            amount_is_fixed: charge.amount.is_some(),
            description: Some(charge.description.as_str().to_owned()).filter(|words| !words.is_empty()),
            merchant: Some(shown_merchant(&merchant)),
            payee: Some(pix_keys::payee(payee)),
            expires_at: charge.expires_at,
            code_id: Some(id),
            ..nothing
        },
        Decoded::Static { code, payee } => CodeJson {
            kind: CodeKindJson::Static,
            key: Some(code.key.as_str().to_owned()),
            key_kind: Some(code.key.kind()),
            txid: code.txid.map(|txid| txid.to_string()),
            amount_cents: code.amount.map(pix::Cents::get),
            amount_is_fixed: code.amount.is_some(),
            description: code.description.map(|description| description.as_str().to_owned()),
            merchant: Some(shown_merchant(&code.merchant)),
            payee: Some(pix_keys::payee(payee)),
            ..nothing
        },
    }
}

fn shown_merchant(merchant: &pix::Merchant) -> MerchantJson {
    MerchantJson { name: merchant.name().to_owned(), city: merchant.city().to_owned() }
}
