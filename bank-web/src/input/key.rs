//! Which key a text is. People leave out the `+55` of a phone, so eleven digits may be valid as a phone and as a CPF;
//! then the page asks.

use pix::{KeyKind, PixKey, TaxId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyInput {
    Key(PixKey),
    /// Valid as both.
    Ambiguous {
        phone: PixKey,
        cpf: PixKey,
    },
    Invalid,
}

/// `kind` is the answer, where the page asked.
pub fn read_key(raw: &str, kind: Option<KeyKind>) -> KeyInput {
    let raw = raw.trim();
    if let Some(kind) = kind {
        return PixKey::parse(kind, raw).map_or(KeyInput::Invalid, KeyInput::Key);
    }
    let digits: String = raw.chars().filter(|c| !matches!(c, ' ' | '(' | ')' | '-' | '.')).collect();
    let bare = digits.bytes().all(|b| b.is_ascii_digit());
    if !bare || digits.len() != 11 || raw.starts_with('(') {
        return PixKey::detect(raw).map_or(KeyInput::Invalid, KeyInput::Key);
    }
    let cpf = TaxId::parse_cpf(&digits).ok().map(PixKey::from);
    // The dots of a CPF or the space of a phone settle it.
    let phone = mobile_key(&digits).filter(|_| !raw.contains('.'));
    let cpf = cpf.filter(|_| !raw.contains(' '));
    match (phone, cpf) {
        (Some(phone), Some(cpf)) => KeyInput::Ambiguous { phone, cpf },
        (Some(key), None) | (None, Some(key)) => KeyInput::Key(key),
        (None, None) => KeyInput::Invalid,
    }
}

/// A Brazilian mobile, written without its country.
pub fn mobile_key(digits: &str) -> Option<PixKey> {
    let eleven = digits.len() == 11 && digits.bytes().all(|b| b.is_ascii_digit());
    let key = eleven.then(|| PixKey::parse(KeyKind::Phone, digits).ok()).flatten();
    key.filter(|key| !key.is_landline())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key(text: &str) -> KeyInput {
        KeyInput::Key(PixKey::detect(text).unwrap())
    }

    #[test]
    fn a_key_is_recognised_however_it_is_written() {
        for (raw, means) in [
            ("11144477735", key("11144477735")),
            ("529.982.247-25", key("52998224725")),
            ("11987654321", key("+5511987654321")),
            ("(11) 98765-4321", key("+5511987654321")),
            ("11 98765-4321", key("+5511987654321")),
            ("+55 11 98765-4321", key("+5511987654321")),
            ("5511987654321", key("+5511987654321")),
            ("55 (11) 98765-4321", key("+5511987654321")),
            (" Bia@Example.com ", key("bia@example.com")),
            ("11.222.333/0001-81", key("11222333000181")),
            ("123E4567-e12b-12d1-a456-426655440000", key("123e4567-e12b-12d1-a456-426655440000")),
        ] {
            assert_eq!(read_key(raw, None), means, "{raw}");
        }
    }

    #[test]
    fn digits_that_are_a_phone_and_a_cpf_are_asked_about() {
        let KeyInput::Ambiguous { phone, cpf } = read_key("51998259765", None) else { panic!("both exist") };
        assert_eq!((phone.as_str(), cpf.as_str()), ("+5551998259765", "51998259765"));
        assert_eq!(read_key("51998259765", Some(KeyKind::Cpf)), KeyInput::Key(cpf.clone()));
        assert_eq!(read_key("51998259765", Some(KeyKind::Phone)), KeyInput::Key(phone.clone()));
        assert_eq!(read_key("519.982.597-65", None), KeyInput::Key(cpf));
        assert_eq!(read_key("(51) 99825-9765", None), KeyInput::Key(phone));
    }

    #[test]
    fn what_is_no_key_is_nothing() {
        for raw in
            ["", "abc", "11144477734", "1198765432", "5511387654321", "a@", "é@b.c", "0".repeat(200).as_str()]
        {
            assert_eq!(read_key(raw, None), KeyInput::Invalid, "{raw}");
        }
    }
}
