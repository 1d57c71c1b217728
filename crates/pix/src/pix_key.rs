//! A Pix key, normalised as the directory stores it (API DICT 2.12.1), so that equal keys are equal texts. It
//! does not know who owns the key, nor whether anybody does.

use std::fmt;

use crate::{KeyKind, TaxId, TaxIdError, TaxIdKind};

/// A key of a known kind. Two spellings of one key parse to equal values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PixKey {
    kind: KeyKind,
    value: String,
}

/// Why a text is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("a key has at most {MAX_BYTES} characters")]
    TooLong,
    #[error(transparent)]
    TaxId(#[from] TaxIdError),
    #[error("this CPF does not exist: check its last two digits (a phone key begins with +55)")]
    CpfOrPhone,
    #[error(
        "a phone is written with its country, like +5511987654321, or with its area, like (11) 98765-4321"
    )]
    Phone,
    #[error(
        "a phone key is a mobile number: area code, then nine digits that begin with 9, like +5511987654321"
    )]
    Landline,
    #[error("an e-mail has one @, no accents and no spaces, like maria@example.com")]
    Email,
    #[error("a random key is a UUID with its hyphens, like 123e4567-e12b-12d1-a456-426655440000")]
    Random,
    #[error("not a key: write a CPF, a CNPJ, a phone with +55, an e-mail or a random key")]
    Unrecognised,
}

/// The longest e-mail DICT takes, and so the longest key.
const MAX_BYTES: usize = 77;

impl PixKey {
    /// Reads a key of a known kind, as people write it, and normalises it.
    pub fn parse(kind: KeyKind, raw: &str) -> Result<PixKey, KeyError> {
        let raw = raw.trim();
        if raw.len() > MAX_BYTES {
            return Err(KeyError::TooLong);
        }
        let value = match kind {
            KeyKind::Cpf => return Ok(TaxId::parse_cpf(raw)?.into()),
            KeyKind::Cnpj => return Ok(TaxId::parse_cnpj(raw)?.into()),
            KeyKind::Phone => phone(raw).ok_or(KeyError::Phone)?,
            KeyKind::Email => email(raw).ok_or(KeyError::Email)?,
            KeyKind::Random => uuid(raw).ok_or(KeyError::Random)?,
        };
        Ok(PixKey { kind, value })
    }

    /// Reads a key of unknown kind, as in paths and transfers: `@` means e-mail, a leading `+` or `(` a
    /// phone, a UUID is random, 11 digits are a CPF (never a phone), 13 that begin with 55 a phone without its `+`,
    /// and 14 characters a CNPJ.
    pub fn detect(raw: &str) -> Result<PixKey, KeyError> {
        let raw = raw.trim();
        if raw.len() > MAX_BYTES {
            return Err(KeyError::TooLong);
        }
        if raw.contains('@') {
            return PixKey::parse(KeyKind::Email, raw);
        }
        if raw.starts_with(['+', '(']) {
            return PixKey::parse(KeyKind::Phone, raw);
        }
        match raw.bytes().filter(u8::is_ascii_alphanumeric).count() {
            11 => PixKey::parse(KeyKind::Cpf, raw).map_err(|error| match error {
                KeyError::TaxId(TaxIdError::CpfCheckDigits) => KeyError::CpfOrPhone,
                other => other,
            }),
            13 => PixKey::parse(KeyKind::Phone, raw).map_err(|_| KeyError::Unrecognised),
            14 => PixKey::parse(KeyKind::Cnpj, raw),
            32 => PixKey::parse(KeyKind::Random, raw),
            _ => Err(KeyError::Unrecognised),
        }
    }

    /// The random key (UUID version 4) made of 128 random bits, which only the directory draws.
    pub fn random(entropy: u128) -> PixKey {
        let bits = entropy & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        let hex = format!("{bits:032x}");
        let value = format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
        PixKey { kind: KeyKind::Random, value }
    }

    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The normalised text, as it is stored and compared.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// A Brazilian phone that is no mobile's (area code, 9, eight digits). The directory takes it, as it takes any phone
    /// of the world's form, but no bank registers it: a landline receives no code.
    pub fn is_landline(&self) -> bool {
        let brazilian = self.value.strip_prefix("+55").filter(|_| self.kind == KeyKind::Phone);
        brazilian.is_some_and(|digits| !is_mobile(digits))
    }

