//! The pages as a browser gets them: without a bank behind them, with one that answers what the story needs (`orders`),
//! with one that always answers the same (`customer`, `sentences`); the program itself (`process`); and the colours
//! (`contrast`).

#![allow(clippy::unwrap_used)]

mod codes;
mod contrast;
mod customer;
mod fake_bank;
mod orders;
mod process;
mod receipts;
mod sentences;
mod support;
mod without_bank;
