//! What pages are made of. Parts draw; they fetch nothing and decide nothing.

mod account;
mod amount_field;
mod buttons;
mod clipboard;
mod door;
mod eye;
mod faces;
mod field;
mod icon;
mod key_row;
mod live_word;
mod movement;
mod note;
mod sending;
mod slip;
mod timeline;
mod written;

pub use account::{Account, ForAccount, PageHead};
pub use amount_field::AmountField;
pub use buttons::{CopyButton, PrintButton, Submit, send_once};
pub use door::{Door, LanguageSwitch};
pub use eye::{Amount, Eye};
pub use faces::{Faces, People};
pub use field::{Errors, FieldError, PinField, TextField, described_by};
pub use icon::icon;
pub use key_row::{OwnKeys, key_icon};
pub use live_word::LiveWord;
pub use movement::{MovementRow, StatementRow, one_of};
pub use note::NoteBox;
pub use sending::{DraftSlip, SendHead};
pub use slip::Slip;
pub use timeline::Timeline;
pub use written::{emphasised, written};

use leptos::prelude::expect_context;

use crate::{copy::Lang, model::Frame};

/// What stands around the page that is being drawn.
pub fn frame() -> Frame {
    expect_context()
}

/// The language of the page that is being drawn.
pub fn lang() -> Lang {
    frame().lang
}
