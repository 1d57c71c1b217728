//! An address that is none, or a service that failed. The server answers with it in the place of any page.

mod model;
mod view;

pub use model::ErrorPage;
pub use view::error_page;
