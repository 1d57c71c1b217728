//! Every status of the hub as what it proves: a definite no, nothing at all, or that the call was never carried out.
//! The only place that reads codes.
//!
//! Whatever is not proven is unknown: a wrong "unknown" is asked again, a wrong "never" loses a key.

use crate::application::{HoldingBank, HubError, HubRefusal, HubRule};
use std::error::Error;
use tonic::{Code, ConnectError, Status, metadata::MetadataMap};

/// Reads a status that came instead of an answer.
pub fn read(status: &Status) -> HubError {
    let text = status.message().to_owned();
    if let Some(word) = text_of(status.metadata(), "codepix-refusal") {
        return HubRefusal { rule: rule(&word), text, holder: holder(status.metadata()) }.into();
    }
    let said = format!("{:?}: {text}", status.code());
    if never_connected(status) {
        return HubError::NotReached(said);
    }
    match status.code() {
        // The gate stands before everything else; these carry no refusal only when they come from it.
        Code::Unauthenticated | Code::PermissionDenied => {
            HubError::NotReached(format!("{said} (is BANK_nnn_HUB_TOKEN the one the hub knows?)"))
        }
        Code::Ok
        | Code::Cancelled
        | Code::Unknown
        | Code::InvalidArgument
        | Code::DeadlineExceeded
        | Code::NotFound
        | Code::AlreadyExists
        | Code::ResourceExhausted
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unimplemented
        | Code::Internal
        | Code::Unavailable
        | Code::DataLoss => HubError::Unknown(said),
    }
}

fn rule(word: &str) -> HubRule {
    match word {
        "taken" => HubRule::Taken,
        "too_many" => HubRule::TooMany,
        "not_the_owners" => HubRule::NotTheOwners,
        "removed" => HubRule::Removed,
        "request_id_reused" => HubRule::RequestIdReused,
        "not_yours" => HubRule::NotYours,
        _ => HubRule::Other,
    }
}

/// No connection came about, so the channel failed the call without having sent it. A call that was handed to a
/// connection has other errors, and may have arrived whatever they say.
fn never_connected(status: &Status) -> bool {
    let mut source = status.source();
    while let Some(error) = source {
        if error.is::<ConnectError>() {
            return true;
        }
        source = error.source();
    }
    false
}

fn holder(metadata: &MetadataMap) -> Option<HoldingBank> {
    let code = text_of(metadata, "codepix-holder-code")?;
    let name = metadata.get_bin("codepix-holder-name-bin").and_then(|name| name.to_bytes().ok());
    let name = name.and_then(|name| String::from_utf8(name.to_vec()).ok());
    Some(HoldingBank {
        name: name.unwrap_or_else(|| format!("bank {code}")),
        ispb: text_of(metadata, "codepix-holder-ispb")?.parse().ok()?,
        code: code.parse().ok()?,
    })
}

fn text_of(metadata: &MetadataMap, name: &'static str) -> Option<String> {
    Some(metadata.get(name)?.to_str().ok()?.to_owned())
}
