//! Codes: what one says, and whom it pays. Reading one sends nothing.
//!
//! A static code says all by itself; a dynamic one leads to a charge, which is fetched once and kept for who pays it. The payee's name comes from the directory, never from the code.

mod charge;
mod kept;
mod paid_by;
mod pictures;
mod refusal;

pub use paid_by::{AmountRefusal, PaidBy};
pub use pictures::Pictures;
pub use refusal::{CodeRefusal, PictureRefusal};

use super::{
    charges::Charging,
    keys::{Keys, Payee},
    ports::{FoundCharge, Hub, Locations},
};
use crate::domain::AccountId;
use engine::{Entropy, Unavailable};
use kept::KeptCodes;
use pix::{BrCode, Merchant, Reading, ReceiptPath, StaticCode};
use std::sync::Arc;
use tokio::sync::SemaphorePermit;
use uuid::Uuid;

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    Static {
        code: StaticCode,
        payee: Payee,
    },
    Dynamic {
        /// Under which it is kept for half an hour.
        id: Uuid,
        charge: Box<FoundCharge>,
        merchant: Merchant,
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
    ports: CodePorts,
    kept: KeptCodes,
    pictures: Pictures,
}

/// What codes need of the bank and the world.
pub struct CodePorts {
    pub keys: Arc<Keys>,
    pub charging: Arc<Charging>,
    pub hub: Arc<dyn Hub>,
    pub locations: Arc<dyn Locations>,
    /// Of this bank's own dynamic codes.
    pub host: String,
    pub entropy: Entropy,
}

impl Codes {
    pub fn new(ports: CodePorts) -> Self {
        Self { ports, kept: KeptCodes::default(), pictures: Pictures::default() }
    }

    /// What the account has read under this id within half an hour.
    pub fn kept(&self, account: AccountId, id: Uuid) -> Option<PaidBy> {
        self.kept.find(account, id)
    }

    /// What the one code in `text` says, and whom it would pay; a lookup of `account`.
    ///
    /// # Errors
    /// [`CodeRefusal`]
    pub async fn decode(&self, account: AccountId, text: String) -> Result<ReadCode, CodeRefusal> {
        let decoded = match pix::read(&text) {
            Reading::Code(BrCode::Static(code)) => {
                let payee = self.ports.keys.look_up(account, &code.key).await?;
                Decoded::Static { code, payee }
            }
            Reading::Code(BrCode::Dynamic(code)) => {
                let charge = self.charge(&code.location).await?;
                let payee = self.ports.keys.look_up(account, &charge.key).await?;
                let id = self.kept.keep(account, charge.clone().into(), &self.ports.entropy);
                Decoded::Dynamic { id, charge: Box::new(charge), merchant: code.merchant, payee }
            }
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
