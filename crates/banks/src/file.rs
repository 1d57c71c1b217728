//! From the settings to the banks: which lines a hub and a bank have, and what no two banks may share.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    str::FromStr,
};

use pix::BankCode;

use crate::{
    Bank, Banks, BanksError, Colour, Colours, HubSettings,
    settings::{
        SecretRule::{Text, Token},
        Settings,
    },
};

pub(crate) fn read(text: &str, folder: &Path) -> Result<Banks, BanksError> {
    let mut settings = Settings::read(text, folder)?;
    let codes = bank_codes(&settings)?;
    let banks = Banks {
        postgres_password: settings.secret("POSTGRES_PASSWORD", Text)?,
        kafka_broker_password: settings.secret("KAFKA_BROKER_PASSWORD", Token)?,
        hub: HubSettings {
            database_password: settings.secret("CODEPIX_DATABASE_PASSWORD", Text)?,
            kafka_password: settings.secret("CODEPIX_KAFKA_PASSWORD", Token)?,
            admin_token: settings.secret("CODEPIX_ADMIN_TOKEN", Token)?,
        },
        banks: codes.into_iter().map(|code| bank(&mut settings, code)).collect::<Result<_, _>>()?,
    };
    settings.finish()?;
    refuse_clashes(&banks)?;
    Ok(banks)
}

/// The codes of all lines `BANK_nnn_…`, so that a bank whose name was forgotten is missed rather than passed
/// over.
fn bank_codes(settings: &Settings<'_>) -> Result<BTreeSet<BankCode>, BanksError> {
    let code = |key: &str| key.strip_prefix("BANK_")?.split('_').next()?.parse().ok();
    let codes: BTreeSet<BankCode> = settings.keys().filter_map(code).collect();
    if codes.is_empty() { Err(BanksError::NoBanks) } else { Ok(codes) }
}

fn bank(settings: &mut Settings<'_>, code: BankCode) -> Result<Bank, BanksError> {
    let key = |setting: &str| format!("BANK_{code}_{setting}");
    Ok(Bank {
        code,
        name: settings.value::<Name>(&key("NAME"))?.0,
        ispb: settings.value(&key("ISPB"))?,
        brand: settings.value::<Brand>(&key("BRAND"))?.0,
        colours: colours(settings, &key("COLOUR_"))?,
        api_port: settings.value::<Port>(&key("API_PORT"))?.0,
        web_port: settings.value::<Port>(&key("WEB_PORT"))?.0,
        database_password: settings.secret(&key("DATABASE_PASSWORD"), Text)?,
        kafka_password: settings.secret(&key("KAFKA_PASSWORD"), Token)?,
        hub_token: settings.secret(&key("HUB_TOKEN"), Token)?,
        pin_key: settings.secret(&key("PIN_KEY"), Text)?,
    })
}

/// All settings that begin with `prefix`: `BANK_001_COLOUR_HERO_INK` sets the token `hero-ink`.
fn colours(settings: &mut Settings<'_>, prefix: &str) -> Result<Colours, BanksError> {
    let token_key = |token: &str| format!("{prefix}{}", token.to_ascii_uppercase().replace('-', "_"));
    let keys: BTreeSet<String> = Colours::REQUIRED.map(token_key).into_iter().collect();
    let keys: BTreeSet<String> =
        settings.keys().filter(|key| key.starts_with(prefix)).map(str::to_owned).chain(keys).collect();
    let mut colours = BTreeMap::new();
    for key in keys {
        let token = key[prefix.len()..].to_ascii_lowercase().replace('_', "-");
        colours.insert(token, settings.value::<Colour>(&key)?);
    }
    Ok(Colours::new(colours))
}

/// Two services on one port cannot start; two banks of one ISPB or token would act for each other.
fn refuse_clashes(banks: &Banks) -> Result<(), BanksError> {
    let each = || banks.banks.iter();
    let ispbs = each().map(|bank| (bank.ispb.to_string(), format!("BANK_{}_ISPB", bank.code)));
    let ports = each().flat_map(|bank| {
        [(bank.api_port, "API"), (bank.web_port, "WEB")]
            .map(|(port, page)| (port.to_string(), format!("BANK_{}_{page}_PORT", bank.code)))
    });
    let tokens =
        each().map(|bank| (bank.hub_token.expose().to_owned(), format!("BANK_{}_HUB_TOKEN", bank.code)));
    let admin = (banks.hub.admin_token.expose().to_owned(), "CODEPIX_ADMIN_TOKEN".to_owned());
    all_different(ispbs, "each bank needs an ISPB of its own")?;
    all_different(ports, "each needs a port of its own")?;
    all_different(tokens.chain([admin]), "each needs a token of its own")
}

fn all_different(
    values: impl Iterator<Item = (String, String)>,
    reason: &'static str,
) -> Result<(), BanksError> {
    let mut seen = BTreeMap::new();
    for (value, second) in values {
        if let Some(first) = seen.insert(value, second.clone()) {
            return Err(BanksError::Clash { first, second, reason });
        }
    }
    Ok(())
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
