//! Who was paid lately.

mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

pub use model::RecentPayee;
#[cfg(feature = "ssr")]
pub use present::recent_payees;
pub use view::{RecentPayeeRows, RecentPayees};
