//! What every page knows of its bank and of its reader. Plain values that are sent to browsers: no secret belongs here.

use serde::{Deserialize, Serialize};

use crate::texts::Lang;

/// The bank whose pages these are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// As its customers read it.
    pub name: String,
    /// Three digits, `001`.
    pub code: String,
    pub brand: Brand,
    /// Whether the wasm was built; without it nothing that needs a script is drawn.
    pub scripts: bool,
    /// The whole system is one process; the money is gone at its end.
    pub in_memory: bool,
}

/// A set of drawings and shapes. The colours are each bank's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Brand {
    /// Warm, round, in bloom.
    Ipe,
    /// Calm, crisp, a nautical chart.
    Mare,
}

impl Brand {
    pub const ALL: [Brand; 2] = [Brand::Ipe, Brand::Mare];

    /// As `banks.env` and the style sheet write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Brand::Ipe => "ipe",
            Brand::Mare => "mare",
        }
    }

    /// What the bank promises, in its own voice.
    pub fn tagline(self, lang: Lang) -> &'static str {
        match self {
            Brand::Ipe => lang.say("welcome.tagline.ipe"),
            Brand::Mare => lang.say("welcome.tagline.mare"),
        }
    }
}

/// No drawings have that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownBrand(String);

impl std::fmt::Display for UnknownBrand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there are no drawings for the brand '{}': write ipe or mare in banks.env", self.0)
    }
}

impl std::error::Error for UnknownBrand {}

impl std::str::FromStr for Brand {
    type Err = UnknownBrand;

    fn from_str(text: &str) -> Result<Brand, UnknownBrand> {
        Brand::ALL
            .into_iter()
            .find(|brand| brand.as_str() == text)
            .ok_or_else(|| UnknownBrand(text.to_owned()))
    }
}

/// What does not change while a page is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub site: Site,
    pub lang: Lang,
    pub scheme: Scheme,
    /// Amounts are hidden when the page is opened.
    pub hide: bool,
    /// Path and query of the page, to which a change of language comes back.
    pub path: String,
    /// Who is logged in.
    pub holder: Option<Holder>,
}

/// The holder of the account, as the pages name them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    pub name: String,
    pub branch: String,
    pub number: String,
    pub company: bool,
}

impl Holder {
    /// As the bank greets them: people by their first name, companies by the whole.
    pub fn called(&self) -> &str {
        if self.company { &self.name } else { self.name.split_whitespace().next().unwrap_or(&self.name) }
    }
}

/// Light, dark, or as the device has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Scheme {
    pub const ALL: [Scheme; 3] = [Scheme::Auto, Scheme::Light, Scheme::Dark];

    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Auto => "auto",
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }

    pub fn from_word(word: &str) -> Option<Scheme> {
        Scheme::ALL.into_iter().find(|scheme| scheme.as_str() == word)
    }
}
