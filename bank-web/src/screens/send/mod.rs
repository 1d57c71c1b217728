//! `/pix/send`: the four questions of a Pix, and its PIN.

#[cfg(feature = "ssr")]
mod handler;
mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

#[cfg(feature = "ssr")]
pub use handler::{PayeeLookup, SendContext, routes};
pub use model::{Draft, PayeeFacts, SendAmount, SendKey, SendPayee, SendPin, SendReview, SendTwice};
#[cfg(feature = "ssr")]
pub use present::{draft, payee_facts};
pub use view::{
    AmountField, DraftSlip, send_amount, send_key, send_payee, send_pin, send_review, send_twice,
};
