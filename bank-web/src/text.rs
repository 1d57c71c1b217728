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

/// How a field writes what is typed into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    Phone,
    Cpf,
    Cnpj,
    /// A CPF for as long as it can be one.
    TaxId,
}

/// What was typed so far, as people write it; what cannot be a beginning of it stays as it is. No sign stands at the
/// end, so that a backspace takes what was typed last.
pub fn as_typed(mask: Mask, raw: &str) -> String {
    let signs: String = raw.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = signs.bytes().all(|b| b.is_ascii_digit());
    let signs = match (mask, signs.strip_prefix("55")) {
        (Mask::Phone, Some(local)) if signs.len() == 13 => local.to_owned(),
        _ => signs.to_ascii_uppercase(),
    };
    let (pattern, holds) = match mask {
        Mask::Phone => ("(##) #####-####", digits && !raw.starts_with('+') || raw.starts_with("+55")),
        Mask::TaxId if !digits || signs.len() > 11 => ("##.###.###/####-##", true),
        Mask::Cnpj => ("##.###.###/####-##", true),
        Mask::Cpf | Mask::TaxId => ("###.###.###-##", digits),
    };
    let places = pattern.bytes().filter(|place| *place == b'#').count();
    if !holds || signs.is_empty() || signs.len() > places {
        return raw.to_owned();
    }
    let mut rest = signs.chars().peekable();
    let mut written = String::new();
    for place in pattern.chars() {
        if rest.peek().is_none() {
            break;
        }
        written.push(if place == '#' { rest.next().unwrap_or(place) } else { place });
    }
    written
}

/// `text` in pieces between which a line may end: before the `@` and the dots of an e-mail, and never inside a phone.
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let (is_email, end) = (word.contains('@'), word.trim_end().len());
        for (at, c) in word.char_indices() {
            if is_email && at > 0 && (c == '@' || c == '.' && at + 1 < end) {
                pieces.push(String::new());
            }
            let phone = c == ' ' && word.starts_with('(') && word.ends_with(") ") && word.len() <= 5;
            if let Some(piece) = pieces.last_mut() {
                piece.push(if phone { '\u{a0}' } else { c });
            }
        }
    }
    pieces
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
    fn what_is_typed_is_written_as_it_grows() {
        for (mask, raw, written) in [
            (Mask::Phone, "1", "(1"),
            (Mask::Phone, "119", "(11) 9"),
            (Mask::Phone, "(11) ", "(11"),
            (Mask::Phone, "11987654321", "(11) 98765-4321"),
            (Mask::Phone, "+55 11 98765-4321", "(11) 98765-4321"),
            (Mask::Phone, "+1 415 555 0100", "+1 415 555 0100"),
            (Mask::Cpf, "5299", "529.9"),
            (Mask::Cpf, "52998224725", "529.982.247-25"),
            (Mask::Cpf, "529982247259", "529982247259"),
            (Mask::TaxId, "52998224725", "529.982.247-25"),
            (Mask::TaxId, "529.982.247-251", "52.998.224/7251"),
            (Mask::TaxId, "12abc34501de35", "12.ABC.345/01DE-35"),
            (Mask::Cnpj, "11222", "11.222"),
            (Mask::Cpf, "ana", "ana"),
            (Mask::Cpf, "", ""),
        ] {
            assert_eq!(as_typed(mask, raw), written, "{raw}");
        }
    }

    #[test]
    fn an_e_mail_parts_before_its_at_and_dots_alone_and_a_phone_nowhere() {
        assert_eq!(
            pieces("Excluir ana.001@exemplo.com.br?").join("|"),
            "Excluir ana|.001|@exemplo|.com|.br?"
        );
        assert_eq!(pieces("por ana@b.com. Fim").join("|"), "por ana|@b|.com. Fim");
        assert_eq!(pieces("(11) 98765-4321").join("|"), "(11)\u{a0}98765-4321");
        assert_eq!(pieces("Saldo (do dia) 1.234,56"), ["Saldo (do dia) 1.234,56"]);
    }

    #[test]
    fn a_text_in_a_query_stays_one_value() {
        assert_eq!(percent("+55 a&b=c"), "%2B55%20a%26b%3Dc");
    }
}
