//! What stands around a number and says whether it is money: a currency, a unit, a label. A number that says what it
//! counts or names (`3 kg`, `mesa 12`, `14h30`) is none.

use super::{numbers, shapes, words};
use crate::Cents;

const REAIS: &str = "reais real conto contos pila pilas pau paus mango mangos brl";
const CENTAVOS: &str = "centavos centavo cents";
const THOUSAND: &str = "mil k";
/// Units that no money is counted in.
const OTHER_UNITS: &str = "h hs hrs hora horas min minutos x vezes kg g ml km dia dias meses anos \
    pessoas pix mi milhão milhões";
/// What stands before a number that names a thing.
const LABELS: &str = "pedido mesa nota nf apto ap apartamento casa número numero nº n parcela dia quarto \
    sala lote turma aula semana ano comanda";

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    None,
    Reais,
    Centavos,
    Thousand,
}

/// So many of `unit`, where `amount` was read as reais.
pub(super) fn in_unit(amount: Cents, unit: Unit) -> Option<Cents> {
    match unit {
        Unit::None | Unit::Reais => Some(amount),
        Unit::Centavos => {
            Some(Cents::new(amount.get() / 100)).filter(|cents| (1..=99).contains(&cents.get()))
        }
        Unit::Thousand => numbers::thousandfold(amount),
    }
}

/// The unit behind a number, attached or after a space, and where both end; `None` if it is no number of reais.
pub(super) fn unit_after(text: &str, at: usize) -> Option<(Unit, usize)> {
    let word = words::words(text, at..text.len()).next();
    let Some(word) = word.filter(|word| word.span.start <= at + 1) else { return ends_free(text, at) };
    let letters = word.raw.trim_end_matches(|c: char| !c.is_alphanumeric());
    let end = word.span.start + letters.len();
    let is = |units| words::among(units, &letters.to_lowercase());
    if is(THOUSAND) {
        let (unit, reais_end) = unit_after(text, end)?;
        return Some((Unit::Thousand, if unit == Unit::Reais { reais_end } else { end }));
    }
    if is(REAIS) {
        return Some((Unit::Reais, end));
    }
    if is(CENTAVOS) {
        return Some((Unit::Centavos, end));
    }
    if is(OTHER_UNITS) { None } else { ends_free(text, at) }
}

/// A number alone: nothing attached that would make it a time, a date, a share or a word.
fn ends_free(text: &str, at: usize) -> Option<(Unit, usize)> {
    let is_more = text[at..].trim_start_matches(' ').starts_with(['%', '°', 'º', 'ª']);
    let is_sum =
        text[at..].starts_with(['*', '+', '=']) && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    (shapes::ends(text, at) && !is_more && !is_sum).then_some((Unit::None, at))
}

/// Whether nothing attached before it makes the number at `at` a part or a difference.
pub(super) fn stands_free(text: &str, at: usize) -> bool {
    shapes::begins(text, at) && !text[..at].ends_with(['-', '/', '='])
}

/// Where `R$` or `BRL` begins, if `before` ends in it.
pub(super) fn currency_before(before: &str) -> Option<usize> {
    let bare = before.trim_end_matches(' ');
    let mark = ["R$", "r$", "BRL", "brl", "RS", "rs"].into_iter().find(|mark| bare.ends_with(mark))?;
    let start = bare.len() - mark.len();
    let is_word = bare[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    (is_word && (mark.ends_with('$') || bare.len() < before.len())).then_some(start)
}

/// Whether the word before `at` says that the number names something.
pub(super) fn is_labelled(text: &str, at: usize) -> bool {
    words::words(text, 0..at).next_back().is_some_and(|word| {
        words::among(LABELS, &word.plain) || word.raw == "#" || word.raw.to_lowercase() == "nº"
    })
}

/// ` e 50 centavos`, behind whole reais.
pub(super) fn centavos_after(text: &str, at: usize) -> Option<(Cents, usize)> {
    let mut rest = words::words(text, at..text.len());
    let (and, number, unit) = (rest.next()?, rest.next()?, rest.next()?);
    let cents: i64 = number.raw.parse().ok().filter(|cents| (1..=99).contains(cents))?;
    let letters = unit.raw.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_meant = and.plain == "e" && words::among(CENTAVOS, letters);
    is_meant.then(|| (Cents::new(cents), unit.span.start + letters.len()))
}
