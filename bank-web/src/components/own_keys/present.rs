//! Keys, worded.

use crate::{
    components::KeyRow,
    format::{Clock, stored_key_as_written},
};
use bank_contract::{KeyJson, KeyStatusJson};
use pix::KeyKind;

pub fn key_row(key: &KeyJson, clock: Clock) -> KeyRow {
    let lang = clock.lang;
    let kind_name = match key.kind {
        KeyKind::Cpf => lang.say("kind.cpf"),
        KeyKind::Cnpj => lang.say("kind.cnpj"),
        KeyKind::Phone => lang.say("kind.phone"),
        KeyKind::Email => lang.say("kind.email"),
        KeyKind::Random => lang.say("kind.random"),
    };
    let waits = match key.status {
        KeyStatusJson::Registering => Some(lang.say("keys.registering").to_owned()),
        KeyStatusJson::Removing => Some(lang.say("keys.removing").to_owned()),
        KeyStatusJson::Active => None,
    };
    KeyRow {
        kind: key.kind.as_str().to_owned(),
        kind_name: kind_name.to_owned(),
        shown: key.key.as_deref().map(stored_key_as_written),
        key: key.key.clone().unwrap_or_default(),
        since: lang.fill("keys.since", &[("date", &clock.date(key.created_at))]),
        waits,
    }
}

/// Those that can be paid to, as many as fit beside another page.
pub fn active_keys(keys: &[KeyJson], clock: Clock) -> Vec<KeyRow> {
    keys.iter()
        .filter(|key| key.status == KeyStatusJson::Active)
        .take(3)
        .map(|key| key_row(key, clock))
        .collect()
}
