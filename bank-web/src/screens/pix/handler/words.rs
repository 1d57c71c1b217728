//! What was read, in words: the marks in the message, and why nobody can be paid by it.

use pix::{CodeError, Nothing, Part, PixKey, Refusal, Role};

use super::choices::kind_name;
use crate::{format::money, screens::pix::Word, texts::Lang};

/// The message with what was read in it.
pub fn said(parts: &[Part], key: &PixKey, lang: Lang) -> Vec<Word> {
    let word = |part: &Part| Word {
        text: part.text.clone(),
        label: match part.role {
            Role::Rest => None,
            Role::Key => Some(kind_name(key.kind(), lang).to_owned()),
            Role::Amount => Some(lang.say("send.amount").to_owned()),
            Role::Description => Some(lang.say("fact.message").to_owned()),
        },
        in_doubt: false,
    };
    parts.iter().map(word).collect()
}

/// The same with a question mark at what is in doubt.
pub fn said_in_doubt(parts: &[Part], doubt: Role, lang: Lang) -> Vec<Word> {
    let word = |part: &Part| {
        let name = match part.role {
            Role::Rest => None,
            Role::Key => Some(lang.say("fact.key")),
            Role::Amount => Some(lang.say("send.amount")),
            Role::Description => Some(lang.say("fact.message")),
        };
        let in_doubt = part.role == doubt;
        let label = name.map(|name| format!("{name}{}", if in_doubt { "?" } else { "" }));
        Word { text: part.text.clone(), label, in_doubt }
    };
    parts.iter().map(word).collect()
}

/// Nothing was sent in any of these cases, and each says what to do.
pub fn refusal(refusal: &Refusal, lang: Lang) -> String {
    match refusal {
        Refusal::Website { host } => lang.fill("code.err.other", &[("what", host)]),
        Refusal::TooMany => lang.say("pix.err.many").to_owned(),
        Refusal::Code(error) => code_error(*error, lang).to_owned(),
    }
}

pub fn code_error(error: CodeError, lang: Lang) -> &'static str {
    match error {
        CodeError::Incomplete => lang.say("code.err.cut"),
        CodeError::Checksum => lang.say("code.err.sum"),
        CodeError::TooLong => lang.say("pix.err.long"),
        CodeError::Several => lang.say("pix.err.many"),
        CodeError::Key(_) => lang.say("code.err.inside"),
        CodeError::Amount => lang.say("code.err.amount"),
        CodeError::Currency | CodeError::Country => lang.say("code.err.abroad"),
        CodeError::NotACode
        | CodeError::NotPix
        | CodeError::TwoPayees
        | CodeError::NoPayee
        | CodeError::Location => lang.say("code.err.other.any"),
    }
}

/// A message without anybody to pay.
pub fn nothing(nothing: &Nothing, lang: Lang) -> String {
    match nothing.amount {
        _ if nothing.fault.is_some() => lang.say("send.err.format").to_owned(),
        Some(amount) => lang.fill("pix.err.none", &[("amount", &money(amount.get()))]),
        None => lang.say("pix.err.nobody").to_owned(),
    }
}
