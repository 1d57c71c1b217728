//! The error page, for an address that does not exist or a service that failed. It has no route: any may answer with it.

mod model;
mod view;

pub use model::ErrorPage;
pub use view::error_page;
