//! One file per address or two: ask the bank, make the page's value. Nothing is drawn here.

pub mod account;
pub mod demo;
pub mod door;
pub mod events;
pub mod keys;
mod open_account;
pub mod preferences;
pub mod send;
mod send_form;
mod send_order;
pub mod statement;
pub mod transfer;
