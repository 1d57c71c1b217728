//! Reads the lines `KEY=value`, `KEY="value"` and `KEY='value'`, with comments. It takes only what bash,
//! dotenv readers and compose read alike: no escapes, no substitution, no value over several lines. So the
//! file means the same to every program, nothing comes in from the environment, and an error names its line
//! without showing its value.

/// One setting as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    pub number: usize,
    pub key: &'a str,
    pub value: &'a str,
}

/// All settings of `text` in order, blank lines and comments left out; or the number of a line, and what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Vec<Line<'_>>, (usize, &'static str)> {
    text.split('\n')
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .map(|(line, number)| setting(line, number).map_err(|reason| (number, reason)))
        .collect()
}

fn setting(line: &str, number: usize) -> Result<Line<'_>, &'static str> {
    if line.contains(|c: char| c.is_control() && c != '\t') {
        return Err("it holds an invisible character; save the file as plain text with Unix line ends");
    }
    let (key, rest) = line.trim().split_once('=').ok_or("write KEY=value")?;
    if !is_key(key) {
        return Err("left of = stands a name of capital letters, digits and _, with no space around it");
    }
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
    let (value, after) = match quote {
        Some(quote) => rest[1..].split_once(quote).ok_or("the quotation mark is not closed")?,
        None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
    };
    if !after.is_empty() && (after.starts_with('#') || !after.trim_start().starts_with('#')) {
        return Err(
            "after the value only a comment may follow: put a value with spaces in \"quotation marks\"",
        );
    }
    if value.contains(['$', '`', '\\', '"', '\'']) {
        return Err("a value may not hold $, `, \\ or quotation marks, which programs read differently");
    }
    if quote.is_none() && !value.chars().all(|c| c.is_alphanumeric() || "-_.,:/@%+=".contains(c)) {
        return Err(
            "put a value with characters other than letters, digits and -_.,:/@%+= in \"quotation marks\"",
        );
    }
    Ok(Line { number, key, value })
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    fn value(line: &str) -> String {
        let lines = read(line).map_err(|(_, reason)| format!("{line:?}: {reason}")).unwrap();
        lines[0].value.to_owned()
    }

    #[test]
    fn a_setting_is_a_key_and_a_value_with_or_without_quotation_marks_and_comment() {
        for (line, expected) in [
            ("KEY=value", "value"),
            ("  KEY=value  ", "value"),
            ("KEY=value # a comment", "value"),
            ("KEY=\"Banco Ipê\"  # a comment with \"marks\"", "Banco Ipê"),
            ("KEY='#54207A #FFCA4D'", "#54207A #FFCA4D"),
            ("KEY=", ""),
            ("KEY=\"\"", ""),
            ("KEY=a=b", "a=b"),
        ] {
            assert_eq!(value(line), expected, "{line:?}");
        }
    }

    #[test]
    fn comments_and_blank_lines_count_as_lines_and_hold_nothing() {
        let lines = read("\n# A=1\n  # B=2\nC=3\n\n").unwrap();
        assert_eq!(lines, [Line { number: 4, key: "C", value: "3" }]);
    }

    #[test]
    fn what_other_programs_would_read_differently_is_refused_without_showing_it() {
        for line in [
            "KEY",
            "=value",
            "key=value",
            "1KEY=value",
            "KEY =value",
            "KEY= value",
            "export KEY=value",
            "KEY=two words",
            "KEY=$HOME",
            "KEY=\"$HOME\"",
            "KEY=`id`",
            "KEY=a\\nb",
            "KEY=\"open",
            "KEY='open",
            "KEY=\"a\"b",
            "KEY=\"a\"#b",
            "KEY=a\"b\"",
            "KEY=#54207A",
            "KEY=a;b",
            "KEY=a&b",
            "KEY=~",
            "KEY=*",
            "KEY=value\r",
            "KEY=a\0b",
            "KEY=\"it's\"",
        ] {
            let (number, reason) = read(&format!("A=1\n{line}\n")).unwrap_err();
            assert_eq!(number, 2, "{line:?}: {reason}");
            assert!(!reason.contains("HOME"), "{reason}");
        }
    }
}
