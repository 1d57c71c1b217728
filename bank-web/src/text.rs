//! Small texts made of others: initials, short names, keys as people write them, and texts inside addresses.

use pix::{KeyKind, PixKey};

/// Of the first and the last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    [first, words.next_back()].into_iter().flatten().flat_map(char::to_uppercase).collect()
}

/// First and last word.
pub fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next();
    [first, words.next_back()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// As people write it: `529.982.247-25`, `(11) 98765-4321`.
pub fn key_as_written(key: &PixKey) -> String {
    let text = key.as_str();
    match (key.kind(), key.tax_id()) {
        (KeyKind::Cpf | KeyKind::Cnpj, Some(tax_id)) => tax_id.formatted(),
        (KeyKind::Phone, _) => phone_as_written(text),
        _ => text.to_owned(),
    }
}

/// A key of the directory, which detects as what it is.
pub fn stored_key_as_written(key: &str) -> String {
    PixKey::detect(key).map_or_else(|_| key.to_owned(), |key| key_as_written(&key))
}

fn phone_as_written(phone: &str) -> String {
    match phone.strip_prefix("+55") {
        Some(digits) if digits.len() == 11 => {
            format!("({}) {}-{}", &digits[..2], &digits[2..7], &digits[7..])
        }
        _ => phone.to_owned(),
    }
}

/// A text inside a query or a path.
pub fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut query, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            query.push(char::from(byte));
        } else {
            query.push_str(&format!("%{byte:02X}"));
        }
        query
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_to_their_ends() {
        assert_eq!(initials("Marina Albuquerque Duarte"), "MD");
        assert_eq!(short_name("Marina Albuquerque Duarte"), "Marina Duarte");
        assert_eq!((initials("ícaro"), short_name("Ícaro")), ("Í".to_owned(), "Ícaro".to_owned()));
        assert_eq!((initials(""), short_name(" ")), (String::new(), String::new()));
    }

    #[test]
    fn keys_are_written_as_people_write_them() {
        for (key, written) in [
            ("52998224725", "529.982.247-25"),
            ("11222333000181", "11.222.333/0001-81"),
            ("+5511987654321", "(11) 98765-4321"),
            ("+14155550100", "+14155550100"),
            ("bia@example.com", "bia@example.com"),
        ] {
            assert_eq!(stored_key_as_written(key), written);
        }
    }

    #[test]
    fn a_text_in_a_query_stays_one_value() {
        assert_eq!(percent("+55 a&b=c"), "%2B55%20a%26b%3Dc");
    }
}