    /// The holder's own number, where the key is one: such a key may only be its holder's.
    pub fn tax_id(&self) -> Option<TaxId> {
        match self.kind {
            KeyKind::Cpf | KeyKind::Cnpj => self.value.parse().ok(),
            KeyKind::Phone | KeyKind::Email | KeyKind::Random => None,
        }
    }

    /// Enough to recognise one's own key by, for logs and lists: `***.982.247-**`, `+55*******4321`,
    /// `m***@example.com`. A CNPJ is public and a random key says nothing of its holder: both stay whole.
    pub fn masked(&self) -> String {
        let value = &self.value;
        match self.kind {
            KeyKind::Cpf | KeyKind::Cnpj => {
                self.tax_id().map_or_else(|| "***".to_owned(), |tax_id| tax_id.masked())
            }
            KeyKind::Phone => {
                let shown_from = value.len().saturating_sub(4).max(3);
                let hidden = shown_from.min(value.len()) - 3;
                format!(
                    "{}{}{}",
                    &value[..3],
                    "*".repeat(hidden),
                    value.get(shown_from..).unwrap_or_default()
                )
            }
            KeyKind::Email => {
                let domain_at = value.find('@').unwrap_or(value.len());
                format!("{}***{}", &value[..1], &value[domain_at..])
            }
            KeyKind::Random => value.clone(),
        }
    }
}

impl From<TaxId> for PixKey {
    fn from(tax_id: TaxId) -> PixKey {
        let kind = match tax_id.kind() {
            TaxIdKind::Cpf => KeyKind::Cpf,
            TaxIdKind::Cnpj => KeyKind::Cnpj,
        };
        PixKey { kind, value: tax_id.as_str().to_owned() }
    }
}

impl fmt::Display for PixKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.value)
    }
}

/// E.164, `^\+[1-9]\d{1,14}$`; a Brazilian phone may be written without its country, and a mobile without the `+`.
fn phone(raw: &str) -> Option<String> {
    let bare: String = raw.chars().filter(|c| !matches!(c, '(' | ')' | '-' | ' ')).collect();
    let digits = match (bare.strip_prefix('+'), bare.len()) {
        (Some(digits), _) => digits.to_owned(),
        (None, 11) => format!("55{bare}"),
        (None, 13) if bare.strip_prefix("55").is_some_and(is_mobile) => bare,
        (None, _) => return None,
    };
    let well_formed = (2..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    well_formed.then(|| format!("+{digits}"))
}

/// Area code without zeros, then nine digits that begin with 9.
fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.bytes().enumerate().all(|(at, b)| match at {
            0 | 1 => (b'1'..=b'9').contains(&b),
            2 => b == b'9',
            _ => b.is_ascii_digit(),
        })
}

/// DICT's own grammar: a local part without `%` and `&`, then labels of at most 63 characters. `a@b` is one.
fn email(raw: &str) -> Option<String> {
    let email = raw.to_ascii_lowercase();
    let (local, domain) = email.split_once('@')?;
    let local_holds = !local.is_empty()
        && local.bytes().all(|b| is_lower_alphanumeric(b) || b".!#$'*+/=?^_`{|}~-".contains(&b));
    let domain_holds = domain.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| is_lower_alphanumeric(b) || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    });
    (local_holds && domain_holds).then_some(email)
}

/// A UUID of any version in its canonical form, `8-4-4-4-12` hexadecimal digits in lower case.
fn uuid(raw: &str) -> Option<String> {
    let uuid = raw.to_ascii_lowercase();
    let well_formed = uuid.len() == 36
        && uuid.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
        });
    well_formed.then_some(uuid)
}

fn is_lower_alphanumeric(b: u8) -> bool {
    b.is_ascii_digit() || b.is_ascii_lowercase()
}

#[cfg(test)]
mod tests;
