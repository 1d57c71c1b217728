//! The values of Pix as the contract writes them, and back. Refuses to decide anything.

use crate::v1;
use pix::{Instrument, KeyKind, Party, Reason, ReturnReason, Timestamp, Txid};

/// A part of a message is not valid; the text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub &'static str);

impl From<&Party> for v1::Party {
    fn from(party: &Party) -> Self {
        Self {
            ispb: party.ispb.to_string(),
            bank_name: party.bank_name.clone(),
            branch: party.branch.clone(),
            account: party.account.clone(),
            name: party.name.clone(),
            tax_id_masked: party.tax_id_masked.clone(),
        }
    }
}

/// The longest text of a party that is accepted, in characters.
const TEXT_MAX: usize = 120;

impl TryFrom<v1::Party> for Party {
    type Error = Unreadable;

    fn try_from(party: v1::Party) -> Result<Self, Unreadable> {
        let texts = [&party.bank_name, &party.branch, &party.account, &party.name, &party.tax_id_masked];
        if texts.iter().any(|text| text.chars().count() > TEXT_MAX || text.contains(char::is_control)) {
            return Err(Unreadable(
                "a text of a party is longer than 120 characters or holds control characters",
            ));
        }
        Ok(Self {
            ispb: party.ispb.parse().map_err(|_| Unreadable("the party's ISPB is not an ISPB"))?,
            bank_name: party.bank_name,
            branch: party.branch,
            account: party.account,
            name: party.name,
            tax_id_masked: party.tax_id_masked,
        })
    }
}

impl From<Reason> for v1::RejectionReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::UnknownKey => Self::UnknownKey,
            Reason::PayeeChanged => Self::PayeeChanged,
            Reason::AccountClosed => Self::AccountClosed,
            Reason::AccountUnknown => Self::AccountUnknown,
            Reason::Malformed => Self::Malformed,
            Reason::Refused => Self::Refused,
            Reason::ReturnTooLarge => Self::ReturnTooLarge,
            Reason::Unsupported => Self::Unsupported,
        }
    }
}

/// The reason of a rejection. One that this version does not know means that the other side said no.
pub fn reason(number: i32) -> Reason {
    match v1::RejectionReason::try_from(number) {
        Ok(v1::RejectionReason::UnknownKey) => Reason::UnknownKey,
        Ok(v1::RejectionReason::PayeeChanged) => Reason::PayeeChanged,
        Ok(v1::RejectionReason::AccountClosed) => Reason::AccountClosed,
        Ok(v1::RejectionReason::AccountUnknown) => Reason::AccountUnknown,
        Ok(v1::RejectionReason::Malformed) => Reason::Malformed,
        Ok(v1::RejectionReason::ReturnTooLarge) => Reason::ReturnTooLarge,
        Ok(v1::RejectionReason::Unsupported) => Reason::Unsupported,
        Ok(v1::RejectionReason::Refused | v1::RejectionReason::Unspecified) | Err(_) => Reason::Refused,
    }
}

impl From<KeyKind> for v1::KeyKind {
    fn from(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Cpf => Self::Cpf,
            KeyKind::Cnpj => Self::Cnpj,
            KeyKind::Phone => Self::Phone,
            KeyKind::Email => Self::Email,
            KeyKind::Random => Self::Random,
        }
    }
}

/// The kind of a key; None for UNSPECIFIED and for kinds of a later version.
pub fn key_kind(number: i32) -> Option<KeyKind> {
    match v1::KeyKind::try_from(number).ok()? {
        v1::KeyKind::Unspecified => None,
        v1::KeyKind::Cpf => Some(KeyKind::Cpf),
        v1::KeyKind::Cnpj => Some(KeyKind::Cnpj),
        v1::KeyKind::Phone => Some(KeyKind::Phone),
        v1::KeyKind::Email => Some(KeyKind::Email),
        v1::KeyKind::Random => Some(KeyKind::Random),
    }
}

impl From<Instrument> for v1::Instrument {
    fn from(instrument: Instrument) -> Self {
        match instrument {
            Instrument::Manual => Self::Manual,
            Instrument::Key => Self::Key,
            Instrument::StaticCode => Self::StaticCode,
            Instrument::DynamicCode => Self::DynamicCode,
        }
    }
}

/// How a Pix was started; a way that this version does not know counts as none.
pub fn instrument(number: i32) -> Instrument {
    match v1::Instrument::try_from(number) {
        Ok(v1::Instrument::Key) => Instrument::Key,
        Ok(v1::Instrument::StaticCode) => Instrument::StaticCode,
        Ok(v1::Instrument::DynamicCode) => Instrument::DynamicCode,
        Ok(v1::Instrument::Manual) | Err(_) => Instrument::Manual,
    }
}

impl From<ReturnReason> for v1::ReturnReason {
    fn from(reason: ReturnReason) -> Self {
        match reason {
            ReturnReason::Customer => Self::Customer,
            ReturnReason::BankError => Self::BankError,
            ReturnReason::Fraud => Self::Fraud,
        }
    }
}

/// Why something is returned; a reason that this version does not know counts as the customer's wish.
pub fn return_reason(number: i32) -> ReturnReason {
    match v1::ReturnReason::try_from(number) {
        Ok(v1::ReturnReason::BankError) => ReturnReason::BankError,
        Ok(v1::ReturnReason::Fraud) => ReturnReason::Fraud,
        Ok(v1::ReturnReason::Customer) | Err(_) => ReturnReason::Customer,
    }
}

/// The charge that a transfer names; an empty text names none.
///
/// # Errors
/// [`Unreadable`] for what no generator of codes may write.
pub fn txid(text: &str) -> Result<Option<Txid>, Unreadable> {
    match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Unreadable("the txid has not 1 to 35 plain characters")),
    }
}

/// An instant as the contract writes it.
pub fn timestamp(at: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: at.as_second(), nanos: at.subsec_nanosecond() }
}

/// An instant as it was written; None when it lies outside of the calendar.
pub fn instant(at: prost_types::Timestamp) -> Option<Timestamp> {
    Timestamp::new(at.seconds, at.nanos).ok()
}
