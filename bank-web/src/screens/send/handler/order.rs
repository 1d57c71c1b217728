//! An order from its review to its PIN: whether it was accepted already, and whether the same was paid a moment ago.
//! The bank is asked for both, so that no browser's or server's memory decides whether money moves.

use bank_contract::{AccountJson, EntryKind, StatusJson, StepJson, TransferJson, problem};
use futures::future::try_join_all;
use pix::{Cents, Timestamp};

use super::context::SendContext;
use crate::{
    form::Note,
    format::Clock,
    page::Page,
    screens::send::{Draft, SendPin, SendReview, SendTwice},
    server::{Answer, bank_api::Problem},
};

/// Within this time the same amount to the same person may be a mistake.
const TWICE_SECONDS: i64 = 10 * 60;
/// Of so many transfers of the same amount the payee is compared; nobody makes more in that time.
const COMPARED_MAX: usize = 10;

/// A transfer because of which an order must not simply go on to its PIN.
pub enum PriorTransfer {
    None,
    /// The order was accepted already, and became this.
    OfThisOrder(Box<TransferJson>),
    /// The same was paid a moment ago.
    Duplicate(Box<TransferJson>),
}

impl SendContext<'_> {
    /// The transfer that the order became; None if it was not accepted yet.
    pub async fn made_from(&self, order: &str) -> Result<Option<TransferJson>, Problem> {
        if order.is_empty() {
            return Ok(None);
        }
        match self.app.bank.transfer_of_order(self.token, order).await {
            Ok(transfer) => Ok(Some(transfer)),
            Err(problem) if problem.is(problem::NOT_FOUND) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    pub async fn prior_transfer(&self, draft: &Draft, amount: Cents) -> Result<PriorTransfer, Problem> {
        // The duplicate is looked for first: if it is this very order, accepted in this moment, the second request
        // finds that out.
        let duplicate = if draft.twice { None } else { self.duplicate(draft, amount).await? };
        if let Some(made) = self.made_from(&draft.order).await? {
            return Ok(PriorTransfer::OfThisOrder(Box::new(made)));
        }
        Ok(duplicate.map_or(PriorTransfer::None, |duplicate| PriorTransfer::Duplicate(Box::new(duplicate))))
    }

    /// The last transfer of this amount to this payee within the last minutes that was not refunded.
    async fn duplicate(&self, draft: &Draft, amount: Cents) -> Result<Option<TransferJson>, Problem> {
        let now = Timestamp::now().as_second();
        let statement = self.app.bank.statement(self.token, "limit=50&direction=out").await?;
        let equal = statement.entries.into_iter().filter(|entry| {
            entry.kind == EntryKind::Sent
                && entry.status != Some(StatusJson::Rejected)
                && -entry.amount_cents == amount.get()
                && now - entry.at.as_second() < TWICE_SECONDS
        });
        let ids = equal.filter_map(|entry| entry.end_to_end_id).take(COMPARED_MAX);
        let asked = ids.map(async |id| self.app.bank.transfer(self.token, &id).await);
        let transfers = try_join_all(asked).await?;
        Ok(transfers.into_iter().find(|transfer| is_to(transfer, draft)))
    }

    /// A page of another account, which was logged in before, leads to nothing here; this account gets an order of its
    /// own.
    pub fn order_of_another_account(&self, me: &AccountJson, draft: Draft) -> Answer {
        let note = Note::other_account(&me.name, self.request.lang);
        self.review(me, new_order(me, draft), Some(note))
    }

    pub fn review(&self, me: &AccountJson, draft: Draft, note: Option<Note>) -> Answer {
        Answer::inside(me, Page::SendReview(SendReview { draft, note }))
    }

    pub async fn ask_pin(&self, me: &AccountJson, draft: Draft, amount: Cents) -> Result<Answer, Problem> {
        Ok(match self.prior_transfer(&draft, amount).await? {
            PriorTransfer::OfThisOrder(made) => Answer::Redirect(result_page(&made.end_to_end_id)),
            PriorTransfer::Duplicate(duplicate) => self.ask_whether_twice(me, draft, &duplicate),
            PriorTransfer::None => pin_page(me, draft, None, None),
        })
    }

    pub fn ask_whether_twice(&self, me: &AccountJson, draft: Draft, duplicate: &TransferJson) -> Answer {
        let lang = self.request.lang;
        let clock = Clock::now(lang);
        let ago = clock.ago(duplicate.at(StepJson::Pending).unwrap_or(clock.now));
        let words = if duplicate.status == StatusJson::Completed { "twice.lead" } else { "twice.lead.open" };
        let ago = lang.fill(words, &[("time", &ago)]);
        let made = result_page(&duplicate.end_to_end_id);
        Answer::inside(me, Page::SendTwice(SendTwice { draft: Draft { twice: true, ..draft }, ago, made }))
    }
}

pub fn new_order(me: &AccountJson, draft: Draft) -> Draft {
    Draft { order: uuid::Uuid::new_v4().to_string(), account: me.number.clone(), twice: false, ..draft }
}

pub fn pin_page(me: &AccountJson, draft: Draft, pin_error: Option<String>, note: Option<Note>) -> Answer {
    Answer::inside(me, Page::SendPin(SendPin { draft, pin_error, note }))
}

pub fn result_page(end_to_end_id: &str) -> String {
    format!("/transfers/{end_to_end_id}?view=result")
}

/// Whether it went to the same key, or to another key of the same payee.
fn is_to(transfer: &TransferJson, draft: &Draft) -> bool {
    let same_person = transfer.payee.as_ref().zip(draft.payee.as_ref()).is_some_and(|(paid, payee)| {
        (&paid.name, &paid.tax_id_masked, &paid.bank.name) == (&payee.name, &payee.tax_id, &payee.bank)
    });
    transfer.key == draft.key || same_person
}
