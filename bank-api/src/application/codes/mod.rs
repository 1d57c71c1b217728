//! Codes: what one says, and whom it pays. Reading one sends nothing.
//!
//! A static code says all by itself; the payee's name comes from the directory, never from the code.

mod paid_by;
mod pictures;
mod refusal;

pub use paid_by::{AmountRefusal, PaidBy};
pub use pictures::Pictures;
pub use refusal::{CodeRefusal, PictureRefusal};

use super::keys::{Keys, Payee};
use crate::domain::AccountId;
use engine::Unavailable;
use pix::{BrCode, Reading, ReceiptPath, StaticCode};
use std::sync::Arc;
use tokio::sync::SemaphorePermit;

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one for a request, and none is kept")]
pub enum Decoded {
    Static {
        code: StaticCode,
        payee: Payee,
    },
    /// It pays nobody.
    Receipt(ReceiptPath),
}

/// A code as it is written, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCode {
    pub text: String,
    pub decoded: Decoded,
}

/// The use cases of codes.
pub struct Codes {
    keys: Arc<Keys>,
    pictures: Pictures,
}

impl Codes {
    pub fn new(keys: Arc<Keys>) -> Self {
        Self { keys, pictures: Pictures::default() }
    }

    /// What the one code in `text` says, and whom it would pay; a lookup of `account`.
    ///
    /// # Errors
    /// [`CodeRefusal`]
    pub async fn decode(&self, account: AccountId, text: String) -> Result<ReadCode, CodeRefusal> {
        let decoded = match pix::read(&text) {
            Reading::Code(BrCode::Static(code)) => {
                let payee = self.keys.look_up(account, &code.key).await?;
                Decoded::Static { code, payee }
            }
            Reading::Code(BrCode::Dynamic(_)) => return Err(CodeRefusal::ForeignHost),
            Reading::Receipt(path) => Decoded::Receipt(path),
            Reading::Refused(refusal) => return Err(refusal.into()),
            Reading::Unsure(unsure) if !unsure.codes.is_empty() => return Err(CodeRefusal::NotAlone),
            Reading::Key(_) | Reading::Message(_) | Reading::Unsure(_) | Reading::Nothing(_) => {
                return Err(CodeRefusal::NoCode);
            }
        };
        Ok(ReadCode { text, decoded })
    }

    /// A place for one picture, to be taken before its bytes are let in.
    ///
    /// # Errors
    /// [`Unavailable`] when too many are being read.
    pub fn place(&self) -> Result<SemaphorePermit<'_>, Unavailable> {
        self.pictures.place()
    }

    /// What the one code on `picture` says, as [`Codes::decode`].
    ///
    /// # Errors
    /// [`PictureRefusal`]
    pub async fn read(&self, account: AccountId, picture: Vec<u8>) -> Result<ReadCode, PictureRefusal> {
        let mut texts = self.pictures.texts(picture).await?;
        // A website's code beside one that can be paid is no choice.
        if texts.len() > 1 && texts.iter().any(|text| can_be_paid(text)) {
            texts.retain(|text| can_be_paid(text));
        }
        match <[String; 1]>::try_from(texts) {
            Ok([text]) => Ok(self.decode(account, text).await?),
            Err(none) if none.is_empty() => Err(PictureRefusal::NoCode),
            Err(several) => Err(PictureRefusal::Several(several)),
        }
    }
}

fn can_be_paid(text: &str) -> bool {
    matches!(pix::read(text), Reading::Code(_))
}
