//! What of a batch may be committed, judged by what stands there. Pure, and one for all stores.
//!
//! A change that was decided on a state which is no longer the present one is left out, as is one that would take an
//! account below zero. Each is all or nothing: what is left out leaves no trace.

use super::tokens::TokenHash;
use crate::domain::{
    AccountId, Decision, Ledger, PinChange, PinState, Posting, Question, Returned, Side, Transfer,
};
use engine::Outcome;
use outbox::Message;
use pix::{Cents, EndToEndId};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// One decision, with what it says as bytes to send.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Each of its transfers only on the version before it; version 1 only where there is none.
    pub decision: Decision,
    pub message: Option<Message>,
    /// Only where these stand still.
    pub grounds: Option<Grounds>,
}

/// What an order was decided on, besides accounts and transfers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// The live session, and whose it is.
    pub session: (TokenHash, AccountId),
    /// The key that is paid, if one is, and its registration where it is active in this bank.
    pub key: Option<(String, Option<Uuid>)>,
}

impl Change {
    /// The accounts whose balance, PIN or standing it depends on.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> {
        let Decision { postings, pin, open, .. } = &self.decision;
        let posted = postings.iter().flat_map(|posting| [posting.debit, posting.credit]);
        let posted = posted.filter_map(Ledger::customer);
        posted.chain(pin.map(|pin| pin.account)).chain(open.iter().copied())
    }

    /// What becomes of the row of an open question.
    fn question(&self) -> Option<(EndToEndId, outbox::Question)> {
        match (self.decision.question, &self.message) {
            (Question::Ask(id), Some(message)) => Some((id, outbox::Question::Ask(message.clone()))),
            (Question::Close(id), _) => Some((id, outbox::Question::Close)),
            (Question::Ask(_) | Question::Keep, _) => None,
        }
    }
}

/// What of an account can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub balance: Cents,
    pub open: bool,
    pub pin: PinState,
}

/// What stands there: as it was read, or under lock.
#[derive(Debug, Clone, Default)]
pub struct Present {
    /// Of sides that are there.
    pub versions: HashMap<(EndToEndId, Side), i64>,
    pub accounts: HashMap<AccountId, Standing>,
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Admission<'a> {
    /// One for each change, in order.
    pub outcomes: Vec<Outcome>,
    /// The last state of each, in the order in which all batches write them, so that none waits for another in a circle.
    pub transfers: BTreeMap<(EndToEndId, Side), &'a Transfer>,
    /// In order of decision, with the customer's balance after it.
    pub postings: Vec<(&'a Posting, Option<Cents>)>,
    /// The new standing of each account that changes, in the order in which all batches write them.
    pub accounts: BTreeMap<AccountId, Standing>,
    pub questions: Vec<(EndToEndId, outbox::Question)>,
    pub returned: Vec<&'a Returned>,
}

/// Lets in what holds, in order.
pub fn admit<'a>(changes: &'a [Change], present: &Present) -> Admission<'a> {
    let mut versions = present.versions.clone();
    let mut admission = Admission::default();
    for change in changes {
        let Change { decision, .. } = change;
        let outcome = match try_decision(decision, &versions, &present.accounts, &admission.accounts) {
            Some((accounts, postings)) => {
                let transfers = decision.transfers.iter();
                versions.extend(transfers.clone().map(|next| ((next.id, next.side), next.version)));
                admission.transfers.extend(transfers.map(|next| ((next.id, next.side), next)));
                admission.accounts.extend(accounts);
                admission.postings.extend(postings);
                admission.questions.extend(change.question());
                admission.returned.extend(&decision.returned);
                Outcome::Committed
            }
            None => Outcome::Stale,
        };
        admission.outcomes.push(outcome);
    }
    admission
}

type Effects<'a> = (HashMap<AccountId, Standing>, Vec<(&'a Posting, Option<Cents>)>);

/// The effects of a decision, or None when it does not hold.
fn try_decision<'a>(
    decision: &'a Decision,
    versions: &HashMap<(EndToEndId, Side), i64>,
    before: &HashMap<AccountId, Standing>,
    changed: &BTreeMap<AccountId, Standing>,
) -> Option<Effects<'a>> {
    let version = |next: &Transfer| versions.get(&(next.id, next.side)).copied().unwrap_or(0);
    if decision.transfers.iter().any(|next| version(next) + 1 != next.version) {
        return None;
    }
    let present = |id: AccountId| changed.get(&id).or_else(|| before.get(&id)).copied();
    if !decision.open.iter().all(|id| present(*id).is_some_and(|account| account.open)) {
        return None;
    }
    let mut accounts = HashMap::new();
    if let Some(PinChange { account, before, after }) = decision.pin {
        let standing = present(account).filter(|standing| standing.pin == before)?;
        accounts.insert(account, Standing { pin: after, ..standing });
    }
    let mut postings = Vec::with_capacity(decision.postings.len());
    for posting in &decision.postings {
        let mut after = None;
        for (ledger, sign) in [(posting.debit, -1), (posting.credit, 1)] {
            let Some(id) = ledger.customer() else { continue };
            let standing = accounts.get(&id).copied().or_else(|| present(id))?;
            let balance = match sign {
                -1 => {
                    standing.balance.checked_sub(posting.amount).filter(|balance| !balance.is_negative())?
                }
                _ => standing.balance.checked_add(posting.amount).filter(|after| posting.fits(*after))?,
            };
            accounts.insert(id, Standing { balance, ..standing });
            after = Some(balance);
        }
        postings.push((posting, after));
    }
    Some((accounts, postings))
}
