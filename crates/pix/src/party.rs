//! One side of a transfer, as the other side may see it. Refuses to know more of a person than that.

use crate::Ispb;
use serde::{Deserialize, Serialize};

/// A payer or payee. Empty texts are unknown: a payer never learns the payee's branch and account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub ispb: Ispb,
    pub bank_name: String,
    pub branch: String,
    pub account: String,
    pub name: String,
    /// `***.777.888-**`, or a CNPJ in full.
    pub tax_id_masked: String,
}

/// Words of a name that are never shortened to a letter, but left out.
const PARTICLES: [&str; 6] = ["da", "das", "de", "do", "dos", "e"];

impl Party {
    /// The name as anybody may read it: of a person the first name and letters, `Rafael T. L.`; of a company all of it.
    pub fn public_name(&self) -> String {
        if !self.tax_id_masked.starts_with('*') {
            return self.name.clone();
        }
        let mut words = self.name.split_whitespace();
        let first = words.next().unwrap_or_default().to_owned();
        let letters = words.filter(|word| !PARTICLES.contains(&word.to_lowercase().as_str()));
        letters.filter_map(|word| word.chars().next()).fold(first, |name, letter| {
            let letter: String = letter.to_uppercase().collect();
            format!("{name} {letter}.")
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn in_public(name: &str, tax_id_masked: &str) -> String {
        let (name, tax_id_masked) = (name.to_owned(), tax_id_masked.to_owned());
        let ispb = "10000001".parse().unwrap();
        let unknown = String::new;
        Party { ispb, bank_name: unknown(), branch: unknown(), account: unknown(), name, tax_id_masked }
            .public_name()
    }

    #[test]
    fn a_persons_name_is_short_in_public_and_a_companys_is_whole() {
        for (name, short) in [
            ("Marina Albuquerque Duarte", "Marina A. D."),
            ("João da Silva e Souza", "João S. S."),
            ("Ícaro  ângelo", "Ícaro Â."),
            ("Ana", "Ana"),
            ("", ""),
        ] {
            assert_eq!(in_public(name, "***.777.888-**"), short);
        }
        assert_eq!(in_public("Empório Jatobá Ltda", "12.ABC.345/01DE-35"), "Empório Jatobá Ltda");
    }
}
