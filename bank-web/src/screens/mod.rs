//! One folder per screen: `model.rs` (what it shows), `view.rs` (how it is drawn), and for the server alone
//! `handler.rs` (its routes: ask the bank, make the value) and `present.rs` (how the bank's answer is worded). A file
//! that grew is a folder of the same name.

pub mod charge;
pub mod error;
pub mod home;
pub mod keys;
pub mod login;
pub mod open_account;
pub mod pay_code;
pub mod pix;
pub mod profile;
pub mod proof;
pub mod scan;
pub mod send;
pub mod statement;
pub mod transfer;
pub mod welcome;
