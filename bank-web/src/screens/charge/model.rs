//! What the pages of charges show: the wish, one charge, all of them.

use serde::{Deserialize, Serialize};

use crate::{
    components::Qr,
    form::{Field, Note, refused},
    texts::Lang,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewCharge {
    pub amount: Field,
    pub text: Field,
    pub keys: Vec<OwnKey>,
    /// How long it is valid: `15min`, `1h`, `1d`, `7d` or `never`.
    pub expires: String,
    pub once: bool,
    /// The idempotency key: the form makes one charge, however often it is sent.
    pub order: String,
    pub note: Option<Note>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnKey {
    pub key: String,
    /// With its kind.
    pub shown: String,
    pub chosen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChargeState {
    Open,
    Paid,
    Expired,
    Removed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    pub txid: String,
    pub state: ChargeState,
    /// `45,00`; None leaves it to the payer.
    pub amount: Option<String>,
    pub text: String,
    pub key_shown: String,
    pub once: bool,
    pub code: String,
    pub qr: Option<Qr>,
    pub due: Option<String>,
    /// The time of what is shown.
    pub as_of: String,
    pub payments: Vec<Payment>,
    pub balance: String,
    pub account: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    pub name: String,
    pub short: String,
    /// The masked number, and the bank.
    pub more: String,
    pub amount: String,
    pub when: String,
    pub href: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charges {
    pub rows: Vec<ChargeRow>,
    /// `open`, `paid`, `expired`, `removed`, or empty for all.
    pub filter: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeRow {
    pub href: String,
    pub state: ChargeState,
    pub title: String,
    pub when: String,
    pub amount: Option<String>,
}

impl ChargeState {
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            ChargeState::Open => lang.say("charge.status.open"),
            ChargeState::Paid => lang.say("charge.status.paid"),
            ChargeState::Expired => lang.say("charge.status.expired"),
            ChargeState::Removed => lang.say("charge.status.cancelled"),
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            ChargeState::Open | ChargeState::Expired => "clock",
            ChargeState::Paid => "check",
            ChargeState::Removed => "close",
        }
    }

    /// Classes of its chip and of its badge.
    pub fn classes(self) -> (&'static str, &'static str) {
        match self {
            ChargeState::Open => ("chip wait", "badge wait"),
            ChargeState::Paid => ("chip ok", "badge in"),
            ChargeState::Expired | ChargeState::Removed => ("chip", "badge"),
        }
    }
}

impl NewCharge {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("charge.title").to_owned()
    }

    pub fn has_errors(&self) -> bool {
        self.amount.has_error() || self.text.has_error() || refused(&self.note)
    }
}

impl Charge {
    pub fn title(&self, lang: Lang) -> String {
        match self.state {
            ChargeState::Open | ChargeState::Removed => lang.say("charge.one").to_owned(),
            ChargeState::Paid => lang.say("title.charge.paid").to_owned(),
            ChargeState::Expired => lang.say("title.charge.expired").to_owned(),
        }
    }

    pub fn is_open(&self) -> bool {
        self.state == ChargeState::Open
    }
}

impl Charges {
    pub fn title(&self, lang: Lang) -> String {
        lang.say("charges.title").to_owned()
    }
}
