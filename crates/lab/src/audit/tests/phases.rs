//! Transfers between the two banks, as the services would have written them at each phase of the way.

use super::fixture::{Fixture, IPE, ISPBS, MARE};

/// How far a transfer between the banks has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Accepted,
    Registered,
    Credited,
    Confirmed,
    Settled,
    Completed,
    /// The payee's bank has refused it, the hub does not know yet.
    Refused,
    Rejected,
    Refunded,
    RefundRecorded,
    /// The hub knew no such key; refunded.
    UnknownKey,
}

impl Phase {
    pub const ALL: [Phase; 11] = [
        Phase::Accepted,
        Phase::Registered,
        Phase::Credited,
        Phase::Confirmed,
        Phase::Settled,
        Phase::Completed,
        Phase::Refused,
        Phase::Rejected,
        Phase::Refunded,
        Phase::RefundRecorded,
        Phase::UnknownKey,
    ];
}

impl Fixture {
    /// A transfer of `cents` from bank 001 to bank 002, as it is at `phase`; its id.
    pub async fn transfer(&self, cents: i64, phase: Phase) -> String {
        self.send((1, 2), cents, phase).await
    }

    /// As [`Fixture::transfer`], from bank 002 to bank 001.
    pub async fn back(&self, cents: i64, phase: Phase) -> String {
        self.send((2, 1), cents, phase).await
    }

    async fn send(&self, (from, to): (usize, usize), cents: i64, phase: Phase) -> String {
        let id = self.mint(from);
        self.origin(from, &id, cents, phase).await;
        if phase >= Phase::Registered {
            self.hub(to, &id, cents, phase).await;
        }
        match phase {
            Phase::Accepted | Phase::Registered | Phase::UnknownKey => {}
            Phase::Refused | Phase::Rejected | Phase::Refunded | Phase::RefundRecorded => {
                self.side(to, (&id, "in", "rejected"), cents).await;
            }
            Phase::Credited | Phase::Confirmed | Phase::Settled | Phase::Completed => {
                self.side(to, (&id, "in", "completed"), cents).await;
                self.post(to, "received", (2, MARE), (&format!("'{id}'"), cents)).await;
            }
        }
        id
    }

    async fn origin(&self, bank: usize, id: &str, cents: i64, phase: Phase) {
        let quoted = format!("'{id}'");
        self.post(bank, "sent", (IPE, 1), (&quoted, cents)).await;
        match phase {
            Phase::Settled | Phase::Completed => {
                self.side(bank, (id, "out", "completed"), cents).await;
                self.post(bank, "settled", (1, 2), (&quoted, cents)).await;
            }
            Phase::Refunded | Phase::RefundRecorded | Phase::UnknownKey => {
                self.side(bank, (id, "out", "rejected"), cents).await;
                self.post(bank, "refund", (1, IPE), (&quoted, cents)).await;
            }
            Phase::Accepted
            | Phase::Registered
            | Phase::Credited
            | Phase::Confirmed
            | Phase::Refused
            | Phase::Rejected => {
                self.side(bank, (id, "out", "pending"), cents).await;
                self.ask(bank, id).await;
            }
        }
    }

    async fn hub(&self, to: usize, id: &str, cents: i64, phase: Phase) {
        let (status, asks) = match phase {
            Phase::Accepted | Phase::Registered | Phase::Credited | Phase::Refused => ("pending", true),
            Phase::Confirmed | Phase::Settled => ("confirmed", true),
            Phase::Completed => ("completed", false),
            Phase::Rejected | Phase::Refunded => ("rejected", true),
            Phase::RefundRecorded | Phase::UnknownKey => ("refunded", false),
        };
        let destination = match phase {
            Phase::UnknownKey => "null".to_owned(),
            _ => format!("'{}'", ISPBS[to - 1]),
        };
        let credited = ["confirmed", "completed"].contains(&status);
        let refused = ["rejected", "refunded"].contains(&status);
        let now = |holds: bool| if holds { "now()" } else { "null" };
        self.sql(
            0,
            &format!(
                "insert into transfers (end_to_end_id, status, amount_cents, key, description, payer_branch,
                     payer_account, destination, payee_name, reason, registered_at, confirmed_at, completed_at,
                     rejected_at, refunded_at, version)
                 values ('{id}', '{status}', {cents}, 'k', '', '0001', '{IPE}', {destination},
                     case when {credited} then 'P' end, case when {refused} then 'refused' end, now(), {}, {}, {}, {}, 1)",
                now(credited),
                now(status == "completed"),
                now(refused),
                now(status == "refunded")
            ),
        )
        .await;
        if asks {
            self.ask(0, id).await;
        }
    }
}
