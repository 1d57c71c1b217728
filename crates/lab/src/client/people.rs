//! People and companies that do not exist, with tax ids, e-mails and phones that no one before them had.

use pix::{PixKey, TaxId};
use rand::Rng as _;

/// The PIN of everybody here.
pub const PIN: &str = "1234";

const FIRST: [&str; 8] = ["Ana", "Bento", "Clara", "Davi", "Elis", "Fábio", "Gal", "Hugo"];
const LAST: [&str; 8] = ["Lima", "Souza", "Rocha", "Prado", "Nunes", "Braga", "Falcão", "Reis"];

/// Who opens an account.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub tax_id: String,
    pub email: String,
    pub phone: String,
    pub password: String,
}

impl Person {
    /// Somebody new, with a CPF.
    pub fn draw() -> Self {
        Self::with_tax_id(drawn(9, |digits| TaxId::parse_cpf(digits).is_ok()))
    }

    /// A new company, with a CNPJ.
    pub fn draw_company() -> Self {
        Self::with_tax_id(drawn(12, |digits| TaxId::parse_cnpj(digits).is_ok()))
    }

    fn with_tax_id(tax_id: String) -> Self {
        let mut chance = rand::rng();
        let (first, last) = (chance.random_range(0..FIRST.len()), chance.random_range(0..LAST.len()));
        Self {
            name: format!("{} {}", FIRST[first], LAST[last]),
            email: format!("{}.{}@example.com", tax_id, chance.random_range(0..1_000_000)),
            phone: format!("+55119{:08}", chance.random_range(0..100_000_000)),
            password: "correct horse".into(),
            tax_id,
        }
    }

    /// The e-mail as a key, normalised.
    pub fn email_key(&self) -> anyhow::Result<PixKey> {
        Ok(PixKey::detect(&self.email)?)
    }
}

/// `length` random digits and the two check digits that `holds` accepts.
fn drawn(length: usize, holds: impl Fn(&str) -> bool) -> String {
    let mut chance = rand::rng();
    loop {
        let base: String = (0..length).map(|_| char::from(b'0' + chance.random_range(0..10))).collect();
        if let Some(whole) = (0..100).map(|check| format!("{base}{check:02}")).find(|whole| holds(whole)) {
            return whole;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_have_a_cpf_and_companies_a_cnpj() {
        for _ in 0..50 {
            assert!(TaxId::parse_cpf(&Person::draw().tax_id).is_ok());
            assert!(TaxId::parse_cnpj(&Person::draw_company().tax_id).is_ok());
        }
    }
}
