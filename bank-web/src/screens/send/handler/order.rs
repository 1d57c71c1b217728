//! An order from its review to its PIN: whether it was accepted already, and whether the same was paid a moment ago. Both
//! are asked of the bank, so neither a browser's memory nor ours decides whether money moves.

use futures::future::try_join_all;
use pix::{Cents, Timestamp};

use super::context::SendContext;
use crate::{
    form::Note,
    format::Clock,
    page::Page,
    screens::send::{Draft, SendPin, SendReview, SendTwice},
    server::{
        Answer,
        bank_api::{AccountJson, Problem, TransferJson},
    },
};

/// Within this time the same amount to the same person may be a mistake.
const TWICE_SECONDS: i64 = 10 * 60;
/// Equal amounts of that time which are looked at; more than a person pays.
const LOOKED_AT: usize = 10;

/// What stands between an order and its PIN.
pub enum PriorTransfer {
    Nothing,
    /// It was accepted, and became this.
    Made(Box<TransferJson>),
    /// The same was paid a moment ago.
    Twin(Box<TransferJson>),
}

impl SendContext<'_> {
    /// The transfer that the order became; None while it became none.
    pub async fn made(&self, order: &str) -> Result<Option<TransferJson>, Problem> {
        if order.is_empty() {
            return Ok(None);
        }
        match self.app.bank.ordered(self.token, order).await {
            Ok(transfer) => Ok(Some(transfer)),
            Err(problem) if problem.is("not_found") => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    pub async fn before(&self, draft: &Draft, amount: Cents) -> Result<PriorTransfer, Problem> {
        // The twin is looked for first: if it is this very order, accepted meanwhile, the second question tells.
        let twin = if draft.twice { None } else { self.twin(draft, amount).await? };
        if let Some(made) = self.made(&draft.order).await? {
            return Ok(PriorTransfer::Made(Box::new(made)));
        }
        Ok(twin.map_or(PriorTransfer::Nothing, |twin| PriorTransfer::Twin(Box::new(twin))))
    }

    /// The last transfer of this amount to this person within the last minutes, unless the money came back.
    async fn twin(&self, draft: &Draft, amount: Cents) -> Result<Option<TransferJson>, Problem> {
        let now = Timestamp::now().as_second();
        let statement = self.app.bank.statement(self.token, "limit=50&direction=out").await?;
        let equal = statement.entries.into_iter().filter(|entry| {
            entry.kind == "sent"
                && entry.status.as_deref() != Some("rejected")
                && -entry.amount_cents == amount.get()
                && now - entry.at.as_second() < TWICE_SECONDS
        });
        let ids = equal.filter_map(|entry| entry.end_to_end_id).take(LOOKED_AT);
        let asked = ids.map(async |id| self.app.bank.transfer(self.token, &id).await);
        let transfers = try_join_all(asked).await?;
        Ok(transfers.into_iter().find(|transfer| is_to(transfer, draft)))
    }

    pub fn review(&self, me: &AccountJson, draft: Draft, note: Option<Note>) -> Answer {
        Answer::inside(me, Page::SendReview(SendReview { draft, note }))
    }

    pub async fn ask_pin(&self, me: &AccountJson, draft: Draft, amount: Cents) -> Result<Answer, Problem> {
        Ok(match self.before(&draft, amount).await? {
            PriorTransfer::Made(made) => Answer::To(result_page(&made.end_to_end_id)),
            PriorTransfer::Twin(twin) => self.ask_whether_twice(me, draft, &twin),
            PriorTransfer::Nothing => pin_page(me, draft, None, None),
        })
    }

    pub fn ask_whether_twice(&self, me: &AccountJson, draft: Draft, twin: &TransferJson) -> Answer {
        let lang = self.request.lang;
        let clock = Clock::now(lang);
        let ago = clock.ago(twin.at("pending").unwrap_or(clock.now));
        let words = if twin.status == "completed" { "twice.lead" } else { "twice.lead.open" };
        let ago = lang.fill(words, &[("time", &ago)]);
        let made = result_page(&twin.end_to_end_id);
        Answer::inside(me, Page::SendTwice(SendTwice { draft: Draft { twice: true, ..draft }, ago, made }))
    }
}

pub fn pin_page(me: &AccountJson, draft: Draft, pin_error: Option<String>, note: Option<Note>) -> Answer {
    Answer::inside(me, Page::SendPin(SendPin { draft, account: me.number.clone(), pin_error, note }))
}

pub fn result_page(end_to_end_id: &str) -> String {
    format!("/transfers/{end_to_end_id}?view=result")
}

/// By the same key, or by another one of the same person.
fn is_to(transfer: &TransferJson, draft: &Draft) -> bool {
    let same_person = transfer.payee.as_ref().zip(draft.payee.as_ref()).is_some_and(|(paid, payee)| {
        (&paid.name, &paid.tax_id_masked, &paid.bank.name) == (&payee.name, &payee.tax_id, &payee.bank)
    });
    transfer.key == draft.key || same_person
}
