//! Codes as ours are made: every field in its order and within its bounds, ASCII only, so that the pickiest reader
//! takes them.

use super::{
    DynamicCode, EncodeError, GUI, Location, Merchant, StaticCode, crc16::crc16, merchant::fold, tlv,
};
use crate::Cents;

/// What a template can hold.
const TEMPLATE_MAX: usize = 99;
const AMOUNT_MAX: usize = 13;

impl StaticCode {
    /// The text of the code, as it is copied and as it is drawn. The description is folded to ASCII and cut to what
    /// fits beside the key.
    pub fn encode(&self) -> Result<String, EncodeError> {
        let txid = match &self.txid {
            Some(txid) if txid.is_static() => txid.as_str(),
            Some(_) => return Err(EncodeError::Txid),
            None => "***",
        };
        let amount = self.amount.map(written).transpose()?;
        let mut code = String::from("000201");
        tlv::push(&mut code, 26, &self.account());
        finish(code, amount.as_deref(), &self.merchant, txid)
    }

    /// The template that says who is paid, and for what.
    fn account(&self) -> String {
        let mut account = String::new();
        tlv::push(&mut account, 0, GUI);
        tlv::push(&mut account, 1, self.key.as_str());
        let room = TEMPLATE_MAX.saturating_sub(account.len() + 4);
        let words = self.description.as_ref().map_or("", |description| description.as_str());
        let words = fold(words, room, |c| matches!(c, ' '..='~'));
        if !words.is_empty() {
            tlv::push(&mut account, 2, &words);
        }
        account
    }
}

impl DynamicCode {
    /// The text of the code. What is to be paid, only its location says.
    pub fn encode(&self) -> Result<String, EncodeError> {
        if self.location.as_str().len() > Location::MAX_BYTES {
            return Err(EncodeError::Location);
        }
        let mut account = String::new();
        tlv::push(&mut account, 0, GUI);
        tlv::push(&mut account, 25, self.location.as_str());
        // To be used once.
        let mut code = String::from("000201010212");
        tlv::push(&mut code, 26, &account);
        finish(code, None, &self.merchant, "***")
    }
}

/// What both kinds end in.
fn finish(
    mut code: String,
    amount: Option<&str>,
    merchant: &Merchant,
    txid: &str,
) -> Result<String, EncodeError> {
    // A merchant that was read from another's code is folded here.
    let merchant = Merchant::new(merchant.name(), merchant.city());
    tlv::push(&mut code, 52, "0000");
    tlv::push(&mut code, 53, "986");
    if let Some(amount) = amount {
        tlv::push(&mut code, 54, amount);
    }
    tlv::push(&mut code, 58, "BR");
    tlv::push(&mut code, 59, merchant.name());
    tlv::push(&mut code, 60, merchant.city());
    tlv::push(&mut code, 62, &format!("05{:02}{txid}", txid.len()));
    code.push_str("6304");
    let checksum = crc16(code.as_bytes());
    Ok(code + &format!("{checksum:04X}"))
}

/// `123.45`: a point, two decimals, no thousands.
fn written(amount: Cents) -> Result<String, EncodeError> {
    let text = format!("{}.{:02}", amount.get() / 100, amount.get() % 100);
    (amount.is_positive() && text.len() <= AMOUNT_MAX).then_some(text).ok_or(EncodeError::Amount)
}
