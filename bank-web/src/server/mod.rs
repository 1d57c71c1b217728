//! The server around the pages: settings, router, headers, health, start and end. What a page shows is not
//! its business.

mod assets;
mod headers;
mod health;
mod router;
mod run;
mod settings;

pub use health::ask;
pub use router::router;
pub use run::serve;
pub use settings::Settings;
