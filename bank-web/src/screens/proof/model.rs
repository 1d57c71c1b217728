//! What the page of a receipt says.

use serde::{Deserialize, Serialize};

use crate::texts::Lang;

/// How the payment stands, or that this cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    Done,
    Travelling,
    /// The payer has the money back.
    Back,
    /// The payer has a part of it back.
    Part,
    /// No payment of this bank has that receipt.
    Unknown,
    /// The bank does not answer.
    Silent,
}

impl Verdict {
    /// As the style sheet names it.
    pub fn state(self) -> &'static str {
        match self {
            Verdict::Done => "done",
            Verdict::Travelling => "now",
            Verdict::Back | Verdict::Part => "back",
            Verdict::Unknown => "no",
            Verdict::Silent => "silent",
        }
    }

    /// A check is for what was paid, and for nothing else.
    pub fn icon(self) -> &'static str {
        match self {
            Verdict::Done => "check",
            Verdict::Travelling => "travel",
            Verdict::Back | Verdict::Part => "back-money",
            Verdict::Unknown => "close",
            Verdict::Silent => "clock",
        }
    }

    /// May change by itself: the page asks again.
    pub fn is_open(self) -> bool {
        matches!(self, Verdict::Travelling | Verdict::Silent)
    }
}

/// The payment, as anybody may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    pub amount: String,
    /// What came back of it, and what stayed; where nothing did, neither.
    pub back: Option<(String, String)>,
    /// Empty until it is known.
    pub payee: String,
    pub payee_more: String,
    pub ago: String,
    pub when: String,
    /// So long ago that it is hardly the sale of now.
    pub old: bool,
    pub payer: String,
    pub payer_more: String,
    /// The last characters of its id.
    pub id_end: String,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub verdict: Verdict,
    pub paid: Option<Paid>,
    /// Who answered, when, and how fast.
    pub asked: String,
    /// What has to stand in the browser's address.
    pub host: String,
}

impl Proof {
    pub fn title(&self, lang: Lang) -> String {
        lang.say(match self.verdict {
            Verdict::Done => "title.v.done",
            Verdict::Travelling => "title.v.now",
            Verdict::Back => "title.v.back",
            Verdict::Part => "title.v.part",
            Verdict::Unknown => "title.v.no",
            Verdict::Silent => "title.v.silent",
        })
        .to_owned()
    }
}
