//! Made-up people whose accounts anybody may use to look around. The pages create them over the bank's interface, as any
//! customer would; creating them again changes nothing.

mod seed;

use pix::{BankCode, TaxId};

pub use seed::seed;

/// Public: these accounts are for everybody.
pub const PASSWORD: &str = "demonstracao";
pub const PIN: &str = "1234";

/// A made-up customer.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: &'static str,
    pub email: String,
    pub tax_id: TaxId,
    pub phone: Option<String>,
    pub random_key: bool,
}

/// What one of them once paid.
pub struct Payment {
    /// By position among the bank's own.
    pub payer: usize,
    pub key: String,
    pub amount_cents: i64,
    pub words: &'static str,
}

/// The people of this bank; none where the setting turns them off.
#[derive(Default)]
pub struct Demo {
    pub people: Vec<Person>,
    /// Looks up whether the payees are there; not shown on any page.
    pub scout: Option<Person>,
}

impl Demo {
    pub fn of(bank: BankCode) -> Demo {
        let names = match bank.as_str() {
            "001" => ["Marina Albuquerque Duarte", "Joaquim Nogueira Sá"],
            "002" => ["Rafael Tavares Lima", "Iara Monteiro Queiroz"],
            _ => ["Beatriz Lobo Santana", "Tomé Moura"],
        };
        let people = names.into_iter().enumerate();
        let people = people.filter_map(|(at, name)| person(bank.as_str(), at, name)).collect();
        Demo { people, scout: scout(bank.as_str()) }
    }

    pub fn find(&self, email: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.email == email)
    }
}

fn person(bank: &str, at: usize, name: &'static str) -> Option<Person> {
    let first = name.split(' ').next()?.to_lowercase().replace('é', "e");
    // The one pair of check digits that makes these nine digits a CPF.
    let tax_id = (0..100).find_map(|check| format!("90{bank}010{at}{check:02}").parse().ok())?;
    let phone = (at == 0).then(|| format!("+5511900{bank}{bank}"));
    Some(Person { name, email: email(&first, bank), tax_id, phone, random_key: at == 0 })
}

/// A company, since it may look up more keys than a person.
fn scout(bank: &str) -> Option<Person> {
    let tax_id = (0..100).find_map(|check| format!("90{bank}0100001{check:02}").parse().ok())?;
    Some(Person {
        name: "Guia da Demonstração",
        email: email("guia", bank),
        tax_id,
        phone: None,
        random_key: false,
    })
}

fn email(first: &str, bank: &str) -> String {
    format!("{first}.{bank}@exemplo.com.br")
}

/// In this order; whom somebody pays at another bank must exist there by then.
pub fn payments(bank: BankCode) -> Vec<Payment> {
    let pay = |payer, first: &str, at: &str, amount_cents, words| Payment {
        payer,
        key: email(first, at),
        amount_cents,
        words,
    };
    match bank.as_str() {
        "001" => vec![
            pay(0, "joaquim", "001", 32_000, "Conserto da bicicleta"),
            pay(0, "rafael", "002", 15_000, "Metade do presente da Lúcia"),
            pay(0, "iara", "002", 8_000, ""),
            pay(1, "rafael", "002", 4_590, "Almoço de sexta"),
        ],
        "002" => vec![
            pay(0, "marina", "001", 25_000, "Obrigado pelo jantar!"),
            pay(1, "rafael", "002", 1_850, "Café da Praça"),
            pay(1, "marina", "001", 6_275, "Feira de domingo"),
        ],
        other => vec![pay(0, "tome", other, 12_000, "Livros")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bank_has_two_people_and_no_two_share_a_key() {
        let mut seen = std::collections::BTreeSet::new();
        for bank in ["001", "002", "003", "417"] {
            let Ok(code) = bank.parse() else { panic!("a bank code: {bank}") };
            let demo = Demo::of(code);
            assert_eq!(demo.people.len(), 2, "{bank}");
            for person in demo.people.iter().chain(&demo.scout) {
                assert!(seen.insert(person.tax_id.as_str().to_owned()) && seen.insert(person.email.clone()));
                assert!(pix::PixKey::detect(&person.email).is_ok(), "{}", person.email);
            }
            assert!(demo.scout.is_some_and(|scout| scout.tax_id.kind() == pix::TaxIdKind::Cnpj));
            assert!(payments(code).iter().all(|payment| payment.payer < 2));
        }
    }
}
