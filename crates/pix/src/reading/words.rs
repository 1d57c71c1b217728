//! The words of a message: where they stand, which of them lead where, and what is no word at all.

use std::ops::Range;

use super::shapes;

/// What stands before whom the money goes to. The words after it name a person.
pub(super) const TO: &str = "pro pra para pros pras p/ ao à to";
/// What stands before the reason.
pub(super) const FOR: &str = "da do de das dos pela pelo por ref referente of for é a o";
/// Courtesy around a message.
pub(super) const COURTESY: &str = "favor pfv pf pls please valeu vlw obrigado obrigada obg brigado \
    brigada abs abraço abraços bjs beijo beijos blz beleza ok thanks oi tá";

/// Whether `word` is one of the words of `list`.
pub(super) fn among(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// A run without white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) span: Range<usize>,
    /// In lower case, without the marks around it.
    pub(super) plain: String,
    pub(super) raw: &'t str,
}

/// The words of `text` from `at` on.
pub(super) fn words(text: &str, within: Range<usize>) -> impl DoubleEndedIterator<Item = Word<'_>> {
    let base = text.as_ptr() as usize;
    text[within].split_whitespace().map(move |raw| {
        let start = raw.as_ptr() as usize - base;
        let plain = match raw.to_lowercase() {
            lower if lower == "p/" => lower,
            lower => lower.trim_matches(|c: char| !c.is_alphanumeric()).to_owned(),
        };
        Word { span: start..start + raw.len(), plain, raw }
    })
}

/// Whether `text` holds a letter or digit outside of `spans`.
pub(super) fn any<'s>(text: &str, spans: impl Iterator<Item = &'s Range<usize>>) -> bool {
    let spans: Vec<_> = spans.cloned().collect();
    text.char_indices().any(|(at, c)| c.is_alphanumeric() && shapes::holding(&spans, at).is_none())
}

/// The links in `text`: what stands in their paths are no keys.
pub(super) fn links(text: &str) -> Vec<Range<usize>> {
    let all = words(text, 0..text.len());
    all.filter(|word| word.raw.contains("://") || word.plain.starts_with("www."))
        .map(|word| word.span)
        .collect()
}

/// The host, if `text` is one link and nothing else.
pub(super) fn website(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let is_link = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !is_link || text.contains(' ') {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    Some(host.chars().take(253).collect::<String>().to_lowercase())
}

/// What belongs to the e-mail whose `@` stands at `at`, without the marks of emphasis around it.
pub(super) fn email(text: &str, at: usize) -> Range<usize> {
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || b".!#$'*+/=?^_`{|}~-".contains(b);
    let is_domain = |b: &u8| b.is_ascii_alphanumeric() || b".-".contains(b);
    let bytes = text.as_bytes();
    let mut start = at - bytes[..at].iter().rev().take_while(|b| is_local(b)).count();
    let end = at + 1 + bytes[at + 1..].iter().take_while(|b| is_domain(b)).count();
    let end = at + text[at..end].trim_end_matches(['.', '-']).len();
    let emphasis = bytes.get(end).filter(|b| b"*_~'`".contains(b));
    if emphasis.is_some_and(|mark| bytes[start] == *mark) {
        start += 1;
    }
    // A dot stands at the end of the sentence before it.
    start += text[start..at].len() - text[start..at].trim_start_matches('.').len();
    start..end
}

/// Where a phone in the world's form ends that begins at `at` with its `+`: eight digits at least, and nothing
/// between.
pub(super) fn e164(text: &str, at: usize) -> Option<usize> {
    let digits = text[at..].strip_prefix('+')?.bytes().take_while(u8::is_ascii_digit).count();
    (8..=15).contains(&digits).then_some(at + 1 + digits)
}

/// Where that ends which begins at `at` with a `+` and is no key that we know: none of its digits is money.
pub(super) fn foreign_number(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix('+').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let all = rest.bytes().take_while(|b| b.is_ascii_digit() || b" ()-.".contains(b)).count();
    Some(at + 1 + rest[..all].trim_end_matches([' ', '(', ')', '-', '.']).len())
}
