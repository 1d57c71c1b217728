//! Counts what was committed, for operators: once for a batch, not once for a transfer.

use crate::domain::{Side, Status, Transfer};

/// The states that are counted. One that is paid inside the bank reaches two at once.
const STATES: [&str; 5] = ["accepted", "completed", "rejected", "received", "refused"];

/// Counts the new states of a batch, and how long those took that are completed here, their payer's bank.
pub fn count(transfers: &[&Transfer]) {
    for (state, count) in STATES.into_iter().zip(reached(transfers)) {
        metrics::counter!("transfers_total", "state" => state).increment(count);
    }
    let seconds = metrics::histogram!("transfer_seconds");
    transfers.iter().filter_map(|transfer| took_seconds(transfer)).for_each(|took| seconds.record(took));
}

fn reached(transfers: &[&Transfer]) -> [u64; 5] {
    let mut counts = [0; 5];
    for transfer in transfers {
        counts[0] += u64::from(transfer.side == Side::Out && transfer.version == 1);
        match (transfer.side, transfer.status) {
            (Side::Out, Status::Pending) => {}
            (Side::Out, Status::Completed) => counts[1] += 1,
            (Side::Out, Status::Rejected) => counts[2] += 1,
            // No bank of a payee waits: it receives or refuses.
            (Side::In, Status::Pending | Status::Completed) => counts[3] += u64::from(transfer.version == 1),
            (Side::In, Status::Rejected) => counts[4] += u64::from(transfer.version == 1),
        }
    }
    counts
}

/// From accepted to completed, both by this bank's clock. Inside the bank there is no way to go.
fn took_seconds(transfer: &Transfer) -> Option<f64> {
    let completed = transfer.completed_at.filter(|_| transfer.side == Side::Out && !transfer.inside)?;
    Some(completed.duration_since(transfer.pending_at).as_secs_f64().max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{fixture::*, send};
    use std::time::Duration;

    fn sent() -> Transfer {
        send(&account(1), None, &order(100), here()).1.unwrap()
    }

    fn completed(transfer: Transfer, after: Duration) -> Transfer {
        Transfer { status: Status::Completed, completed_at: Some(NOW + after), version: 2, ..transfer }
    }

    #[test]
    fn each_state_counts_when_it_is_reached() {
        let (sent, done) = (sent(), completed(sent(), Duration::ZERO));
        let refunded = Transfer { status: Status::Rejected, version: 2, ..sent.clone() };
        let received = Transfer { side: Side::In, version: 1, ..done.clone() };
        let refused = Transfer { side: Side::In, version: 1, ..refunded.clone() };
        assert_eq!(reached(&[&sent, &done, &refunded, &received, &refused, &refused]), [1, 1, 1, 1, 2]);
    }

    #[test]
    fn money_that_stays_in_the_bank_is_accepted_completed_and_received_at_once() {
        let paid = Transfer { inside: true, version: 1, ..completed(sent(), Duration::ZERO) };
        let received = Transfer { side: Side::In, ..paid.clone() };
        assert_eq!(reached(&[&paid, &received]), [1, 1, 0, 1, 0]);
        assert_eq!(took_seconds(&paid), None, "it had no way to go");
    }

    #[test]
    fn the_way_to_another_bank_and_back_is_timed_by_the_payers_bank() {
        let done = completed(sent(), Duration::from_millis(2500));
        assert_eq!(took_seconds(&done), Some(2.5));
        assert_eq!(took_seconds(&Transfer { side: Side::In, ..done }), None);
        assert_eq!(took_seconds(&sent()), None);
    }
}
