//! Where tests plant faults in a bank's books, as it ships: nothing.

use bank_api::application::Books;
use std::sync::Arc;

/// The same.
pub fn books(inner: Arc<dyn Books>) -> Arc<dyn Books> {
    inner
}
