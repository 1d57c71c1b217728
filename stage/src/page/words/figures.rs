//! Money, counts and times as people read them.

use crate::page::texts::Lang;

/// `R$ 1.530,50`, in both languages.
pub fn reais(cents: i64) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    format!("R$ {sign}{},{rest:02}", grouped(whole, '.'))
}

/// `2.970`, in English `2,970`.
pub fn count(lang: Lang, n: u64) -> String {
    grouped(n, if lang == Lang::Pt { '.' } else { ',' })
}

fn grouped(n: u64, mark: char) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// `8,4 s`, from a hundred seconds on `112 s`.
pub fn seconds(lang: Lang, millis: i64) -> String {
    let seconds = millis.max(0) as f64 / 1000.0;
    let text = if seconds < 100.0 { format!("{seconds:.1} s") } else { format!("{seconds:.0} s") };
    if lang == Lang::Pt { text.replace('.', ",") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_the_brazilian_way_to_the_cent() {
        for (cents, text) in
            [(0, "R$ 0,00"), (5, "R$ 0,05"), (153_050, "R$ 1.530,50"), (-100_000_001, "R$ −1.000.000,01")]
        {
            assert_eq!(reais(cents), text);
        }
    }

    #[test]
    fn a_time_has_tenths_until_a_hundred_seconds() {
        assert_eq!(
            [seconds(Lang::Pt, 8_449), seconds(Lang::En, 8_449), seconds(Lang::Pt, 112_300)],
            ["8,4 s", "8.4 s", "112 s"]
        );
    }
}
