//! What moves money: orders of customers, messages of the hub.

use super::{return_pix::ReturnPix, send_pix::SendPix};
use crate::domain::{Forwarded, ReturnForwarded, Settlement};
use pix::EndToEndId;

/// What the hub wrote to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HubMessage {
    Forwarded(Box<Forwarded>),
    Returned(Box<ReturnForwarded>),
    Settlement(EndToEndId, Settlement),
}

/// What the writer is handed.
#[derive(Debug, Clone)]
pub enum Command {
    Send(Box<SendPix>),
    Return(Box<ReturnPix>),
    Hub(HubMessage),
}
