//! A bank's colours, by the names of the pages' CSS custom properties. Only hexadecimal colours pass, so the
//! values may stand in a style sheet as they are.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// One colour by day and by night: `#54207A #FFCA4D`, or one value for both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colour {
    pub day: String,
    pub night: String,
}

/// Colours by token, `on-primary` for `BANK_nnn_COLOUR_ON_PRIMARY`. The six [`Colours::REQUIRED`] are always
/// there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colours(BTreeMap<String, Colour>);

impl Colours {
    /// Ground and text of the page, of the filled button, and of the panel with the balance.
    pub const REQUIRED: [&str; 6] = ["page", "ink", "primary", "on-primary", "hero", "hero-ink"];

    /// The caller has seen to the required ones.
    pub(crate) fn new(colours: BTreeMap<String, Colour>) -> Colours {
        Colours(colours)
    }

    /// The colour of `token`, if the bank sets it.
    pub fn get(&self, token: &str) -> Option<&Colour> {
        self.0.get(token)
    }

    /// All of them, ordered by token.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Colour)> {
        self.0.iter().map(|(token, colour)| (token.as_str(), colour))
    }

    /// `--hero:light-dark(#FFC42E,#3D1759);…`: declarations for the bank's `:root` block.
    pub fn css_declarations(&self) -> String {
        self.iter().map(|(token, colour)| format!("--{token}:{colour};")).collect()
    }
}

/// As CSS writes it: `light-dark(day,night)`, which follows `color-scheme`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "light-dark({},{})", self.day, self.night)
    }
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Colour, String> {
        let wrong = || {
            "write one colour like \"#54207A\", or two, by day and by night, like \"#54207A #FFCA4D\""
                .to_owned()
        };
        let mut values = text.split_ascii_whitespace();
        let day = values.next().ok_or_else(wrong)?;
        let night = values.next().unwrap_or(day);
        let holds = values.next().is_none() && [day, night].into_iter().all(is_hexadecimal);
        holds.then(|| Colour { day: day.to_owned(), night: night.to_owned() }).ok_or_else(wrong)
    }
}

/// `#` and three or six hexadecimal digits.
fn is_hexadecimal(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
