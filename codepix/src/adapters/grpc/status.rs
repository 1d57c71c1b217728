//! Every error of the hub as a gRPC status: the only place that picks codes.
//!
//! A refusal also carries `codepix-refusal` in its metadata, so that no client has to read the text; `taken` also names
//! who holds the key.

use crate::{
    application::{AuthError, BadField, KeyRefusal, NotNow, ParticipantError},
    domain::{DirectoryRefusal, Participant},
};
use engine::Unavailable;
use tonic::{
    Code, Status,
    metadata::{MetadataMap, MetadataValue},
};

/// The caller is refused.
pub fn auth_error(error: AuthError) -> Status {
    let code = match error {
        AuthError::Unknown => Code::Unauthenticated,
        AuthError::NotABank | AuthError::NotTheAdministration => Code::PermissionDenied,
        AuthError::Unavailable(_) => Code::Unavailable,
    };
    Status::new(code, error.to_string())
}

/// The store or the broker is away; the same call again is safe.
pub fn unavailable(unavailable: Unavailable) -> Status {
    Status::unavailable(unavailable.to_string())
}

/// The directory was not asked, or did not answer. This is no refusal: a bank that repeats the call, which is safe, gets
/// its answer later.
pub fn not_now(not_now: NotNow) -> Status {
    let text = not_now.to_string();
    let NotNow::TooOften(wait) = not_now else { return Status::unavailable(text) };
    let mut status = Status::resource_exhausted(text);
    put(status.metadata_mut(), "retry-after", &wait.as_secs().to_string());
    status
}

/// A field of the request cannot be read.
pub fn bad_field(bad: BadField) -> Status {
    refusal(Code::InvalidArgument, "invalid", bad.to_string())
}

/// A bank cannot be added or changed.
pub fn participant(error: ParticipantError) -> Status {
    match error {
        ParticipantError::Clash(_) => refusal(Code::FailedPrecondition, "clash", error.to_string()),
        ParticipantError::Unavailable(error) => unavailable(error),
    }
}

/// The directory refuses. `holder` is the bank that holds the key, if another one does.
pub fn key(refused: &KeyRefusal, holder: Option<&Participant>) -> Status {
    let (code, word) = match refused {
        KeyRefusal::Rule(DirectoryRefusal::Taken(_)) => (Code::AlreadyExists, "taken"),
        KeyRefusal::Rule(DirectoryRefusal::TooMany(_)) => (Code::ResourceExhausted, "too_many"),
        KeyRefusal::Rule(DirectoryRefusal::NotTheOwners) => (Code::FailedPrecondition, "not_the_owners"),
        KeyRefusal::Rule(DirectoryRefusal::Removed) => (Code::FailedPrecondition, "removed"),
        KeyRefusal::Rule(DirectoryRefusal::RequestIdReused) => (Code::InvalidArgument, "request_id_reused"),
        KeyRefusal::Rule(DirectoryRefusal::NotYours) => (Code::PermissionDenied, "not_yours"),
        KeyRefusal::Data(_) => (Code::InvalidArgument, "invalid"),
    };
    let Some(holder) = holder else { return refusal(code, word, refused.to_string()) };
    let text =
        format!("this key is already registered at {} ({}); remove it there first", holder.name, holder.code);
    let mut status = refusal(code, word, text);
    let metadata = status.metadata_mut();
    put(metadata, "codepix-holder-code", holder.code.as_str());
    put(metadata, "codepix-holder-ispb", holder.ispb.as_str());
    // A name has accents, which only binary metadata carries: UTF-8.
    metadata.insert_bin("codepix-holder-name-bin", MetadataValue::from_bytes(holder.name.as_bytes()));
    status
}

fn refusal(code: Code, word: &'static str, text: String) -> Status {
    let mut status = Status::new(code, text);
    status.metadata_mut().insert("codepix-refusal", MetadataValue::from_static(word));
    status
}

fn put(metadata: &mut MetadataMap, name: &'static str, text: &str) {
    if let Ok(value) = text.parse() {
        metadata.insert(name, value);
    }
}
