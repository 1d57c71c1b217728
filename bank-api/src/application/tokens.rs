//! The token of a session, as it is kept.

use sha2::{Digest as _, Sha256};

/// SHA-256 of a session's token.
pub type TokenHash = [u8; 32];

/// A token is long and random, so a plain hash is enough.
pub fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}
