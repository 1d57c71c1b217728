//! A bank that takes part. Refuses to know how it proves who it is.

use pix::{BankCode, Ispb};
use std::{collections::BTreeSet, str::FromStr};

/// A bank in the system. Code and ISPB never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub code: BankCode,
    pub ispb: Ispb,
    pub name: String,
}

/// What a bank may know besides transfers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    Returns,
}

/// What a bank has announced that it knows.
pub type Features = BTreeSet<Feature>;

/// The text names no feature of this hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such feature")]
pub struct FeatureError;

impl Feature {
    pub const ALL: [Feature; 1] = [Feature::Returns];

    /// The name in messages and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Returns => "returns",
        }
    }
}

impl FromStr for Feature {
    type Err = FeatureError;

    fn from_str(text: &str) -> Result<Self, FeatureError> {
        Self::ALL.into_iter().find(|feature| feature.as_str() == text).ok_or(FeatureError)
    }
}
