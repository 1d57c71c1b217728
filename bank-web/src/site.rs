//! What every page knows of its bank: name, numbers, face and addresses. Plain values, the same on the server
//! and in a browser; no secret ever stands here.

/// The bank whose pages these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// As its customers read it.
    pub name: String,
    /// Three digits, `001`.
    pub code: String,
    pub ispb: String,
    pub brand: Brand,
    /// Declarations of CSS custom properties, made of checked hexadecimal colours only: they stand in the page
    /// unescaped.
    pub colours_css: String,
    /// Where a browser reaches the bank's REST interface; no slash at the end.
    pub api_url: String,
    /// The other banks of this CodePix.
    pub neighbours: Vec<Neighbour>,
}

/// Another bank, and where its pages are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    pub name: String,
    pub url: String,
}

/// The drawings and shapes that pages can wear. Colours are the bank's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brand {
    /// Warm, round, in bloom.
    Ipe,
    /// Calm, crisp, a nautical chart.
    Mare,
}

impl Site {
    /// The browsable page of the bank's REST interface.
    pub fn docs_url(&self) -> String {
        format!("{}/docs", self.api_url)
    }
}

impl Brand {
    /// As `banks.env` and the style sheet write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Brand::Ipe => "ipe",
            Brand::Mare => "mare",
        }
    }

    /// What the bank promises, in its own voice.
    pub fn tagline(self) -> &'static str {
        match self {
            Brand::Ipe => "Aqui o dinheiro floresce na hora.",
            Brand::Mare => "Vai e volta, sempre em ordem.",
        }
    }

    /// The mark as an SVG document; it takes the page's tokens and falls back to its own colours.
    pub fn mark(self) -> &'static str {
        match self {
            Brand::Ipe => include_str!("../art/ipe-mark.svg"),
            Brand::Mare => include_str!("../art/mare-mark.svg"),
        }
    }

    /// The drawing on the bank's panel.
    pub fn art(self) -> &'static str {
        match self {
            Brand::Ipe => include_str!("../art/ipe-art.svg"),
            Brand::Mare => include_str!("../art/mare-art.svg"),
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
        [Brand::Ipe, Brand::Mare]
            .into_iter()
            .find(|brand| brand.as_str() == text)
            .ok_or_else(|| UnknownBrand(text.to_owned()))
    }
}
