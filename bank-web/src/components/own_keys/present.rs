//! Keys, worded.

use crate::{
    components::KeyRow,
    format::{Clock, stored_key_as_written},
    server::bank_api::KeyJson,
};

pub fn key_row(key: &KeyJson, clock: Clock) -> KeyRow {
    let lang = clock.lang;
    let kind_name = match key.kind.as_str() {
        "cpf" => lang.say("kind.cpf"),
        "cnpj" => lang.say("kind.cnpj"),
        "phone" => lang.say("kind.phone"),
        "email" => lang.say("kind.email"),
        _ => lang.say("kind.random"),
    };
    let waits = match key.status.as_str() {
        "registering" => Some(lang.say("keys.registering").to_owned()),
        "removing" => Some(lang.say("keys.removing").to_owned()),
        _ => None,
    };
    KeyRow {
        kind: key.kind.clone(),
        kind_name: kind_name.to_owned(),
        shown: key.key.as_deref().map(stored_key_as_written),
        key: key.key.clone().unwrap_or_default(),
        since: lang.fill("keys.since", &[("date", &clock.date(key.created_at))]),
        waits,
    }
}

/// Those that can be paid to, as many as fit beside another page.
pub fn active_keys(keys: &[KeyJson], clock: Clock) -> Vec<KeyRow> {
    keys.iter().filter(|key| key.status == "active").take(3).map(|key| key_row(key, clock)).collect()
}
