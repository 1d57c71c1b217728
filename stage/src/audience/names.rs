//! What customers of the room are called.

use pix::PersonName;

use super::Refusal;

/// Offered in turn to whoever joins: names that a Brazilian room knows from its grandparents.
const OFFERED: [&str; 60] = [
    "Genival",
    "Creuza",
    "Adamastor",
    "Valdirene",
    "Severino",
    "Edileuza",
    "Ubirajara",
    "Filomena",
    "Waldemar",
    "Zenaide",
    "Abelardo",
    "Jurema",
    "Genésio",
    "Iracema",
    "Astolfo",
    "Lindalva",
    "Clodoaldo",
    "Adalgisa",
    "Gumercindo",
    "Deolinda",
    "Belarmino",
    "Cleonice",
    "Eleutério",
    "Dorotéia",
    "Epaminondas",
    "Florisbela",
    "Felisberto",
    "Gertrudes",
    "Honorato",
    "Hermengarda",
    "Ildefonso",
    "Idalina",
    "Laurindo",
    "Jacira",
    "Nivaldo",
    "Leopoldina",
    "Norberto",
    "Mafalda",
    "Olímpio",
    "Marilene",
    "Percival",
    "Odete",
    "Raimundo",
    "Petronília",
    "Rosalvo",
    "Quitéria",
    "Salustiano",
    "Ramira",
    "Teobaldo",
    "Sebastiana",
    "Uriel",
    "Teodora",
    "Virgulino",
    "Ursulina",
    "Wanderley",
    "Violeta",
    "Xavier",
    "Wilma",
    "Zeferino",
    "Zoraide",
];

/// The name that is offered to the one who comes at this turn.
pub fn offered(turn: usize) -> &'static str {
    OFFERED[turn % OFFERED.len()]
}

/// What somebody is called: a name that a bank takes, short enough for a phone's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenName(String);

impl GivenName {
    pub const MAX_CHARACTERS: usize = 24;

    /// # Errors
    /// [`Refusal::Name`] for what is none, or too long.
    pub fn parse(raw: &str) -> Result<GivenName, Refusal> {
        let name = PersonName::parse(raw).map_err(|_| Refusal::Name)?;
        let short = name.as_str().chars().count() <= Self::MAX_CHARACTERS;
        short.then(|| GivenName(name.as_str().to_owned())).ok_or(Refusal::Name)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn sixty_in_a_row_are_offered_different_names_that_all_can_be_taken() {
        let names: BTreeSet<_> = (0..60).map(offered).collect();
        assert_eq!(names.len(), 60);
        assert!(names.iter().all(|name| GivenName::parse(name).is_ok()));
    }

    #[test]
    fn a_name_is_trimmed_and_bounded_and_nobody_has_none() {
        assert_eq!(GivenName::parse("  Zé  ").unwrap().as_str(), "Zé");
        assert!(GivenName::parse(&"ã".repeat(24)).is_ok());
        for wrong in ["", "   ", "Ana\u{202e}", &"ã".repeat(25)] {
            assert_eq!(GivenName::parse(wrong), Err(Refusal::Name), "{wrong:?}");
        }
    }
}
