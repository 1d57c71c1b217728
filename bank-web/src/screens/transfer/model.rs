//! What the payer watches after sending. A receipt shows a [`Transfer`] as it is.

use serde::{Deserialize, Serialize};

use crate::{
    components::{StepState, Transfer},
    form::Tone,
    texts::Lang,
};

/// What one sees after sending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub state: StepState,
    pub title: String,
    /// The sentence below the title.
    pub sum: String,
    pub more: Option<String>,
    /// Still under way: without a script the page asks again by itself.
    pub open: bool,
    pub transfer: Transfer,
}

/// Only of money that arrived is there a receipt; of anything else there are details.
pub fn receipt_title(transfer: &Transfer, lang: Lang) -> &'static str {
    if transfer.tone == Tone::Ok { lang.say("receipt.title") } else { lang.say("result.facts") }
}
