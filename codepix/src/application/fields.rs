//! Single fields of a request, parsed. An error names its field as the contract does. The same for every transport.

use pix::PixKey;
use uuid::Uuid;

/// A field that cannot be read, by its name in the contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct BadField {
    pub field: &'static str,
    pub why: String,
}

impl BadField {
    pub fn new(field: &'static str, why: impl ToString) -> Self {
        Self { field, why: why.to_string() }
    }
}

/// Reads a key of any kind.
pub fn key(field: &'static str, text: &str) -> Result<PixKey, BadField> {
    PixKey::detect(text).map_err(|error| BadField::new(field, error))
}

/// Reads how many are wanted: zero means as many as possible.
pub fn limit(text: i64, most: i64) -> Result<i64, BadField> {
    match text {
        0 => Ok(most),
        limit if (1..=most).contains(&limit) => Ok(limit),
        _ => Err(BadField::new("limit", format!("ask for 1 to {most}"))),
    }
}

/// Reads a UUID.
pub fn uuid(field: &'static str, text: &str) -> Result<Uuid, BadField> {
    Uuid::parse_str(text).map_err(|_| BadField::new(field, "a UUID is wanted here"))
}

/// Reads 1 to `most` digits.
pub fn digits(field: &'static str, text: &str, most: usize) -> Result<String, BadField> {
    let holds = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    holds.then(|| text.to_owned()).ok_or_else(|| BadField::new(field, format!("write 1 to {most} digits")))
}
