//! PINs that are easily guessed. The pages refuse them; the bank itself accepts any four digits.

/// Why it is easily guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakPin {
    /// `0000`.
    Repeated,
    /// `1234`, `4321`.
    InOrder,
    /// Four consecutive digits of the holder's own CPF or CNPJ.
    OfTaxId,
}

impl WeakPin {
    /// The key of the text that says so.
    pub fn text_key(self) -> &'static str {
        match self {
            WeakPin::Repeated => "open.err.pin.repeated",
            WeakPin::InOrder => "open.err.pin.order",
            WeakPin::OfTaxId => "open.err.pin.taxid",
        }
    }
}

/// `pin` is four digits.
pub fn weakness(pin: &str, tax_id: &str) -> Option<WeakPin> {
    let digits: Vec<u8> = pin.bytes().collect();
    let steps: Vec<i16> = digits.windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
    let holder: String = tax_id.chars().filter(char::is_ascii_digit).collect();
    match steps.first().filter(|first| steps.iter().all(|step| step == *first)) {
        Some(0) => Some(WeakPin::Repeated),
        Some(1 | -1) => Some(WeakPin::InOrder),
        _ => holder.contains(pin).then_some(WeakPin::OfTaxId),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_thief_tries_first_is_refused_with_the_reason() {
        for (pin, why) in [
            ("0000", Some(WeakPin::Repeated)),
            ("1111", Some(WeakPin::Repeated)),
            ("1234", Some(WeakPin::InOrder)),
            ("6789", Some(WeakPin::InOrder)),
            ("4321", Some(WeakPin::InOrder)),
            ("3210", Some(WeakPin::InOrder)),
            ("9982", Some(WeakPin::OfTaxId)),
            ("4725", Some(WeakPin::OfTaxId)),
            ("1357", None),
            ("4826", None),
        ] {
            assert_eq!(weakness(pin, "529.982.247-25"), why, "{pin}");
        }
        assert_eq!(weakness("4826", ""), None);
    }
}
