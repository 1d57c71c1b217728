//! Transfers between the banks of a town, as the services would have written them at each stage of the way.

use super::town::{IPE, ISPBS, MARE, Town};

/// Where a transfer between the banks has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
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

impl Stage {
    pub const ALL: [Stage; 11] = [
        Stage::Accepted,
        Stage::Registered,
        Stage::Credited,
        Stage::Confirmed,
        Stage::Settled,
        Stage::Completed,
        Stage::Refused,
        Stage::Rejected,
        Stage::Refunded,
        Stage::RefundRecorded,
        Stage::UnknownKey,
    ];
}

impl Town {
    /// A transfer of `cents` from bank 001 to bank 002, as it stands at `stage`; its id.
    pub async fn transfer(&self, cents: i64, stage: Stage) -> String {
        self.send((1, 2), cents, stage).await
    }

    /// The same from bank 002 to bank 001.
    pub async fn back(&self, cents: i64, stage: Stage) -> String {
        self.send((2, 1), cents, stage).await
    }

    async fn send(&self, (from, to): (usize, usize), cents: i64, stage: Stage) -> String {
        let id = self.mint(from);
        self.origin(from, &id, cents, stage).await;
        if stage >= Stage::Registered {
            self.hub(to, &id, cents, stage).await;
        }
        match stage {
            Stage::Accepted | Stage::Registered | Stage::UnknownKey => {}
            Stage::Refused | Stage::Rejected | Stage::Refunded | Stage::RefundRecorded => {
                self.side(to, (&id, "in", "rejected"), cents).await;
            }
            Stage::Credited | Stage::Confirmed | Stage::Settled | Stage::Completed => {
                self.side(to, (&id, "in", "completed"), cents).await;
                self.post(to, "received", (2, MARE), (&format!("'{id}'"), cents)).await;
            }
        }
        id
    }

    async fn origin(&self, bank: usize, id: &str, cents: i64, stage: Stage) {
        let quoted = format!("'{id}'");
        self.post(bank, "sent", (IPE, 1), (&quoted, cents)).await;
        match stage {
            Stage::Settled | Stage::Completed => {
                self.side(bank, (id, "out", "completed"), cents).await;
                self.post(bank, "settled", (1, 2), (&quoted, cents)).await;
            }
            Stage::Refunded | Stage::RefundRecorded | Stage::UnknownKey => {
                self.side(bank, (id, "out", "rejected"), cents).await;
                self.post(bank, "refund", (1, IPE), (&quoted, cents)).await;
            }
            Stage::Accepted
            | Stage::Registered
            | Stage::Credited
            | Stage::Confirmed
            | Stage::Refused
            | Stage::Rejected => {
                self.side(bank, (id, "out", "pending"), cents).await;
                self.ask(bank, id).await;
            }
        }
    }

    async fn hub(&self, to: usize, id: &str, cents: i64, stage: Stage) {
        let (status, asks) = match stage {
            Stage::Accepted | Stage::Registered | Stage::Credited | Stage::Refused => ("pending", true),
            Stage::Confirmed | Stage::Settled => ("confirmed", true),
            Stage::Completed => ("completed", false),
            Stage::Rejected | Stage::Refunded => ("rejected", true),
            Stage::RefundRecorded | Stage::UnknownKey => ("refunded", false),
        };
        let destination = match stage {
            Stage::UnknownKey => "null".to_owned(),
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
