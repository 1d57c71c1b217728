//! What there is to choose between, and what was chosen. An answer that is none of the choices is no answer.

use pix::{BrCode, Cents, KeyKind, PixKey, Unsure};

use super::answer::Reader;
use crate::{
    components::key_icon,
    format::{key_as_written, money},
    screens::{
        pix::Choice,
        send::{PayeeLookup, SendContext},
    },
    server::bank_api::Problem,
    texts::Lang,
};

/// Where no amount of the message is meant.
const OTHER: &str = "other";

pub fn chosen_code(unsure: &Unsure, value: &str) -> Option<String> {
    let mut codes = unsure.codes.iter().filter_map(|code| code.encode().ok());
    codes.find(|code| code == value)
}

pub fn chosen_key(unsure: &Unsure, value: &str) -> Option<PixKey> {
    match &unsure.keys[..] {
        [only] if unsure.codes.is_empty() => Some(only.clone()),
        several => several.iter().find(|key| key.as_str() == value).cloned(),
    }
}

/// None as long as it is in doubt.
pub fn chosen_amount(unsure: &Unsure, value: &str) -> Option<Option<Cents>> {
    let chosen = || unsure.amounts.iter().map(|choice| choice.amount).find(|a| a.get().to_string() == value);
    match &unsure.amounts[..] {
        [] => Some(None),
        // It was in doubt who is paid, and not how much.
        [only] if unsure.keys.len() > 1 => Some(Some(only.amount)),
        _ if value == OTHER => Some(None),
        _ => chosen().map(Some),
    }
}

/// Each key with the name of its holder, each code with what it says.
pub async fn payees(reader: &Reader<'_>, unsure: &Unsure) -> Result<Vec<Choice>, Problem> {
    let mut choices = Vec::new();
    for key in &unsure.keys {
        choices.push(payee(reader, key).await?);
    }
    for code in &unsure.codes {
        choices.extend(code.encode().ok().map(|text| choice_of(code, text, reader.request.lang)));
    }
    Ok(choices)
}

async fn payee(reader: &Reader<'_>, key: &PixKey) -> Result<Choice, Problem> {
    let context = SendContext { app: reader.app, request: reader.request, token: reader.token };
    let written = format!("{} {}", kind_name(key.kind(), reader.request.lang), key_as_written(key));
    let (title, text) = match context.payee(key, true).await? {
        PayeeLookup::Found(payee) => (payee.name, format!("{written} · {}", payee.bank.name)),
        PayeeLookup::Unavailable => (written, reader.request.lang.say("send.off.unseen").to_owned()),
        PayeeLookup::Refused(words) => (written, words.to_owned()),
    };
    let icon = Some(key_icon(key.kind().as_str()).to_owned());
    Ok(Choice { value: key.as_str().to_owned(), title, text, icon })
}

fn choice_of(code: &BrCode, value: String, lang: Lang) -> Choice {
    let amount = match code {
        BrCode::Static(code) => code.amount.map(|amount| money(amount.get())),
        BrCode::Dynamic(_) => None,
    };
    let text = amount.unwrap_or_else(|| lang.say("unsure.code").to_owned());
    Choice { value, title: code.merchant().name().to_owned(), text, icon: Some("qr".to_owned()) }
}

pub fn amounts(unsure: &Unsure, lang: Lang) -> Vec<Choice> {
    let written = unsure.amounts.iter().map(|choice| Choice {
        value: choice.amount.get().to_string(),
        title: money(choice.amount.get()),
        text: lang.fill("unsure.from", &[("words", &choice.around)]),
        icon: None,
    });
    let other = Choice {
        value: OTHER.to_owned(),
        title: lang.say("unsure.other").to_owned(),
        text: lang.say("unsure.other.text").to_owned(),
        icon: None,
    };
    written.chain([other]).collect()
}

pub fn kind_name(kind: KeyKind, lang: Lang) -> &'static str {
    match kind {
        KeyKind::Cpf => lang.say("kind.cpf"),
        KeyKind::Cnpj => lang.say("kind.cnpj"),
        KeyKind::Phone => lang.say("kind.phone"),
        KeyKind::Email => lang.say("kind.email"),
        KeyKind::Random => lang.say("kind.random"),
    }
}
