//! Amounts inside a message. All numbers that may be money may be meant, and of several none is picked.

use std::ops::Range;

use super::{
    Choice,
    keys::Keys,
    numbers,
    units::{self, Unit},
    words,
};
use crate::Cents;

/// Amounts that are not read, but are amounts: `mil`, and what a unit without figures counts, as in `cinco reais`.
const IN_WORDS: &str = "dez onze doze treze quatorze catorze quinze dezesseis dezessete dezoito dezenove vinte \
    trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento duzentos trezentos quatrocentos quinhentos \
    seiscentos setecentos oitocentos novecentos mil reais contos pilas";

/// More are a bill, of which the payer writes the sum.
const DIFFERENT_MAX: usize = 8;

/// What a message holds of money, in its order. An amount without a reading is one in words.
#[derive(Debug, Default)]
pub(super) struct Amounts {
    found: Vec<(Range<usize>, Vec<Cents>)>,
}

impl Amounts {
    pub(super) fn find(text: &str, keys: &Keys) -> Amounts {
        let mut amounts = Amounts::default();
        let (mut floor, mut at) = (0, 0);
        while at < text.len() {
            let skipped = keys.taken(at).map(|span| span.end);
            let is_start = text.as_bytes()[at].is_ascii_digit();
            floor = skipped.unwrap_or(floor);
            if skipped.is_some() || !is_start {
                at = skipped.unwrap_or(at + 1);
                continue;
            }
            let (span, readings) = number(text, floor, at);
            at = span.end;
            // `1,0.@b.c` ends in an e-mail.
            if !readings.is_empty() && keys.are_beside(&span) {
                floor = span.end;
                amounts.found.push((span, readings));
            }
        }
        let spelled = words::words(text, 0..text.len()).filter(|word| words::among(IN_WORDS, &word.plain));
        let spelled: Vec<_> = spelled.map(|word| word.span).collect();
        let free =
            |span: &Range<usize>| keys.taken(span.start).is_none() && amounts.holding(span.start).is_none();
        let spelled: Vec<_> = spelled.into_iter().filter(free).map(|span| (span, Vec::new())).collect();
        amounts.found.extend(spelled);
        amounts.found.sort_by_key(|(span, _)| span.start);
        if amounts.different().len() > DIFFERENT_MAX { Amounts::default() } else { amounts }
    }

    /// Whether there is at most one reading.
    pub(super) fn is_sure(&self) -> bool {
        let in_words = self.found.iter().any(|(_, readings)| readings.is_empty());
        self.different().len() <= usize::from(!in_words)
    }

    pub(super) fn one(&self) -> Option<Cents> {
        self.different().pop().filter(|_| self.is_sure())
    }

    /// Each reading with its words, in the order of the text.
    pub(super) fn choices(&self, text: &str) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        for (span, readings) in &self.found {
            for &amount in readings {
                if !choices.iter().any(|choice| choice.amount == amount) {
                    choices.push(Choice { amount, around: around(text, span) });
                }
            }
        }
        choices
    }

    /// Where the amounts in figures stand.
    pub(super) fn spans(&self) -> impl Iterator<Item = &Range<usize>> {
        self.found.iter().filter(|(_, readings)| !readings.is_empty()).map(|(span, _)| span)
    }

    fn holding(&self, at: usize) -> Option<&Range<usize>> {
        self.spans().find(|span| span.contains(&at))
    }

    fn different(&self) -> Vec<Cents> {
        let mut different: Vec<_> = self.found.iter().flat_map(|(_, readings)| readings).copied().collect();
        different.sort_unstable();
        different.dedup();
        different
    }
}

/// The number that begins at `at` with all that belongs to it, and what it may mean as money. What stands before `floor`
/// belongs to something else.
fn number(text: &str, floor: usize, at: usize) -> (Range<usize>, Vec<Cents>) {
    let run = text[at..].bytes().take_while(|b| b.is_ascii_digit() || b".,".contains(b)).count();
    let figures = text[at..at + run].trim_end_matches(['.', ',']);
    let nothing = (at..at + figures.len(), Vec::new());
    let currency = units::currency_before(&text[floor..at]).map(|start| floor + start);
    let Some((unit, mut end)) = units::unit_after(text, nothing.0.end) else { return nothing };
    let is_named = unit == Unit::None && units::is_labelled(text, at);
    if currency.is_none() && (is_named || !units::stands_free(text, at)) {
        return nothing;
    }
    let readings = numbers::amounts(figures).into_iter().filter_map(|amount| units::in_unit(amount, unit));
    let mut readings: Vec<_> = readings.collect();
    if let (Unit::Reais, [reais], Some((cents, there))) =
        (unit, &mut readings[..], units::centavos_after(text, end))
        && let Some(sum) = reais.checked_add(cents).filter(|_| reais.get() % 100 == 0)
    {
        (*reais, end) = (sum, there);
    }
    (currency.unwrap_or(at)..end, readings)
}

/// The amount with the word before and the word after it, and one more where that one only leads to the next.
fn around(text: &str, span: &Range<usize>) -> String {
    let before = words::words(text, 0..span.start).next_back();
    let mut after = words::words(text, span.end..text.len());
    let mut last = after.next();
    if last.as_ref().is_some_and(|word| words::among(words::FOR, &word.plain)) {
        last = after.next().or(last);
    }
    let start = before.map_or(span.start, |word| word.span.start);
    let end = last.map_or(span.end, |word| word.span.end);
    text[start..end].trim().to_owned()
}
