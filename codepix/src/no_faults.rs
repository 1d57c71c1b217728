//! Where tests plant faults in the hub's stores, as it ships: nothing.

use codepix::application::Stores;

/// The same.
pub fn stores(inner: Stores) -> Stores {
    inner
}
