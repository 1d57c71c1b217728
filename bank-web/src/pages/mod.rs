//! One file per page. A page knows what it says; how that looks is the matter of `parts` and `style/`.

mod not_found;
mod welcome;

pub use not_found::NotFound;
pub use welcome::Welcome;
