//! The number by which Receita Federal knows a person (CPF) or a company (CNPJ). It is checked for form and
//! check digits; whether anybody holds it, nobody here can know.

use std::str::FromStr;

use crate::{ascii::Ascii, check_digits, wire::travels_as_string};

/// A CPF (11 digits) or CNPJ (12 of `[0-9A-Z]` and 2 digits), without punctuation, in upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxId(Number);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Number {
    Cpf(Ascii<11>),
    Cnpj(Ascii<14>),
}

/// Who holds it: a natural person or a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxIdKind {
    Cpf,
    Cnpj,
}

/// Why a text is not a tax id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxIdError {
    #[error("a CPF has 11 digits, like 529.982.247-25 or 52998224725")]
    CpfForm,
    #[error("this CPF does not exist: check its last two digits")]
    CpfCheckDigits,
    #[error(
        "a CNPJ has 14 characters, the last two of them digits, like 11.222.333/0001-81 or 12ABC34501DE35"
    )]
    CnpjForm,
    #[error("this CNPJ does not exist: check its last two digits")]
    CnpjCheckDigits,
    #[error("a tax id is a CPF (11 digits) or a CNPJ (14 characters): check its length")]
    Length,
}

impl TaxId {
    /// Reads either kind, told apart by length, with or without its punctuation.
    pub fn parse(raw: &str) -> Result<TaxId, TaxIdError> {
        match raw.bytes().filter(u8::is_ascii_alphanumeric).take(15).count() {
            11 => TaxId::parse_cpf(raw),
            14 => TaxId::parse_cnpj(raw),
            _ => Err(TaxIdError::Length),
        }
    }

    /// Reads `52998224725` or `529.982.247-25`.
    pub fn parse_cpf(raw: &str) -> Result<TaxId, TaxIdError> {
        let bare = bare::<11>(raw, "___.___.___-__").ok_or(TaxIdError::CpfForm)?;
        let cpf = Ascii::from_bytes(bare)
            .filter(|_| bare.iter().all(u8::is_ascii_digit))
            .ok_or(TaxIdError::CpfForm)?;
        if !check_digits::cpf_holds(cpf.as_bytes()) {
            return Err(TaxIdError::CpfCheckDigits);
        }
        Ok(TaxId(Number::Cpf(cpf)))
    }

    /// Reads `12ABC34501DE35` or `12.ABC.345/01DE-35`, in either case.
    pub fn parse_cnpj(raw: &str) -> Result<TaxId, TaxIdError> {
        let bare = bare::<14>(raw, "__.___.___/____-__")
            .ok_or(TaxIdError::CnpjForm)?
            .map(|b| b.to_ascii_uppercase());
        let well_formed =
            bare.iter().all(u8::is_ascii_alphanumeric) && bare[12..].iter().all(u8::is_ascii_digit);
        let cnpj = Ascii::from_bytes(bare).filter(|_| well_formed).ok_or(TaxIdError::CnpjForm)?;
        if !check_digits::cnpj_holds(cnpj.as_bytes()) {
            return Err(TaxIdError::CnpjCheckDigits);
        }
        Ok(TaxId(Number::Cnpj(cnpj)))
    }

    pub fn kind(&self) -> TaxIdKind {
        match self.0 {
            Number::Cpf(_) => TaxIdKind::Cpf,
            Number::Cnpj(_) => TaxIdKind::Cnpj,
        }
    }

    /// Without punctuation, as it is stored and compared.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Number::Cpf(cpf) => cpf.as_str(),
            Number::Cnpj(cnpj) => cnpj.as_str(),
        }
    }

    /// With its punctuation: `529.982.247-25`, `11.222.333/0001-81`.
    pub fn formatted(&self) -> String {
        let text = self.as_str();
        match self.kind() {
            TaxIdKind::Cpf => format!("{}.{}.{}-{}", &text[..3], &text[3..6], &text[6..9], &text[9..]),
            TaxIdKind::Cnpj => {
                format!("{}.{}.{}/{}-{}", &text[..2], &text[2..5], &text[5..8], &text[8..12], &text[12..])
            }
        }
    }

    /// What a payer may see of the payee (Manual Operacional do DICT §8.1): of a CPF the digits 4 to 9,
    /// `***.777.888-**`; a CNPJ in full.
    pub fn masked(&self) -> String {
        match self.kind() {
            TaxIdKind::Cpf => format!("***{}**", &self.formatted()[3..12]),
            TaxIdKind::Cnpj => self.formatted(),
        }
    }
}

impl FromStr for TaxId {
    type Err = TaxIdError;

    fn from_str(raw: &str) -> Result<TaxId, TaxIdError> {
        TaxId::parse(raw)
    }
}

travels_as_string!(TaxId);

/// The `N` characters that stand in the places of `_`; each punctuation mark of `mask` may be left out, but
/// none may stand anywhere else.
fn bare<const N: usize>(raw: &str, mask: &str) -> Option<[u8; N]> {
    let mut raw = raw.trim().bytes().peekable();
    let mut bare = [0; N];
    let mut places = bare.iter_mut();
    for mark in mask.bytes() {
        if mark == b'_' {
            *places.next()? = raw.next()?;
        } else {
            raw.next_if_eq(&mark);
        }
    }
    raw.next().is_none().then_some(bare)
}

#[cfg(test)]
mod tests;
