//! One transfer: its parties, its steps, and the slip with its main facts.

mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

pub use model::{PartyFacts, Step, StepState, Transfer};
#[cfg(feature = "ssr")]
pub use present::{is_late, transfer_details};
pub use view::{Timeline, TransferSlip};
