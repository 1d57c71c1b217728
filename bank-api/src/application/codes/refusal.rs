//! Why a code is not read.

use crate::application::keys::KeyRefusal;
use engine::Unavailable;
use pix::{CodeError, Refusal};

/// Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    #[error(transparent)]
    Text(#[from] Refusal),
    #[error("this holds no Pix code: one begins with 000201; a key is looked up at /pix-keys")]
    NoCode,
    #[error("beside the code stands another, or a key: send the one to pay alone")]
    NotAlone,
    #[error("the charge lies at an address that is no bank's of CodePix: ask for another code")]
    ForeignHost,
    #[error("the code leads to a charge: decode it, and send the `code_id`")]
    Dynamic,
    #[error("its bank knows no such charge: ask for another code")]
    NoCharge,
    #[error("the charge was paid already")]
    Paid,
    #[error("the charge has expired: ask for another code")]
    Expired,
    #[error("the charge was taken back: ask for another code")]
    Removed,
    #[error("the bank of the charge cannot be asked at present; try again in a moment")]
    Away,
    #[error(transparent)]
    Payee(#[from] KeyRefusal),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl From<CodeError> for CodeRefusal {
    fn from(error: CodeError) -> Self {
        Self::Text(error.into())
    }
}

/// Why a picture is not read. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefusal {
    #[error(transparent)]
    Picture(#[from] qr::PictureError),
    #[error("there is no code on the picture: take it nearer, in the light, with the whole code on it")]
    NoCode,
    /// Their texts.
    #[error("there are several codes on the picture: choose one, or take a picture of that alone")]
    Several(Vec<String>),
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}
