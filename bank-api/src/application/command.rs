//! What moves money: orders of customers, messages of the hub.

use super::send_pix::SendPix;
use crate::domain::{Forwarded, Settlement};
use pix::EndToEndId;

/// What the hub wrote to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HubMessage {
    Forwarded(Box<Forwarded>),
    Settlement(EndToEndId, Settlement),
}

/// What the writer is handed.
#[derive(Debug, Clone)]
pub enum Command {
    Send(Box<SendPix>),
    Hub(HubMessage),
}
