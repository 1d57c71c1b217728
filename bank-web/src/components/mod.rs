//! What several screens are made of. Components draw; they fetch nothing and decide nothing. One whose value comes from
//! the bank is a folder like a screen: `model.rs` (the value), `view.rs` (how it is drawn), `present.rs` (how the server
//! makes it out of the bank's answer).

mod account_layout;
mod amount;
mod buttons;
mod clipboard;
mod context;
mod field;
mod icon;
mod in_memory;
mod live_status;
mod movement;
mod note;
mod own_keys;
mod public_layout;
mod qr;
mod recent_payees;
mod slip;
mod text;
mod transfer;

pub use account_layout::{AccountLayout, ForAccount, PageHead};
pub use amount::{Amount, HideAmounts};
pub use buttons::{CopyButton, PrintButton, Submit, send_once};
pub use context::{frame, lang};
pub use field::{ErrorSummary, FieldError, PinField, TextField, described_by};
pub use icon::icon;
pub use in_memory::InMemory;
pub use live_status::LiveStatus;
pub use movement::{Movement, MovementRow, MovementTone, StatementRow, one_of};
#[cfg(feature = "ssr")]
pub use movement::{Reader, movement_row, payee_names, row_id};
pub use note::NoteBox;
pub use own_keys::{KeyRow, OwnKeys, key_icon};
#[cfg(feature = "ssr")]
pub use own_keys::{active_keys, key_row};
pub use public_layout::{LanguageSwitch, PublicLayout};
pub use qr::{Qr, QrCode};
#[cfg(feature = "ssr")]
pub use recent_payees::recent_payees;
pub use recent_payees::{RecentPayee, RecentPayeeRows, RecentPayees};
pub use slip::Slip;
pub use text::{breakable, with_bold};
pub use transfer::{PartyFacts, Step, StepState, Timeline, Transfer, TransferSlip};
#[cfg(feature = "ssr")]
pub use transfer::{is_late, transfer_details};
