//! What an order pays: a key, or what a static code says.

use super::CodeRefusal;
use crate::application::ports::FoundCharge;
use pix::{BrCode, Cents, Description, Instrument, KeyError, PixKey, Reading, StaticCode, Txid};

/// Whom an order pays, and what its code says beside that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidBy {
    pub key: PixKey,
    /// Where it stands in the code, and cannot be changed.
    amount: Option<Cents>,
    pub txid: Option<Txid>,
    pub instrument: Instrument,
    /// The code's own, for who says nothing else.
    pub description: Option<Description>,
}

/// Why it is not clear how much is to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountRefusal {
    #[error("is missing")]
    Missing,
    #[error("the code asks for {0}: leave the field out")]
    Fixed(Cents),
}

impl PaidBy {
    /// # Errors
    /// [`KeyError`] for what is no key.
    pub fn key(text: &str) -> Result<Self, KeyError> {
        let key = PixKey::detect(text)?;
        Ok(Self { key, amount: None, txid: None, instrument: Instrument::Key, description: None })
    }

    /// # Errors
    /// [`CodeRefusal`] for what is no static code.
    pub fn code(text: &str) -> Result<Self, CodeRefusal> {
        match pix::read(text) {
            Reading::Code(BrCode::Static(code)) => Ok(code.into()),
            Reading::Code(BrCode::Dynamic(_)) => Err(CodeRefusal::Dynamic),
            Reading::Refused(refusal) => Err(refusal.into()),
            Reading::Unsure(unsure) if !unsure.codes.is_empty() => Err(CodeRefusal::NotAlone),
            _ => Err(CodeRefusal::NoCode),
        }
    }

    /// How much: what the code says, or `asked`.
    ///
    /// # Errors
    /// [`AmountRefusal`]
    pub fn amount(&self, asked: Option<Cents>) -> Result<Cents, AmountRefusal> {
        match (self.amount, asked) {
            (Some(fixed), Some(asked)) if fixed != asked => Err(AmountRefusal::Fixed(fixed)),
            (Some(amount), _) | (None, Some(amount)) => Ok(amount),
            (None, None) => Err(AmountRefusal::Missing),
        }
    }
}

impl From<FoundCharge> for PaidBy {
    fn from(FoundCharge { key, amount, txid, description, .. }: FoundCharge) -> Self {
        let (txid, description) = (Some(txid), Some(description));
        Self { key, amount, txid, instrument: Instrument::DynamicCode, description }
    }
}

impl From<StaticCode> for PaidBy {
    fn from(StaticCode { key, amount, txid, description, .. }: StaticCode) -> Self {
        Self { key, amount, txid, instrument: Instrument::StaticCode, description }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "00020126420014br.gov.bcb.pix0120ana@bancoipe.example52040000530398654045.005802BR5913FULANO \
                        DE TAL6008BRASILIA62070503***630492C1";

    #[test]
    fn a_code_says_whom_and_how_much() {
        let paid = PaidBy::code(CODE).unwrap();
        assert_eq!((paid.key.as_str(), paid.instrument), ("ana@bancoipe.example", Instrument::StaticCode));
        assert_eq!(paid.amount(None), Ok(Cents::new(500)));
        assert_eq!(paid.amount(Some(Cents::new(500))), Ok(Cents::new(500)));
        assert_eq!(paid.amount(Some(Cents::new(499))), Err(AmountRefusal::Fixed(Cents::new(500))));
    }

    #[test]
    fn a_key_leaves_the_amount_to_the_payer() {
        let paid = PaidBy::key("ana@bancoipe.example").unwrap();
        assert_eq!((paid.txid.clone(), paid.instrument), (None, Instrument::Key));
        assert_eq!(paid.amount(Some(Cents::new(1))), Ok(Cents::new(1)));
        assert_eq!(paid.amount(None), Err(AmountRefusal::Missing));
    }

    #[test]
    fn what_is_no_code_pays_nobody() {
        assert_eq!(PaidBy::code("ana@bancoipe.example"), Err(CodeRefusal::NoCode));
        assert!(matches!(PaidBy::code(&CODE[..80]), Err(CodeRefusal::Text(_))));
    }
}
