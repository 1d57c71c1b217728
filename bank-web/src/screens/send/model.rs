//! What the pages of a Pix show: which key, this payee, how much, confirmed, PIN.

use serde::{Deserialize, Serialize};

use crate::{
    components::RecentPayee,
    form::{Field, Note, refused},
    format::{pay_page, url_encoded},
    texts::Lang,
};

/// The answers so far. They travel from page to page in the address; the PIN never does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// As the directory writes it.
    pub key: String,
    pub key_shown: String,
    /// The id of the key's entry in the directory, as the payer saw it; empty while the directory cannot be asked.
    pub entry: String,
    /// The code that is paid, as it was copied; empty where a key is.
    pub code: String,
    /// None before the lookup, or while the directory cannot be asked.
    pub payee: Option<PayeeFacts>,
    /// `R$ 10,50`; None before it is answered.
    pub amount: Option<String>,
    pub description: Option<String>,
    /// The idempotency key, made when the amount is answered: an address that has it leads to one transfer, however
    /// often it is used.
    pub order: String,
    /// The number of the account whose order it is: in any other account its address and its form do nothing.
    pub account: String,
    /// The payer knows that they paid the same a moment ago, and means it.
    pub twice: bool,
}

/// Whom the directory names for a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayeeFacts {
    pub entry_id: String,
    pub name: String,
    pub initials: String,
    pub tax_id_label: String,
    pub tax_id: String,
    pub bank: String,
}

impl PayeeFacts {
    pub fn is_company(&self) -> bool {
        self.tax_id_label == "CNPJ"
    }
}

impl Draft {
    /// The payee's name, or the key while the name is not known.
    pub fn payee_name(&self) -> &str {
        self.payee.as_ref().map_or(&self.key_shown, |payee| &payee.name)
    }

    /// `10,50`, where `R$` stands beside it.
    pub fn bare_amount(&self) -> &str {
        let amount = self.amount.as_deref().unwrap_or_default();
        amount.strip_prefix("R$").unwrap_or(amount).trim_start()
    }

    /// The amount is asked for again: its answer makes another order.
    pub fn without_order(self) -> Draft {
        Draft { amount: None, order: String::new(), account: String::new(), twice: false, ..self }
    }

    /// Where the answers before the amount can be changed.
    pub fn before_amount(&self) -> String {
        match self.code.as_str() {
            "" => format!("/pix/send?key={}", url_encoded(&self.key)),
            code => pay_page(code),
        }
    }

    /// Where everything but the PIN can be changed.
    pub fn before_pin(&self) -> String {
        if self.code.is_empty() { self.address("review") } else { self.before_amount() }
    }

    /// The address of one of the questions, with the answers so far.
    pub fn address(&self, step: &str) -> String {
        let answers = [
            ("key", self.key.as_str()),
            ("code", &self.code),
            ("entry", &self.entry),
            ("amount", self.bare_amount()),
            ("description", self.description.as_deref().unwrap_or_default()),
            ("order", &self.order),
            ("account", &self.account),
            ("twice", if self.twice { "yes" } else { "" }),
        ];
        let given = answers.iter().filter(|(_, answer)| !answer.is_empty());
        given.fold(format!("/pix/send?step={step}"), |address, (name, answer)| {
            format!("{address}&{name}={}", url_encoded(answer))
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendKey {
    pub key: Field,
    /// The same digits as a phone and as a CPF, where they are valid as both.
    pub ambiguous: Option<(String, String)>,
    pub people: Vec<RecentPayee>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendPayee {
    pub draft: Draft,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendAmount {
    pub draft: Draft,
    pub amount: Field,
    pub description: Field,
    pub available: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendReview {
    pub draft: Draft,
    pub note: Option<Note>,
}

/// The same amount went to the same person a moment ago.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendTwice {
    pub draft: Draft,
    /// How long ago, and how it went.
    pub ago: String,
    /// The transfer that was made.
    pub made: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendPin {
    pub draft: Draft,
    pub pin_error: Option<String>,
    pub note: Option<Note>,
}

impl SendKey {
    pub fn title(&self, lang: Lang) -> String {
        question_title(lang.say("fact.to"), lang)
    }
}

impl SendPayee {
    pub fn title(&self, lang: Lang) -> String {
        let question = match &self.draft.payee {
            Some(payee) if payee.is_company() => lang.say("send.payee.ask.company"),
            Some(_) => lang.say("send.payee.ask"),
            None => lang.say("send.off.ask"),
        };
        question_title(question, lang)
    }
}

impl SendAmount {
    pub fn title(&self, lang: Lang) -> String {
        question_title(lang.say("send.amount"), lang)
    }

    pub fn has_errors(&self) -> bool {
        self.amount.has_error() || self.description.has_error()
    }
}

impl SendReview {
    pub fn title(&self, lang: Lang) -> String {
        question_title(lang.say("send.check"), lang)
    }

    pub fn has_errors(&self) -> bool {
        refused(&self.note)
    }
}

impl SendTwice {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("twice.title").to_owned()
    }
}

impl SendPin {
    pub fn title(&self, lang: Lang) -> String {
        question_title(lang.say("send.pin"), lang)
    }

    pub fn has_errors(&self) -> bool {
        self.pin_error.is_some() || refused(&self.note)
    }
}

fn question_title(question: &str, lang: Lang) -> String {
    format!("{} · {}", question.trim_end_matches('?'), lang.say("send.title"))
}
