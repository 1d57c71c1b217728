//! The path under which anybody reads a receipt. Whether it is genuine, only the banks can say: whoever holds one
//! asks the own bank, and never the page that a stranger's code leads to.

use std::{fmt, str::FromStr};

use crate::{EndToEndId, ascii::Ascii};

/// `/r/<end-to-end id><proof>`: the proof is 16 characters that the payer's bank makes of the id with its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReceiptPath {
    id: EndToEndId,
    proof: Ascii<16>,
}

/// The text is no path of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a receipt's path is /r/ with the 32 characters of the transfer's id and 16 more")]
pub struct ReceiptPathError;

const PREFIX: &str = "/r/";

impl ReceiptPath {
    /// `proof` has 16 letters, digits, `-` or `_`.
    pub fn new(id: EndToEndId, proof: &str) -> Result<ReceiptPath, ReceiptPathError> {
        let proof = Ascii::parse(proof, |_, b| is_of_token(b)).ok_or(ReceiptPathError)?;
        Ok(ReceiptPath { id, proof })
    }

    pub fn end_to_end_id(&self) -> EndToEndId {
        self.id
    }

    pub fn proof(&self) -> &str {
        self.proof.as_str()
    }

    /// The one receipt that `text` leads to, as a link of whatever host or as the path alone. The host is not kept:
    /// it proves nothing.
    pub fn find(text: &str) -> Option<ReceiptPath> {
        let mut all = text.match_indices(PREFIX).filter_map(|(at, _)| at_start(&text[at + PREFIX.len()..]));
        let one = all.next()?;
        all.all(|other| other == one).then_some(one)
    }
}

impl FromStr for ReceiptPath {
    type Err = ReceiptPathError;

    fn from_str(text: &str) -> Result<ReceiptPath, ReceiptPathError> {
        let token = text.strip_prefix(PREFIX).filter(|token| token.len() == 48).ok_or(ReceiptPathError)?;
        at_start(token).ok_or(ReceiptPathError)
    }
}

impl fmt::Display for ReceiptPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}{}", self.id, self.proof.as_str())
    }
}

fn at_start(text: &str) -> Option<ReceiptPath> {
    let (id, proof) = (text.get(..32)?, text.get(32..48)?);
    let ends = text.as_bytes().get(48).is_none_or(|&b| !is_of_token(b));
    id.parse()
        .ok()
        .filter(|id: &EndToEndId| ends && !id.is_return())
        .and_then(|id| ReceiptPath::new(id, proof).ok())
}

fn is_of_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-_".contains(&b)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PATH: &str = "/r/E1000000120261128143200abcDEF123a1B2c3D4e5F6g7-_";

    #[test]
    fn a_receipt_is_found_in_its_link_whatever_the_host() {
        for text in [
            PATH,
            &format!("https://ipe.example{PATH}"),
            &format!("segue o comprovante: https://ipe.example{PATH}?x=1 valeu"),
            &format!("HTTP://FORGER.EXAMPLE{PATH}."),
            &format!("{PATH} {PATH}"),
        ] {
            let found = ReceiptPath::find(text).unwrap();
            assert_eq!(found.to_string(), PATH, "{text}");
            assert_eq!((found.end_to_end_id().as_str(), found.proof()), (&PATH[3..35], &PATH[35..]));
        }
    }

    #[test]
    fn what_is_cut_longer_or_of_two_receipts_is_none() {
        let other = PATH.replace("a1B2", "zzzz");
        for text in [
            "",
            "/r/",
            &PATH[..50],
            &format!("{PATH}0"),
            &PATH.replace("E1", "D1"),
            &format!("{PATH} {other}"),
        ] {
            assert_eq!(ReceiptPath::find(text), None, "{text}");
            assert_eq!(text.parse::<ReceiptPath>(), Err(ReceiptPathError));
        }
        assert_eq!(PATH.parse::<ReceiptPath>().unwrap().to_string(), PATH);
    }
}
