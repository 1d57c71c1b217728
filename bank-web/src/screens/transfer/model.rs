//! What the outcome page shows. The receipt shows a [`Transfer`] as it is.

use serde::{Deserialize, Serialize};

use crate::{
    components::{StepState, Transfer},
    form::Tone,
    texts::Lang,
};

/// Of a Pix that was just sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub state: StepState,
    pub title: String,
    /// The sentence below the title.
    pub sum: String,
    pub more: Option<String>,
    /// Still pending: without scripts the page reloads itself.
    pub open: bool,
    pub transfer: Transfer,
}

/// There is a receipt only of money that arrived; anything else has details.
pub fn receipt_title(transfer: &Transfer, lang: Lang) -> &'static str {
    if transfer.tone == Tone::Ok { lang.say("receipt.title") } else { lang.say("result.facts") }
}
