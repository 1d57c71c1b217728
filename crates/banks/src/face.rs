//! What everybody may know of a bank: all that its pages need.

use std::{collections::BTreeMap, path::Path, str::FromStr};

use pix::{BankCode, Ispb};

use crate::{
    BanksError, Colour, Colours,
    files::{Files, Whose},
    settings::Settings,
};

/// Who a bank is, how it looks, and where it listens.
#[derive(Clone, Debug)]
pub struct Face {
    pub code: BankCode,
    pub ispb: Ispb,
    /// As its customers read it.
    pub name: String,
    /// Which drawings and shapes its pages wear: lower-case letters, digits and hyphens.
    pub brand: String,
    pub colours: Colours,
    /// Loopback port of its REST interface.
    pub api_port: u16,
    /// Loopback port of its pages.
    pub web_port: u16,
}

impl Face {
    /// Reads it from the banks file at `path`, and no secret at all.
    pub fn load(path: &Path, code: BankCode) -> Result<Face, BanksError> {
        let files = Files::load(path, Whose::Nobodys)?;
        let mut settings = Settings::read(&files)?;
        let faces = Face::all(&mut settings)?;
        settings.finish()?;
        Face::choose(faces, code)
    }

    /// Those of all banks, ordered by code.
    pub(crate) fn all(settings: &mut Settings<'_>) -> Result<Vec<Face>, BanksError> {
        let codes = settings.bank_codes();
        if codes.is_empty() {
            return Err(BanksError::NoBanks);
        }
        codes.into_iter().map(|code| Face::take(settings, code)).collect()
    }

    pub(crate) fn choose(faces: Vec<Face>, code: BankCode) -> Result<Face, BanksError> {
        let unknown = BanksError::unknown_bank(code, faces.iter().map(|face| face.code));
        faces.into_iter().find(|face| face.code == code).ok_or(unknown)
    }

    fn take(settings: &mut Settings<'_>, code: BankCode) -> Result<Face, BanksError> {
        let key = |setting: &str| format!("BANK_{code}_{setting}");
        Ok(Face {
            code,
            name: settings.value::<Name>(&key("NAME"))?.0,
            ispb: settings.value(&key("ISPB"))?,
            brand: settings.value::<Brand>(&key("BRAND"))?.0,
            colours: colours(settings, &key("COLOUR_"))?,
            api_port: settings.value::<Port>(&key("API_PORT"))?.0,
            web_port: settings.value::<Port>(&key("WEB_PORT"))?.0,
        })
    }
}

/// All settings that begin with `prefix`: `BANK_001_COLOUR_HERO_INK` sets the token `hero-ink`.
fn colours(settings: &mut Settings<'_>, prefix: &str) -> Result<Colours, BanksError> {
    let mut tokens: Vec<_> = Colours::REQUIRED.map(str::to_owned).into();
    let set = settings.keys().filter_map(|key| key.strip_prefix(prefix));
    tokens.extend(set.map(|token| token.to_ascii_lowercase().replace('_', "-")));
    tokens.sort_unstable();
    tokens.dedup();
    let mut colours = BTreeMap::new();
    for token in tokens {
        let key = format!("{prefix}{}", token.to_ascii_uppercase().replace('-', "_"));
        colours.insert(token, settings.value::<Colour>(&key)?);
    }
    Ok(Colours::new(colours))
}

struct Name(String);

impl FromStr for Name {
    type Err = pix::PersonNameError;

    fn from_str(text: &str) -> Result<Name, Self::Err> {
        pix::PersonName::parse(text).map(|name| Name(name.as_str().to_owned()))
    }
}

struct Brand(String);

impl FromStr for Brand {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Brand, Self::Err> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let holds = !text.is_empty() && text.bytes().all(plain);
        holds.then(|| Brand(text.to_owned())).ok_or("use small letters, digits and hyphens, like ipe")
    }
}

struct Port(u16);

impl FromStr for Port {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Port, Self::Err> {
        text.parse().ok().filter(|port| *port > 0).map(Port).ok_or("a port is a number from 1 to 65535")
    }
}
