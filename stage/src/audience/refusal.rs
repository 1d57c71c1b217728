//! What a phone asked for and does not get, worded so that its owner knows what to do next.

use crate::page::texts::Lang;

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Refusal {
    /// No name, or one that is too long.
    Name,
    /// Every seat is taken.
    Full,
    /// Too many came from one address within a minute.
    Crowd,
    /// Nobody joins a system without banks to join.
    NoBanks,
    /// The phone holds no seat, or one of a stage before this one.
    Stranger,
    /// The bank has not opened the account yet.
    NotYet,
    /// Nobody in the room has that number, or nobody can be paid yet who has.
    Nobody,
    Yourself,
    /// None of the amounts that are offered.
    Amount,
    /// The order has no key to be known by.
    OrderKey,
    /// Faster than anybody taps.
    TooFast,
    /// Too many orders wait for the bank's answer.
    TooMany,
}

const ALL: [Refusal; 12] = [
    Refusal::Name,
    Refusal::Full,
    Refusal::Crowd,
    Refusal::NoBanks,
    Refusal::Stranger,
    Refusal::NotYet,
    Refusal::Nobody,
    Refusal::Yourself,
    Refusal::Amount,
    Refusal::OrderKey,
    Refusal::TooFast,
    Refusal::TooMany,
];

impl Refusal {
    /// Of its word; None for what is none.
    pub fn of(word: &str) -> Option<Refusal> {
        ALL.into_iter().find(|refusal| refusal.word() == word)
    }

    /// The last part of a problem's type.
    pub fn word(self) -> &'static str {
        match self {
            Refusal::Name => "room_name",
            Refusal::Full => "room_full",
            Refusal::Crowd => "room_crowd",
            Refusal::NoBanks => "room_no_banks",
            Refusal::Stranger => "room_stranger",
            Refusal::NotYet => "room_not_yet",
            Refusal::Nobody => "room_nobody",
            Refusal::Yourself => "room_yourself",
            Refusal::Amount => "room_amount",
            Refusal::OrderKey => "room_order_key",
            Refusal::TooFast => "room_too_fast",
            Refusal::TooMany => "room_too_many",
        }
    }

    /// In the language of whoever holds the phone.
    pub fn say(self, lang: Lang) -> &'static str {
        lang.say(match self {
            Refusal::Name => "aud.no.name",
            Refusal::Full => "aud.no.full",
            Refusal::Crowd => "aud.no.crowd",
            Refusal::NoBanks => "aud.no.banks",
            Refusal::Stranger => "aud.no.stranger",
            Refusal::NotYet => "aud.no.yet",
            Refusal::Nobody => "aud.no.nobody",
            Refusal::Yourself => "aud.no.yourself",
            Refusal::Amount => "aud.no.amount",
            Refusal::OrderKey => "aud.no.key",
            Refusal::TooFast => "aud.no.fast",
            Refusal::TooMany => "aud.no.many",
        })
    }
}
