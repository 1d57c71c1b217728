//! One transfer, as its receipt, its outcome and the side panel of the statement show it.

use serde::{Deserialize, Serialize};

use crate::form::Tone;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    pub end_to_end_id: String,
    /// `Pix enviado`.
    pub title: String,
    pub amount: String,
    pub status: String,
    pub tone: Tone,
    /// Why it was refused, if it was.
    pub reason: Option<String>,
    /// `23/11/2026 às 14:32`.
    pub when: String,
    /// `segunda-feira, 23 de novembro de 2026, às 14:32:07`.
    pub when_long: String,
    pub payer: PartyFacts,
    pub payee: PartyFacts,
    pub key: String,
    pub description: Option<String>,
    pub steps: Vec<Step>,
    /// Leads to another Pix to the same payee, with the text of the button.
    pub again: Option<(String, String)>,
    pub incoming: bool,
    /// Where anybody may see how it stands; the payer's alone.
    pub receipt_url: Option<String>,
}

/// The payer or the payee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyFacts {
    pub name: String,
    /// Masked number and bank, where they are known.
    pub more: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub state: StepState,
    pub title: String,
    pub text: String,
    /// To the hundredth of a second.
    pub at: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepState {
    Done,
    Now,
    Wait,
    No,
    Todo,
}

impl StepState {
    /// As the style sheet writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Wait => "wait",
            StepState::No => "no",
            StepState::Todo => "todo",
        }
    }

    pub fn icon(self) -> Option<&'static str> {
        match self {
            StepState::Done => Some("check"),
            StepState::Wait => Some("clock"),
            StepState::No => Some("close"),
            StepState::Now | StepState::Todo => None,
        }
    }
}

impl Transfer {
    pub fn is_pending(&self) -> bool {
        self.tone == Tone::Wait
    }
}
