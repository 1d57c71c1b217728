//! Money as Brazil writes it, in either language.

use pix::Cents;

/// `R$ 1.234,56`, which no line break parts.
pub fn money(cents: i64) -> String {
    Cents::new(cents).to_string().replace(' ', "\u{a0}")
}

/// `1.234,56`, where `R$` stands beside it.
pub fn bare_money(cents: i64) -> String {
    money(cents).replace("R$", "").trim().to_owned()
}

/// `+ R$ 1,00` or `− R$ 1,00`: the sign is always written.
pub fn signed_money(cents: i64) -> String {
    let sign = if cents < 0 { '\u{2212}' } else { '+' };
    format!("{sign}\u{a0}{}", money(cents.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_carries_its_sign_and_never_breaks() {
        assert_eq!(money(123_456), "R$\u{a0}1.234,56");
        assert_eq!(bare_money(5), "0,05");
        assert_eq!(signed_money(25_000), "+\u{a0}R$\u{a0}250,00");
        assert_eq!(signed_money(-8_000), "\u{2212}\u{a0}R$\u{a0}80,00");
    }
}
