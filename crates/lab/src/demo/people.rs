//! Who lives in the demo: the same people at each start, so that nothing needs to be remembered and no opening money is
//! issued twice. Pure.

use crate::client::Person;
use pix::{BankCode, TaxId};

/// At each bank; the last one is a company.
pub const PEOPLE_PER_BANK: usize = 6;
const PASSWORD: &str = "demonstracao";

const NAMES: [&str; 15] = [
    "Antônia Bezerra",
    "Caio Figueiredo",
    "Débora Sampaio",
    "Evandro Pacheco",
    "Flávia Guimarães",
    "Gustavo Assunção",
    "Helena Brandão",
    "Ícaro Menezes",
    "Juliana Conceição",
    "Otávio Araújo",
    "Lívia Magalhães",
    "Murilo Peçanha",
    "Nair Bittencourt",
    "Renan Vilela",
    "Sônia Quintão",
];
const COMPANIES: [&str; 4] =
    ["Padaria Pão da Vila", "Floricultura Bem-Te-Vi", "Livraria Sabiá", "Mercearia do Seu Zé"];

/// Somebody of the demo, and the kinds of keys that money comes to.
#[derive(Debug, Clone)]
pub struct Profile {
    pub person: Person,
    pub kinds: &'static [&'static str],
}

/// The people of the bank that is number `index`.
pub fn people_of(code: BankCode, index: usize) -> Vec<Profile> {
    (0..PEOPLE_PER_BANK).filter_map(|at| profile(code.as_str(), index, at)).collect()
}

fn profile(code: &str, index: usize, at: usize) -> Option<Profile> {
    let company = at == PEOPLE_PER_BANK - 1;
    let name = match company {
        true => COMPANIES[index % COMPANIES.len()],
        false => NAMES[(index * (PEOPLE_PER_BANK - 1) + at) % NAMES.len()],
    };
    let tax_id = match company {
        true => whole(&format!("91{code}0000001"), |text| TaxId::parse_cnpj(text).is_ok())?,
        false => whole(&format!("91{code}{at:04}"), |text| TaxId::parse_cpf(text).is_ok())?,
    };
    let person = Person {
        name: name.into(),
        email: format!("{}.{code}@exemplo.com.br", address(name)),
        phone: format!("+551191{code}{at:04}"),
        password: PASSWORD.into(),
        tax_id,
    };
    let kinds: &[&str] = match at {
        0 => &["cpf", "email"],
        1 => &["phone"],
        2 => &["email", "random"],
        3 => &["random"],
        4 => &["phone", "cpf"],
        _ => &["cnpj", "email"],
    };
    Some(Profile { person, kinds })
}

/// With the check digits that make it a tax id.
fn whole(base: &str, holds: impl Fn(&str) -> bool) -> Option<String> {
    (0..100).map(|check| format!("{base}{check:02}")).find(|text| holds(text))
}

/// A name as it stands before an @.
fn address(name: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'ã' | 'â' => 'a',
        'é' | 'ê' => 'e',
        'í' | 'Í' => 'i',
        'ô' | 'ó' | 'õ' => 'o',
        'ú' => 'u',
        'ç' => 'c',
        ' ' => '.',
        other => other.to_ascii_lowercase(),
    };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pix::PixKey;
    use std::collections::BTreeSet;

    #[test]
    fn each_bank_has_its_people_with_keys_of_several_kinds_and_no_two_share_one() {
        let mut seen = BTreeSet::new();
        for (index, code) in ["001", "002", "003", "417"].into_iter().enumerate() {
            let profiles = people_of(code.parse().unwrap(), index);
            assert_eq!(profiles.len(), PEOPLE_PER_BANK);
            let kinds: BTreeSet<_> = profiles.iter().flat_map(|profile| profile.kinds).collect();
            assert_eq!(kinds.len(), 5, "{kinds:?}");
            for Profile { person, .. } in profiles {
                assert!(PixKey::detect(&person.email).is_ok(), "{}", person.email);
                assert!(PixKey::detect(&person.phone).is_ok(), "{}", person.phone);
                for key in [person.email, person.phone, person.tax_id] {
                    assert!(seen.insert(key.clone()), "{key} twice");
                }
            }
        }
    }

    #[test]
    fn an_address_has_no_accents() {
        assert_eq!(address("Ícaro Peçanha Assunção"), "icaro.pecanha.assuncao");
    }
}
