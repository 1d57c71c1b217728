//! Between the hub's words and the bytes on the topics of the banks (`proto/`). Pure: knows no broker.

mod decode;
mod encode;

use crate::application::ParticipantCache;
use std::sync::Arc;

/// Writes what the hub says to banks, and reads what they say to it.
#[derive(Clone)]
pub struct Codec {
    pub participants: Arc<ParticipantCache>,
}
