//! Why a code cannot be paid, or cannot be made.

use crate::KeyError;

/// Why a text is no code that can be paid. Nothing was sent in any of these cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("the text is too long: paste the code alone, at most {} characters", super::TEXT_MAX_BYTES)]
    TooLong,
    #[error("this is no Pix code: one begins with 000201 and names br.gov.bcb.pix")]
    NotACode,
    #[error("the code is incomplete: copy it again from beginning to end, or ask for it again")]
    Incomplete,
    #[error(
        "a character of the code changed on its way: copy it again from where it came, or ask for it again"
    )]
    Checksum,
    #[error("the text holds several codes: paste the one to pay")]
    Several,
    #[error("this code is of another way to pay, not of Pix")]
    NotPix,
    #[error(
        "the code names a key and a charge, or two of them, so that nobody can say who is paid: ask for it again"
    )]
    TwoPayees,
    #[error("the code names nobody to pay: ask for it again")]
    NoPayee,
    #[error("the key inside the code does not exist: ask for the code again")]
    Key(KeyError),
    #[error("the address inside the code is none: ask for the code again")]
    Location,
    #[error("the amount inside the code is none, like 1,50 or 0.00: ask for the code again")]
    Amount,
    #[error("the code asks for another currency than the real")]
    Currency,
    #[error("the code is not of Brazil, or does not say so: ask for it again")]
    Country,
}

/// Why no code can be made of these values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    #[error("a code asks for at least R$ 0,01 and at most R$ 9.999.999.999,99")]
    Amount,
    #[error("the identifier of a code has 1 to 25 letters and digits, without accents, spaces and hyphens")]
    Txid,
    #[error("the address of a charge has at most 77 characters")]
    Location,
}
