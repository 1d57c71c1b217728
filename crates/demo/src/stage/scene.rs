//! What is on stage, and when it may begin: once the people of the phones are there.

use crate::{Places, ground::Grounds};
use ::stage::journal::{BankOnStage, Ground, Place};
use bank_api::domain::{PostingKind, Status};
use bank_web::server::demo::Demo;
use banks::BankCode;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long the people of the phones are waited for: without them the stage opens all the same.
const PEOPLE_MAX: Duration = Duration::from_secs(6);
const POLL: Duration = Duration::from_millis(20);

/// Waits until everybody has an account, and what they have paid has arrived.
pub async fn until_people_are_there(grounds: &Grounds) {
    let all = async {
        while !grounds.banks.keys().all(|code| are_there(grounds, *code)) {
            sleep(POLL).await;
        }
    };
    if timeout(PEOPLE_MAX, all).await.is_err() {
        tracing::warn!("the people of the phones are not all there; the stage opens without them");
    }
}

fn are_there(grounds: &Grounds, code: BankCode) -> bool {
    let Some(bank) = grounds.banks.get(&code) else { return true };
    let demo = Demo::of(code);
    let rows = bank.books.rows();
    let paid = rows.transfers.values().filter(|side| side.idempotency.is_some()).count();
    rows.accounts.len() >= demo.people.len() + usize::from(demo.scout.is_some())
        && paid >= bank_web::server::demo::payments(code).len()
        && rows.transfers.values().all(|side| side.status != Status::Pending)
}

/// What is on stage now.
pub fn ground(places: &Places, grounds: &Grounds) -> Ground {
    let issued = grounds.banks.values().map(|bank| {
        let rows = bank.books.rows();
        let openings = rows.postings.iter().filter(|posted| posted.posting.kind == PostingKind::Opening);
        openings.map(|posted| posted.posting.amount.get()).sum::<i64>()
    });
    let banks = places.banks.banks.iter().map(|bank| BankOnStage {
        place: Place::Bank(bank.code),
        name: bank.name.clone(),
        mark: bank.brand.clone(),
        web_url: format!("http://127.0.0.1:{}", bank.web_port),
    });
    Ground {
        name: "CodePix".to_owned(),
        one_process: true,
        banks: banks.collect(),
        issued_cents: issued.sum(),
    }
}
