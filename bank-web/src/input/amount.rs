//! Reads an amount as people type it: with a comma or a point before the cents, with separators of thousands or
//! without. A text that could be two amounts is refused, since a guess would be wrong by a factor of a thousand.

use pix::Cents;

use crate::format::bare_money;

/// Longer than any amount that can be sent.
const DIGITS_MAX: usize = 15;

/// Why it is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    Empty,
    /// Letters, or signs where no number has them.
    NotANumber,
    Negative,
    /// More than two digits of cents.
    TooManyDecimals,
    TooLarge,
    /// `12,345` is one amount to a Brazilian and another to an English reader.
    Ambiguous(Cents, Cents),
}

/// What was typed, in cents.
pub fn read_amount(typed: &str) -> Result<Cents, AmountError> {
    let text = typed.trim();
    let text = text.strip_prefix("R$").unwrap_or(text).trim();
    if text.starts_with(['-', '\u{2212}', '\u{2013}']) {
        return Err(AmountError::Negative);
    }
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    let text = without_spaces(text).ok_or(AmountError::NotANumber)?;
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let (commas, points) = (count(&marks, ','), count(&marks, '.'));
    if commas + points != marks.len() || commas + points == text.len() {
        return Err(AmountError::NotANumber);
    }
    // Only the last sign can come before cents, and only if it is the only one of its kind.
    let decimal = marks.last().filter(|(_, mark)| count(&marks, *mark) == 1).map(|(at, _)| *at);
    let Some(at) = decimal else { return whole(&text) };
    let (reais, cents) = (&text[..at], &text[at + 1..]);
    match (cents.len(), marks.len()) {
        (0..=2, _) => amount(&ungrouped(reais)?, cents),
        (3, 1) if is_group(reais) && text[at..].starts_with('.') => amount(&text.replace('.', ""), ""),
        (3, 1) if is_group(reais) => {
            let [grouped, fine] = [amount(&text.replace(',', ""), "")?, amount(reais, &cents[..2])?];
            Err(AmountError::Ambiguous(grouped, fine))
        }
        _ => Err(AmountError::TooManyDecimals),
    }
}

/// The state of the field while somebody types.
#[derive(Clone, Debug, Default)]
pub struct AmountPad {
    shown: String,
    /// A comma was typed, so the digits after it are cents and the text stays as it is.
    literal: bool,
}

impl AmountPad {
    /// After a key was pressed: takes the text of the field, returns the text that it is to have.
    pub fn typed(&mut self, text: &str) -> String {
        let comma = text.strip_suffix([',', '.']).is_some_and(|before| before == self.shown);
        self.shown = match (self.literal, text.is_empty()) {
            (_, true) => String::new(),
            (true, _) => text.to_owned(),
            // Whoever types a comma after 25 means twenty-five reais, not 25 cents.
            (false, _) if comma => format!("{},", digits(&self.shown)),
            (false, _) => from_the_right(text),
        };
        self.literal = !text.is_empty() && (self.literal || comma);
        self.shown.clone()
    }

    /// After a text was pasted or filled in, or the field lost the focus: the amount in the usual form, if it can be read.
    pub fn written(&mut self, text: &str) -> String {
        let amount = read_amount(text);
        self.literal = amount.is_err() && !text.is_empty();
        self.shown = amount.map_or_else(|_| text.to_owned(), |amount| bare_money(amount.get()));
        self.shown.clone()
    }
}

fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

/// The last two digits are cents: `1234` is `12,34`.
fn from_the_right(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match digits.trim_start_matches('0') {
        "" => String::new(),
        digits => bare_money(digits.chars().take(DIGITS_MAX).collect::<String>().parse().unwrap_or(0)),
    }
}

/// Spaces separate thousands, and nothing else.
fn without_spaces(text: &str) -> Option<String> {
    let mut groups = text.split([' ', '\u{a0}', '\u{202f}']);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    if rest.peek().is_some() && !is_group(first) {
        return None;
    }
    let mut joined = first.to_owned();
    while let Some(group) = rest.next() {
        let digits = if rest.peek().is_none() { group.split([',', '.']).next() } else { Some(group) };
        digits.filter(|digits| digits.len() == 3 && all_digits(digits))?;
        joined.push_str(group);
    }
    Some(joined)
}

fn count(marks: &[(usize, char)], mark: char) -> usize {
    marks.iter().filter(|(_, found)| *found == mark).count()
}

