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
    /// The city that its codes name: 1 to 15 capital letters and spaces.
    pub city: String,
    /// The host, perhaps with a port, of the addresses that its dynamic codes lead to.
    pub code_host: String,
    /// Where the charges of that host are asked for: a URL without a slash at its end.
    pub code_url: String,
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
        let name = settings.value::<Name>(&key("NAME"))?.0;
        let web_port = settings.value::<Port>(&key("WEB_PORT"))?.0;
        let city = settings.value_if_any::<City>(&key("CITY"))?;
        let code_host = settings.value_if_any::<CodeHost>(&key("CODE_HOST"))?;
        let api_port = settings.value::<Port>(&key("API_PORT"))?.0;
        let code_url = settings.value_if_any::<CodeUrl>(&key("CODE_URL"))?;
        Ok(Face {
            code,
            code_url: code_url.map_or_else(|| format!("http://127.0.0.1:{api_port}"), |url| url.0),
            city: city.map_or_else(|| "SAO PAULO".to_owned(), |city| city.0),
            code_host: code_host.map_or_else(|| format!("localhost:{web_port}"), |host| host.0),
            name,
            ispb: settings.value(&key("ISPB"))?,
            brand: settings.value::<Brand>(&key("BRAND"))?.0,
            colours: colours(settings, &key("COLOUR_"))?,
            api_port,
            web_port,
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

struct City(String);

impl FromStr for City {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<City, Self::Err> {
        let plain = text.bytes().all(|b| b.is_ascii_uppercase() || b == b' ');
        let holds = plain && (1..=15).contains(&text.len()) && text.trim() == text;
        holds
            .then(|| City(text.to_owned()))
            .ok_or("use 1 to 15 capital letters without accents, like SAO PAULO")
    }
}

struct CodeHost(String);

impl FromStr for CodeHost {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<CodeHost, Self::Err> {
        // A code has room for 77 characters, of which the bank needs 29 itself.
        let fits = pix::Location::of_charge(text, &"x".repeat(26)).is_ok();
        let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
        (fits && lower)
            .then(|| CodeHost(text.to_owned()))
            .ok_or("use a host of at most 48 characters, like pix.example.com or localhost:3001")
    }
}

struct CodeUrl(String);

impl FromStr for CodeUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<CodeUrl, Self::Err> {
        let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b);
        let holds = host.is_some_and(|host| !host.is_empty() && host.bytes().all(plain));
        holds
            .then(|| CodeUrl(text.to_owned()))
            .ok_or("use http:// or https:// and a host, perhaps with a port")
    }
}

struct Port(u16);

impl FromStr for Port {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Port, Self::Err> {
        text.parse().ok().filter(|port| *port > 0).map(Port).ok_or("a port is a number from 1 to 65535")
    }
}
