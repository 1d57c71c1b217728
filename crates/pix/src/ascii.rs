//! Text of a fixed number of ASCII characters: small, `Copy`, ordered by bytes. It knows no rule about its
//! content.

use std::fmt;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ascii<const N: usize>([u8; N]);

impl<const N: usize> Ascii<N> {
    /// `None` unless `text` is exactly `N` ASCII characters that all satisfy `allowed`.
    pub(crate) fn parse(text: &str, allowed: impl Fn(usize, u8) -> bool) -> Option<Self> {
        let bytes: [u8; N] = text.as_bytes().try_into().ok()?;
        Self::from_bytes(bytes).filter(|_| bytes.iter().enumerate().all(|(i, &b)| allowed(i, b)))
    }

    /// `None` if a byte is not ASCII.
    pub(crate) fn from_bytes(bytes: [u8; N]) -> Option<Self> {
        bytes.is_ascii().then_some(Self(bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("ASCII is UTF-8, and only ASCII is stored")
    }
}

impl<const N: usize> fmt::Debug for Ascii<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}