/// The first group of a number with separators of thousands; it does not begin with a zero.
fn is_group(text: &str) -> bool {
    (1..=3).contains(&text.len()) && all_digits(text) && !text.starts_with('0')
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn whole(text: &str) -> Result<Cents, AmountError> {
    amount(&ungrouped(text)?, "")
}

/// The reais without their separators of thousands, which are all of one kind.
fn ungrouped(reais: &str) -> Result<String, AmountError> {
    let mark = if reais.contains('.') { '.' } else { ',' };
    let mut groups = reais.split(mark);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let sound = rest.iter().all(|group| group.len() == 3 && all_digits(group));
    let parted = rest.is_empty() && all_digits(first) || is_group(first) && sound;
    if parted { Ok(first.to_owned() + &rest.concat()) } else { Err(AmountError::NotANumber) }
}

fn amount(reais: &str, cents: &str) -> Result<Cents, AmountError> {
    let digits = format!("{reais}{cents:0<2}");
    let digits = digits.trim_start_matches('0');
    if digits.len() > DIGITS_MAX {
        return Err(AmountError::TooLarge);
    }
    Ok(Cents::new(if digits.is_empty() { 0 } else { digits.parse().map_err(|_| AmountError::NotANumber)? }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_amount_is_read_back_as_the_pages_write_it(cents in 0_i64..1_000_000_000_000_000) {
            let cents = Cents::new(cents);
            prop_assert_eq!(read_amount(&bare_money(cents.get())), Ok(cents));
            prop_assert_eq!(read_amount(&cents.to_string()), Ok(cents));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,80}|[-−R$ .,0-9]{0,30}") {
            let _ = read_amount(&text);
            let mut pad = AmountPad::default();
            let _ = (pad.written(&text), pad.typed(&text));
        }
    }

    #[test]
    fn an_amount_is_read_however_it_is_typed() {
        for (typed, cents) in [
            ("5", 500),
            ("5,", 500),
            ("5.", 500),
            (",5", 50),
            (".5", 50),
            ("0,01", 1),
            ("5.00", 500),
            ("10.5", 1_050),
            ("10,5", 1_050),
            ("1.00", 100),
            ("1,234.56", 123_456),
            ("1.234,56", 123_456),
            ("1.000", 100_000),
            ("12.345", 1_234_500),
            ("1.234.567", 123_456_700),
            ("1,234,567", 123_456_700),
            ("1,234,567.8", 123_456_780),
            ("5 000", 500_000),
            ("1 234,56", 123_456),
            ("1\u{a0}234.5", 123_450),
            ("R$ 5", 500),
            (" R$\u{a0}1.234,56 ", 123_456),
            ("007", 700),
            ("0", 0),
        ] {
            assert_eq!(read_amount(typed), Ok(Cents::new(cents)), "{typed}");
        }
    }

    #[test]
    fn what_could_be_two_amounts_is_asked_about_and_never_guessed() {
        let either = |one, other| Err(AmountError::Ambiguous(Cents::new(one), Cents::new(other)));
        assert_eq!(read_amount("12,345"), either(1_234_500, 1_234));
        assert_eq!(read_amount("1,000"), either(100_000, 100));
    }

    #[test]
    fn what_is_no_amount_is_told_why() {
        for (typed, why) in [
            ("", AmountError::Empty),
            ("R$", AmountError::Empty),
            ("abc", AmountError::NotANumber),
            ("1e3", AmountError::NotANumber),
            (",", AmountError::NotANumber),
            ("1 2", AmountError::NotANumber),
            ("1.23,45.6", AmountError::NotANumber),
            ("12.34,5", AmountError::NotANumber),
            ("0.500,00", AmountError::NotANumber),
            ("1..000", AmountError::NotANumber),
            ("١٢", AmountError::NotANumber),
            ("-5", AmountError::Negative),
            ("\u{2212} R$ 5,00", AmountError::Negative),
            ("0,500", AmountError::TooManyDecimals),
            (".500", AmountError::TooManyDecimals),
            ("1,2345", AmountError::TooManyDecimals),
            ("1.234,567", AmountError::TooManyDecimals),
            ("99999999999999", AmountError::TooLarge),
        ] {
            assert_eq!(read_amount(typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn keys_fill_the_cents_and_a_comma_says_that_they_were_reais() {
        let keys = |keys: &str| {
            let mut pad = AmountPad::default();
            keys.chars().fold(String::new(), |shown, key| match key {
                '<' => pad.typed(&shown[..shown.len().saturating_sub(1)]),
                key => pad.typed(&format!("{shown}{key}")),
            })
        };
        for (typed, shown) in [
            ("1234", "12,34"),
            ("123<", "0,12"),
            ("25,90", "25,90"),
            ("25.9", "25,9"),
            ("25,", "25,"),
            (",5", "0,5"),
            ("-5", "0,05"),
            ("25,<<<7", "0,07"),
            ("100000", "1.000,00"),
        ] {
            assert_eq!(keys(typed), shown, "{typed}");
        }
        let mut pad = AmountPad::default();
        assert_eq!(pad.written("1000"), "1.000,00");
        assert_eq!(pad.typed("1.000,005"), "10.000,05");
        assert_eq!(pad.written("12,345"), "12,345", "asked about, not guessed");
    }

    #[test]
    fn digits_fill_an_amount_from_the_right() {
        for (typed, shown) in [
            ("", ""),
            ("0", ""),
            ("1", "0,01"),
            ("0,012", "0,12"),
            ("0,123", "1,23"),
            ("12,345", "123,45"),
            ("1.234,567", "12.345,67"),
        ] {
            assert_eq!(from_the_right(typed), shown, "{typed}");
        }
    }
}
