//! What must hold: in every moment, and once all has come to rest.

use super::{
    breach::{Breach, Invariant},
    charged::{says_paid, times_paid},
    clients::{Clients, RequestOutcome},
    cluster::{BankDisk, Cluster, OPENING},
    returns,
};
use bank_api::domain::{Ledger, PostingKind, Side, Status, Transfer};
use codepix::domain::Status as HubStatus;
use pix::{Cents, EndToEndId};

/// Holds in every moment, whatever is broken.
pub fn always(cluster: &Cluster) -> Result<(), Breach> {
    for disk in &cluster.banks {
        let rows = disk.books.rows();
        for account in rows.accounts.values() {
            let posted = rows.balance(Ledger::Customer(account.id));
            Invariant::NoNegativeBalance
                .hold(!account.balance.is_negative(), || format!("account {} is below zero", account.id))?;
            Invariant::BalanceIsSumOfPostings.hold(account.balance == posted, || {
                format!("account {} holds {} and its postings say {posted}", account.id, account.balance)
            })?;
        }
    }
    returns::fit(cluster)?;
    for disk in &cluster.banks {
        let sent: Vec<_> =
            disk.books.rows().transfers.values().filter(|t| t.side == Side::Out).cloned().collect();
        for transfer in sent {
            let (credits, refunds) = (
                moves(cluster, transfer.id, PostingKind::Received),
                moves(cluster, transfer.id, PostingKind::Refund),
            );
            Invariant::OneEnd.hold(credits + refunds <= 1, || {
                format!("{} was credited {credits} times and refunded {refunds} times", transfer.id)
            })?;
        }
    }
    for asked in &cluster.charges {
        let books = &cluster.banks[asked.bank].books;
        let (paid, said) = (times_paid(books, asked), says_paid(books, asked));
        Invariant::ChargesArePaidOnce
            .hold(paid == said, || format!("charge {} was paid {paid} times and says {said}", asked.txid))?;
    }
    Ok(())
}

fn moves(cluster: &Cluster, id: EndToEndId, kind: PostingKind) -> usize {
    let of = |disk: &BankDisk| {
        let rows = disk.books.rows();
        let postings = rows.postings.iter().map(|posted| &posted.posting);
        postings.filter(|p| p.transfer == Some(id) && p.kind == kind).count()
    };
    cluster.banks.iter().map(of).sum()
}

/// Is nothing left to do?
pub fn at_rest(cluster: &Cluster) -> bool {
    let waiting = |disk: &BankDisk| {
        disk.books.questions.count() > 0
            || disk.books.rows().transfers.values().any(|transfer| transfer.status == Status::Pending)
    };
    cluster.hub.transfers.questions.count() == 0
        && cluster.hub.transfers.held_count() == 0
        && cluster
            .hub
            .transfers
            .all()
            .iter()
            .all(|t| matches!(t.status, HubStatus::Completed | HubStatus::Refunded))
        && !cluster.banks.iter().any(waiting)
}

/// Holds once all faults are over and the time to come to rest has passed.
pub fn finally(cluster: &Cluster, clients: &Clients) -> Result<(), Breach> {
    always(cluster)?;
    Invariant::Rests.hold(at_rest(cluster), || unfinished(cluster))?;
    money(cluster)?;
    returns::are_counted(cluster)?;
    for disk in &cluster.banks {
        let transfers: Vec<_> = disk.books.rows().transfers.values().cloned().collect();
        transfers.iter().try_for_each(|transfer| one_end(cluster, transfer))?;
    }
    answers(cluster, clients)
}

/// Who waits for what.
fn unfinished(cluster: &Cluster) -> String {
    let hub = cluster.hub.transfers.all().into_iter();
    let hub = hub.filter(|t| !matches!(t.status, HubStatus::Completed | HubStatus::Refunded));
    let hub: Vec<_> = hub.map(|t| format!("{} {:?}", t.id, t.status)).collect();
    let waiting = |disk: &BankDisk| {
        let rows = disk.books.rows();
        let pending = rows.transfers.values().filter(|transfer| transfer.status == Status::Pending);
        let pending: Vec<_> = pending.map(|transfer| transfer.id.to_string()).collect();
        format!(
            "bank {} waits for {pending:?} with {} questions",
            disk.bank.code,
            disk.books.questions.count()
        )
    };
    let banks: Vec<_> = cluster.banks.iter().map(waiting).collect();
    let asked = cluster.hub.transfers.questions.count();
    format!("not everything comes to its end: the hub waits for {hub:?} with {asked} questions; {banks:?}")
}

