//! Errors of the form: first all that can be found without the bank, then what the bank found.

use bank_contract::problem;
use pix::{PersonName, PersonNameError, TaxId, TaxIdKind};
use serde::Deserialize;

use super::{OpenAccount, weak_pin};
use crate::{form::Field, input::validation, server::bank_api::Problem, texts::Lang};

const PASSWORD_MIN: usize = 8;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    pub name: String,
    pub tax_id: String,
    pub email: String,
    pub password: String,
    pub pin: String,
    /// Set when the form was sent to change the language.
    pub lang: Option<String>,
}

/// The form as it was filled, without password and PIN.
pub fn filled(form: &OpenForm) -> OpenAccount {
    OpenAccount {
        name: Field::of(&form.name),
        tax_id: Field::of(&form.tax_id),
        email: Field::of(&form.email),
        ..OpenAccount::default()
    }
}

/// The form as it was filled, with the errors of its fields.
pub fn checked(form: &OpenForm, lang: Lang) -> OpenAccount {
    let required = lang.say("form.err.required");
    let field = |value: &str, wrong: Option<String>| {
        let wrong = if value.trim().is_empty() { Some(required.to_owned()) } else { wrong };
        Field { value: value.to_owned(), error: wrong }
    };
    let tax_id = TaxId::parse(&form.tax_id);
    let company = tax_id.is_ok_and(|tax_id| tax_id.kind() == TaxIdKind::Cnpj);
    let one_word = !company && form.name.split_whitespace().count() < 2;
    let too_long = form.name.trim().chars().count().saturating_sub(PersonName::MAX_CHARACTERS);
    let name_wrong = match PersonName::parse(&form.name) {
        Err(PersonNameError::TooLong) => {
            Some(lang.fill("open.err.name.long", &[("n", &too_long.to_string())]))
        }
        Err(_) => Some(validation::text_error(&form.name, lang)),
        Ok(_) => one_word.then(|| lang.say("open.err.name").to_owned()),
    };
    let tax_id_wrong = tax_id.err().map(|error| validation::tax_id_error(error, lang).to_owned());
    let characters = form.password.chars().count();
    let digits = form.pin.bytes().filter(u8::is_ascii_digit).count();
    OpenAccount {
        name: field(&form.name, name_wrong),
        tax_id: field(&form.tax_id, tax_id_wrong),
        email: field(&form.email, validation::email_error(&form.email, lang)),
        password_error: match characters {
            0 => Some(required.to_owned()),
            n if n < PASSWORD_MIN => Some(lang.fill("open.err.password", &[("n", &n.to_string())])),
            _ => None,
        },
        pin_error: match (form.pin.len(), digits) {
            (0, _) => Some(required.to_owned()),
            (4, 4) => {
                weak_pin::weakness(&form.pin, &form.tax_id).map(|why| lang.say(why.text_key()).to_owned())
            }
            (_, n) => Some(lang.fill("open.err.pin", &[("n", &n.to_string())])),
        },
    }
}

/// Adds the error that the bank found; false if it is not about a field.
pub fn mark(page: &mut OpenAccount, problem: &Problem, lang: Lang) -> bool {
    let taken = problem.is(problem::TAKEN);
    if !taken && !problem.is(problem::INVALID_FIELD) {
        return false;
    }
    let check = Some(lang.say("form.err.check").to_owned());
    match problem.field() {
        "tax_id" if taken => page.tax_id.error = Some(lang.say("open.err.cpf.taken").to_owned()),
        "email" if taken => page.email.error = Some(lang.say("open.err.email.taken").to_owned()),
        "tax_id" => page.tax_id.error = check,
        "email" => page.email.error = check,
        "password" => page.password_error = check,
        "pin" => page.pin_error = check,
        _ => page.name.error = check,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, tax_id: &str, email: &str, password: &str, pin: &str) -> OpenForm {
        let own = str::to_owned;
        OpenForm {
            name: own(name),
            tax_id: own(tax_id),
            email: own(email),
            password: own(password),
            pin: own(pin),
            lang: None,
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let page = checked(&form("Ana", "529.982.247-24", "ana@", "short", "12"), Lang::Pt);
        assert_eq!(page.tax_id.error.as_deref(), Some(Lang::Pt.say("open.err.cpf")));
        assert!(page.email.has_error());
        assert_eq!(page.password_error.as_deref(), Some("A senha tem 5 caracteres. Precisa de 8."));
        assert_eq!(page.pin_error.as_deref(), Some("A senha do Pix tem 4 números. Você digitou 2."));
        assert!(page.has_errors());
    }

    #[test]
    fn a_person_has_two_names_and_a_company_may_have_one() {
        let wrong = |name, tax_id| {
            checked(&form(name, tax_id, "a@b.com", "long enough", "4826"), Lang::En).name.has_error()
        };
        assert!(wrong("Ana", "529.982.247-25"));
        assert!(!wrong("Ana Lima", "529.982.247-25"));
        assert!(!wrong("Padaria", "11.222.333/0001-81"));
        assert!(wrong(" ", "11.222.333/0001-81"));
    }
}
