//! What a message says that the money is for: the words after all that is understood, or those that follow the amount
//! with `da`, `do`, `de`. Names after `pro` and `para` are nobody's reason.

use std::ops::Range;

use super::{
    amounts::Amounts,
    keys::Keys,
    words::{self, Word},
};
use crate::Description;

/// The description and where it stands. Of two amounts one is not meant, and the words beside it are not either.
pub(super) fn find(text: &str, keys: &Keys, amounts: &Amounts) -> Option<(Range<usize>, Description)> {
    if !amounts.is_sure() {
        return None;
    }
    let mut ends: Vec<_> = keys.spans().chain(amounts.spans()).map(|span| span.end).collect();
    ends.sort_unstable();
    let trailing: Vec<_> = words::words(text, *ends.last()?..text.len()).collect();
    let span = reason(&trailing).or_else(|| {
        let at = amounts.spans().next()?.end;
        let until = keys.spans().map(|span| span.start).find(|&start| start > at)?;
        after_amount(&words::words(text, at..until).collect::<Vec<_>>())
    })?;
    let span = trimmed(text, span);
    let is_link = words::links(text).iter().any(|link| link.start < span.end && span.start < link.end);
    let description = Description::parse(&text[span.clone()]).ok()?;
    (!description.is_blank() && !is_link).then_some((span, description))
}

/// The words that remain of a message's end.
fn reason(words: &[Word<'_>]) -> Option<Range<usize>> {
    let idle = |word: &Word<'_>| word.plain.is_empty() && !word.raw.chars().any(|c| c > '\u{7f}');
    let says = |word: &&Word<'_>| !idle(word) && !words::among(words::COURTESY, &word.plain);
    let leads_to = |word: &Word<'_>| words::among(words::TO, &word.plain);
    let leads = |word: &Word<'_>| leads_to(word) || words::among(words::FOR, &word.plain);
    let first = words.iter().position(|word| says(&word) && !leads(word))?;
    let last = words.iter().rposition(|word| says(&word) && !leads(word))?;
    // `referente ao pedido` is no person's name.
    let refers = |word: &Word<'_>| word.plain.starts_with("ref");
    let is_name = words[..first].iter().any(leads_to) && !words[..first].iter().any(refers);
    (!is_name).then(|| words[first].span.start..words[last].span.end)
}

/// `da pizza` between amount and payee.
fn after_amount(words: &[Word<'_>]) -> Option<Range<usize>> {
    let leads = words.first().is_some_and(|word| words::among(words::FOR, &word.plain));
    let to = words.iter().position(|word| words::among(words::TO, &word.plain)).unwrap_or(words.len());
    leads.then(|| reason(&words[..to])).flatten()
}

/// Without the marks at its ends that belong to the sentence.
fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    const MARKS: [char; 12] = ['.', ',', ';', ':', '-', '"', '“', '”', '\'', '>', '<', '|'];
    let start = span.end - text[span.clone()].trim_start_matches(MARKS).len();
    start..start + text[start..span.end].trim_end_matches(MARKS).len()
}
