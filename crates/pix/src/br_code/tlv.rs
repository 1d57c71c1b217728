//! Fields as EMV writes them: two digits that name the field, two that count its value, the value. It knows no field
//! by name.

/// What a generator counted. The standard means bytes; where a name holds `Ã`, many count otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Bytes,
    Characters,
    /// As JavaScript and Java count: an emoji is two.
    Utf16,
}

impl Measure {
    pub(super) const ALL: [Measure; 3] = [Measure::Bytes, Measure::Characters, Measure::Utf16];

    /// Where the first `count` units of `text` end; `None` if it has fewer, or if they end inside a character.
    fn end(self, text: &str, count: usize) -> Option<usize> {
        let width = |c: char| match self {
            Measure::Bytes => c.len_utf8(),
            Measure::Characters => 1,
            Measure::Utf16 => c.len_utf16(),
        };
        let (mut left, mut end) = (count, 0);
        for c in text.chars() {
            if left == 0 {
                break;
            }
            left = left.checked_sub(width(c))?;
            end += c.len_utf8();
        }
        (left == 0).then_some(end)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field<'t> {
    pub(super) id: u8,
    pub(super) value: &'t str,
}

/// The first field of `text`, and what follows it.
pub(super) fn first(text: &str, measure: Measure) -> Option<(Field<'_>, &str)> {
    let (id, count) = (two_digits(text.get(..2)?)?, two_digits(text.get(2..4)?)?);
    let rest = &text[4..];
    let (value, rest) = rest.split_at(measure.end(rest, usize::from(count))?);
    Some((Field { id, value }, rest))
}

/// The fields of a template: `None` unless `text` is made of fields to its last character.
pub(super) fn all(mut text: &str, measure: Measure) -> Option<Vec<Field<'_>>> {
    let mut fields = Vec::new();
    while !text.is_empty() {
        let (field, rest) = first(text, measure)?;
        fields.push(field);
        text = rest;
    }
    Some(fields)
}

/// Appends a field. Whoever calls it has seen to it that the value is ASCII of at most 99 characters.
pub(super) fn push(code: &mut String, id: u8, value: &str) {
    debug_assert!(value.is_ascii() && value.len() <= 99, "{id}: {value}");
    code.push_str(&format!("{id:02}{:02}{value}", value.len()));
}

fn two_digits(text: &str) -> Option<u8> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
