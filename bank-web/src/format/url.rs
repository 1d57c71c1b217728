//! Texts inside addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What has no meaning of its own in a path, a query or a fragment stays readable.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// A text inside a query or a path.
pub fn url_encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The page on which a code is paid.
pub fn pay_page(code: &str) -> String {
    format!("/pix/pay?code={}", url_encoded(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_a_query_stays_one_value() {
        assert_eq!(url_encoded("+55 a&b=c"), "%2B55%20a%26b%3Dc");
        assert_eq!(url_encoded("é-._~@/#\n"), "%C3%A9-._~@%2F%23%0A");
    }
}
