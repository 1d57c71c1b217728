//! All settings together, and what no two banks may share.

use std::collections::BTreeMap;

use crate::{
    Bank, Banks, BanksError, Face, HubSettings,
    files::Files,
    settings::{
        SecretRule::{Text, Token},
        Settings,
    },
};

pub(crate) fn read(files: &Files) -> Result<Banks, BanksError> {
    let mut settings = Settings::read(files)?;
    let faces = Face::all(&mut settings)?;
    let banks = Banks {
        postgres_password: settings.secret("POSTGRES_PASSWORD", Text)?,
        kafka_broker_password: settings.secret("KAFKA_BROKER_PASSWORD", Token)?,
        kafka_stage_password: settings.secret_if_any("STAGE_KAFKA_PASSWORD", Token)?,
        hub: HubSettings::take(&mut settings)?,
        banks: faces.into_iter().map(|face| Bank::take(&mut settings, face)).collect::<Result<_, _>>()?,
    };
    settings.finish()?;
    refuse_clashes(&banks)?;
    Ok(banks)
}

/// Two services on one port cannot start; two banks of one ISPB or token would act for each other.
fn refuse_clashes(banks: &Banks) -> Result<(), BanksError> {
    let each = || banks.banks.iter();
    let ispbs = each().map(|bank| (bank.ispb.to_string(), format!("BANK_{}_ISPB", bank.code)));
    let ports = each().flat_map(|bank| {
        [(bank.api_port, "API"), (bank.web_port, "WEB")]
            .map(|(port, page)| (port.to_string(), format!("BANK_{}_{page}_PORT", bank.code)))
    });
    let tokens = each().flat_map(|bank| {
        [(&bank.hub_token, "HUB"), (&bank.admin_token, "ADMIN")]
            .map(|(token, whose)| (token.expose().to_owned(), format!("BANK_{}_{whose}_TOKEN", bank.code)))
    });
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
