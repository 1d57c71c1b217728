//! How values are written for people: money, dates, names, keys. The browser uses them too, except for dates: it is not
//! sent a time zone database.

#[cfg(feature = "ssr")]
mod clock;
mod keys;
mod lines;
mod money;
mod names;
mod url;

#[cfg(feature = "ssr")]
pub use clock::Clock;
pub use keys::{is_company, key_as_written, stored_key_as_written, tax_id_label};
pub use lines::pieces;
pub use money::{bare_money, money, signed_money};
pub use names::{initials, short_name};
pub use url::{pay_page, url_encoded};
