//! A key of a customer, as the bank remembers it. The directory is right; this is the bank's intent and its echo.

use super::AccountId;
use pix::{KeyKind, PixKey, Timestamp};
use uuid::Uuid;

/// How far the bank got with the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyStatus {
    /// Wanted; the directory has not answered yet.
    Registering,
    Active,
    /// Given up; the directory has not answered yet.
    Removing,
}

impl KeyStatus {
    pub const ALL: [KeyStatus; 3] = [KeyStatus::Registering, KeyStatus::Active, KeyStatus::Removing];

    /// The word for it in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registering => "registering",
            Self::Active => "active",
            Self::Removing => "removing",
        }
    }
}

/// A registration of a key, from the first intent on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldKey {
    /// The request that registers it; the directory's entry id.
    pub entry_id: Uuid,
    pub account: AccountId,
    pub kind: KeyKind,
    /// None for a random key until the directory has drawn it.
    pub key: Option<PixKey>,
    pub status: KeyStatus,
    pub created_at: Timestamp,
}

impl HeldKey {
    /// For logs: the key as only its holder recognises it.
    pub fn masked(&self) -> String {
        self.key.as_ref().map_or_else(|| "a random key".to_owned(), PixKey::masked)
    }
}
