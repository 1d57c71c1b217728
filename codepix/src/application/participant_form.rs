//! What the administration writes to add or change a bank, parsed. The same for every transport.

use super::fields::BadField;
use crate::domain::Participant;
use pix::PersonName;

/// A shorter token could be guessed.
const TOKEN_CHARACTERS_MIN: usize = 16;

/// What the administration writes to add a bank, or to change its name and token.
#[derive(Debug, Clone, Default)]
pub struct ParticipantForm {
    pub code: String,
    pub ispb: String,
    pub name: String,
    pub token: String,
}

impl ParticipantForm {
    /// Reads it.
    ///
    /// # Errors
    /// The first field that is not valid.
    pub fn read(&self) -> Result<Participant, BadField> {
        let visible = self.token.bytes().all(|b| b.is_ascii_graphic());
        if self.token.len() < TOKEN_CHARACTERS_MIN || !visible {
            return Err(BadField::new("token", "a token has at least 16 visible ASCII characters"));
        }
        let name = PersonName::parse(&self.name).map_err(|error| BadField::new("bank.name", error))?;
        Ok(Participant {
            code: self.code.parse().map_err(|error| BadField::new("bank.code", error))?,
            ispb: self.ispb.parse().map_err(|error| BadField::new("bank.ispb", error))?,
            name: name.as_str().to_owned(),
        })
    }
}
