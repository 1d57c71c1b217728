//! Numbers as people write money: `50`, `50,00`, `1.234,56`. Of `1,500` there are two readings, and both are told.

use crate::Cents;

/// Whole reais without any mark, of which more digits are rather an account or a phone with a slip.
const BARE_DIGITS_MAX: usize = 6;

/// The amounts that `text`, of digits, points and commas, may mean: none, one or two. More than zero, and no more
/// than one transfer may move.
pub(super) fn amounts(text: &str) -> Vec<Cents> {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let (last, before) = groups.split_last().unwrap_or((&"", &[]));
    let read = match marks[..] {
        [] => vec![bare(text)],
        [_] if (1..=2).contains(&last.len()) => vec![cents(before[0], last)],
        ['.'] => vec![thousands(&groups)],
        // An English thousand, or one real and fifty with a zero too many.
        [','] if last.len() == 3 && last.ends_with('0') => {
            vec![thousands(&groups), cents(before[0], &last[..2])]
        }
        [mark, .., end]
            if end != mark && (1..=2).contains(&last.len()) && same(&marks[..marks.len() - 1]) =>
        {
            vec![thousands(before).and_then(|whole| with_cents(whole, last))]
        }
        [mark, _, ..] if mark == '.' && same(&marks) => vec![thousands(&groups)],
        _ => vec![],
    };
    read.into_iter()
        .flatten()
        .filter(|amount| (Cents::new(1)..=Cents::TRANSFER_MAX).contains(amount))
        .collect()
}

/// `amount` times a thousand, as in `2 mil` and `1,5k`.
pub(super) fn thousandfold(amount: Cents) -> Option<Cents> {
    amount.get().checked_mul(1_000).map(Cents::new).filter(|amount| *amount <= Cents::TRANSFER_MAX)
}

fn bare(text: &str) -> Option<Cents> {
    (text.len() <= BARE_DIGITS_MAX).then(|| whole(text)).flatten()
}

fn same(marks: &[char]) -> bool {
    marks.iter().all(|mark| *mark == marks[0])
}

/// Groups of three, but the first, which has one to three.
fn thousands(groups: &[&str]) -> Option<Cents> {
    let (first, others) = groups.split_first()?;
    let grouped = (1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3);
    grouped.then(|| whole(&groups.concat())).flatten()
}

/// Whole reais. What begins with a zero is no amount but a day, a number of something.
fn whole(digits: &str) -> Option<Cents> {
    (digits.len() <= 14 && !digits.starts_with('0')).then(|| cents(digits, "0")).flatten()
}

fn cents(reais: &str, decimals: &str) -> Option<Cents> {
    let leads_with_zero = reais.len() > 1 && reais.starts_with('0');
    let digits = format!("{reais}{decimals:0<2}");
    (!reais.is_empty() && !leads_with_zero && digits.len() <= 16)
        .then(|| digits.parse().ok().map(Cents::new))
        .flatten()
}

fn with_cents(whole: Cents, decimals: &str) -> Option<Cents> {
    let cents: i64 = format!("{decimals:0<2}").parse().ok()?;
    whole.checked_add(Cents::new(cents))
}