/// Nothing was made, nothing was lost, nothing is under way, and the banks owe each other what they moved.
fn money(cluster: &Cluster) -> Result<(), Breach> {
    let sum = |of: fn(&BankDisk) -> Cents| cluster.banks.iter().map(|disk| of(disk).get()).sum::<i64>();
    let customers = sum(|disk| {
        let rows = disk.books.rows();
        Cents::checked_sum(rows.accounts.values().map(|account| account.balance)).unwrap_or(Cents::ZERO)
    });
    let opened = OPENING.get() * 3 * cluster.banks.len() as i64;
    Invariant::MoneyIsExact
        .hold(customers == opened, || format!("customers hold {customers} cents, {opened} were issued"))?;
    let in_flight = sum(|disk| disk.books.rows().balance(Ledger::InFlight));
    Invariant::MoneyIsExact.hold(in_flight == 0, || format!("{in_flight} cents are still in flight"))?;
    let settlement = sum(|disk| disk.books.rows().balance(Ledger::Settlement));
    Invariant::MoneyIsExact
        .hold(settlement == 0, || format!("settlement positions sum to {settlement} cents"))
}

/// Exactly one debit, and exactly one of credit and refund; the hub says the same.
fn one_end(cluster: &Cluster, transfer: &Transfer) -> Result<(), Breach> {
    let id = transfer.id;
    let count = |kind| moves(cluster, id, kind);
    let (sent, received, refunded) =
        (count(PostingKind::Sent), count(PostingKind::Received), count(PostingKind::Refund));
    Invariant::OneEnd.hold(sent == 1 && received + refunded == 1, || {
        format!("{id}: {sent} debits, {received} credits, {refunded} refunds")
    })?;
    let hub = cluster.hub.transfers.all().into_iter().find(|known| known.id == id).map(|known| known.status);
    let credited = received == 1;
    let agreed = match hub {
        None => transfer.inside,
        Some(status) => status == if credited { HubStatus::Completed } else { HubStatus::Refunded },
    };
    Invariant::OneEnd.hold(agreed, || format!("{id}: credited is {credited}, and the hub says {hub:?}"))?;
    let expected = if credited { Status::Completed } else { Status::Rejected };
    Invariant::OneEnd.hold(transfer.status == expected, || {
        format!("{id}: credited is {credited}, {:?} says {:?}", transfer.side, transfer.status)
    })
}

/// Every answer is about its request; what was accepted is there, what was refused had no effect, nothing was done twice.
fn answers(cluster: &Cluster, clients: &Clients) -> Result<(), Breach> {
    for (number, request) in clients.requests().iter().enumerate() {
        Invariant::AnswersAreKept
            .hold(!request.mixed_up, || format!("request {number} was answered what was not asked"))?;
        let rows = cluster.banks[request.bank].books.rows();
        let of_request = |transfer: &&Transfer| {
            transfer.account == Some(request.payer)
                && transfer.idempotency.as_ref().is_some_and(|i| i.key == request.order.idempotency().key)
        };
        let made: Vec<_> = rows.transfers.values().filter(of_request).map(|transfer| transfer.id).collect();
        let kept = match (&request.outcome, made.as_slice()) {
            (RequestOutcome::Accepted(id), [only]) => id == only,
            (RequestOutcome::Refused, []) => true,
            // Asked again, it may have been refused first and accepted later, when the balance had grown.
            (RequestOutcome::Refused, [_]) => request.asks > 1,
            (RequestOutcome::Unknown, made) => made.len() <= 1,
            (RequestOutcome::Accepted(_) | RequestOutcome::Refused, _) => false,
        };
        Invariant::AnswersAreKept.hold(kept && !request.contradicted, || {
            format!("request {number} was told {:?} and became {made:?}", request.outcome)
        })?;
    }
    Ok(())
}
