//! Keys and numbers as people write them.

use pix::{KeyKind, PixKey, TaxId};

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

/// A company's number is public and shown whole, so it can be told by it.
pub fn is_company(masked: &str) -> bool {
    TaxId::parse_cnpj(masked).is_ok()
}

/// What to call a masked number.
pub fn tax_id_label(masked: &str) -> &'static str {
    if is_company(masked) { "CNPJ" } else { "CPF" }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
