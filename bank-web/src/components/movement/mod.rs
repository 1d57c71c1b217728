//! A movement of the account as a row of home or of the statement.

mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

pub use model::{Movement, MovementTone};
#[cfg(feature = "ssr")]
pub use present::{Reader, movement_row, payee_names, row_id};
pub use view::{MovementRow, StatementRow, one_of};
