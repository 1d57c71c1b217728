//! PINs that a thief tries first. The pages refuse them; the bank itself takes any four digits.

/// Why somebody would guess it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guessed {
    /// `0000`.
    Repeated,
    /// `1234`, `4321`.
    InOrder,
    /// Four digits of the holder's own number, as they stand there.
    OfTaxId,
}

impl Guessed {
    /// The key of the text that says so.
    pub fn words(self) -> &'static str {
        match self {
            Guessed::Repeated => "open.err.pin.repeated",
            Guessed::InOrder => "open.err.pin.order",
            Guessed::OfTaxId => "open.err.pin.taxid",
        }
    }
}

/// `pin` is four digits.
pub fn guessed(pin: &str, tax_id: &str) -> Option<Guessed> {
    let digits: Vec<u8> = pin.bytes().collect();
    let steps: Vec<i16> = digits.windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
    let holder: String = tax_id.chars().filter(char::is_ascii_digit).collect();
    match steps.first().filter(|first| steps.iter().all(|step| step == *first)) {
        Some(0) => Some(Guessed::Repeated),
        Some(1 | -1) => Some(Guessed::InOrder),
        _ => holder.contains(pin).then_some(Guessed::OfTaxId),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_thief_tries_first_is_refused_with_the_reason() {
        for (pin, why) in [
            ("0000", Some(Guessed::Repeated)),
            ("1111", Some(Guessed::Repeated)),
            ("1234", Some(Guessed::InOrder)),
            ("6789", Some(Guessed::InOrder)),
            ("4321", Some(Guessed::InOrder)),
            ("3210", Some(Guessed::InOrder)),
            ("9982", Some(Guessed::OfTaxId)),
            ("4725", Some(Guessed::OfTaxId)),
            ("1357", None),
            ("4826", None),
        ] {
            assert_eq!(guessed(pin, "529.982.247-25"), why, "{pin}");
        }
        assert_eq!(guessed("4826", ""), None);
    }
}
