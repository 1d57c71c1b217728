//! Validation errors: the sentence that says what is wrong with a text. The rules are those of `pix`.

use pix::{Description, KeyKind, PixKey, TaxIdError};

use crate::texts::Lang;

/// The longest e-mail that can be a key.
const EMAIL_MAX: usize = 77;

/// None if it is an address that can be a key, and that mail could reach.
pub fn email_error(raw: &str, lang: Lang) -> Option<String> {
    let raw = raw.trim();
    let too_long = raw.chars().count().saturating_sub(EMAIL_MAX);
    let slots = [("n", too_long.to_string()), ("max", EMAIL_MAX.to_string())];
    let parts = raw.split_once('@');
    // A forbidden character is the likeliest error, and makes other rules fail too, so it is looked for first.
    let forbidden = raw.chars().find(|c| {
        !c.is_ascii()
            || matches!(c, '%' | '&' | ',' | ';' | ':' | '"' | '(' | ')' | '<' | '>' | '[' | ']' | '\\')
    });
    Some(match parts {
        _ if raw.is_empty() => lang.say("form.err.required").to_owned(),
        _ if raw.contains(' ') => lang.say("email.err.space").to_owned(),
        _ if invisible(raw, lang).is_some() => invisible(raw, lang)?,
        None => lang.say("email.err.no_at").to_owned(),
        Some(("", _)) => lang.say("email.err.name").to_owned(),
        Some((_, "")) => lang.say("open.err.email").to_owned(),
        _ if forbidden.is_some() => {
            lang.fill("email.err.letters", &[("letter", &forbidden.map(String::from).unwrap_or_default())])
        }
        _ if too_long > 0 => {
            lang.fill("email.err.long", &slots.each_ref().map(|(slot, value)| (*slot, value.as_str())))
        }
        Some((_, host)) if !host.contains('.') || host.ends_with('.') => {
            lang.say("email.err.ending").to_owned()
        }
        _ if PixKey::parse(KeyKind::Email, raw).is_err() => lang.say("email.err.form").to_owned(),
        _ => return None,
    })
}

/// What is wrong with the number of a person or a company.
pub fn tax_id_error(error: TaxIdError, lang: Lang) -> &'static str {
    match error {
        TaxIdError::CpfCheckDigits => lang.say("open.err.cpf"),
        TaxIdError::CnpjCheckDigits => lang.say("open.err.cnpj"),
        TaxIdError::CpfForm => lang.say("key.err.cpf.form"),
        TaxIdError::CnpjForm => lang.say("key.err.cnpj.form"),
        TaxIdError::Length => lang.say("open.err.cpf.form"),
    }
}

/// Why a text that is not too long is refused.
pub fn text_error(raw: &str, lang: Lang) -> String {
    invisible(raw, lang).unwrap_or_else(|| lang.say("form.err.marks").to_owned())
}

/// Names the first invisible character of `raw`.
fn invisible(raw: &str, lang: Lang) -> Option<String> {
    let hidden = raw.trim().chars().find(|c| Description::parse(&format!("a{c}a")).is_err())?;
    let what = match hidden {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => lang.say("char.break").to_owned(),
        '\t' => lang.say("char.tab").to_owned(),
        other => lang.fill("char.other", &[("code", &format!("{:04X}", u32::from(other)))]),
    };
    Some(lang.fill("form.err.invisible", &[("what", &what)]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_slip_in_an_e_mail_has_its_own_sentence() {
        let said = |raw: &str| email_error(raw, Lang::Pt).unwrap();
        for (raw, words) in [
            ("x", "Falta o @"),
            ("@exemplo.com", "antes do @"),
            ("ana@", "depois do @"),
            ("joão@exemplo.com.br", "“ã” não vale"),
            ("a&b@exemplo.com", "“&” não vale"),
            ("ana lima@exemplo.com", "não tem espaços"),
            ("a@b", "Falta o final"),
            ("a@b.", "Falta o final"),
            ("a@-b.com", "letra por letra"),
            ("a\u{202e}@b.com", "invisível (U+202E)"),
            (" ", "Preencha"),
        ] {
            assert!(said(raw).contains(words), "{raw}: {}", said(raw));
        }
        let long = format!("{}@exemplo.com.br", "a".repeat(70));
        assert_eq!(said(&long), "O e-mail tem 8 caracteres a mais. O máximo é 77.");
        assert_eq!(email_error(" Ana.Lima+pix@exemplo.com.br ", Lang::Pt), None);
    }

    #[test]
    fn a_character_that_nobody_sees_is_named() {
        assert_eq!(
            invisible("uma\nlinha", Lang::Pt).unwrap(),
            "O texto tem uma quebra de linha. Apague e digite de novo."
        );
        assert!(invisible("a\tb", Lang::En).unwrap().contains("a tab"));
        assert!(invisible("a\u{7}b", Lang::En).unwrap().contains("U+0007"));
        assert_eq!(invisible("Açaí às 3, R$ 5!", Lang::Pt), None);
        let piled = format!("a{}", "\u{301}".repeat(60));
        assert!(Description::parse(&piled).is_err());
        assert!(text_error(&piled, Lang::Pt).contains("sinais demais"));
    }
}
