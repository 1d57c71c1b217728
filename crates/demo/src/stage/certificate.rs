//! What all stores say together, as a certificate.

use crate::{
    ground::Grounds,
    proof::{Proof, Rule, prove},
};
use ::stage::journal::{Certificate, Claim, Figures};
use pix::Timestamp;
use std::time::Instant;

/// Judges all stores at one moment, while all runs. Takes as long as the stores are large: not for a runtime's thread.
pub fn certify(grounds: &Grounds, at: Timestamp) -> Certificate {
    let began = Instant::now();
    let proof = prove(grounds);
    let claims = proof.judged.iter().map(|(rule, judged)| Claim {
        name: name(*rule).to_owned(),
        counts: judged.cases as u64,
        wrong: judged.wrong.clone(),
    });
    let certificate = Certificate {
        at,
        seconds: began.elapsed().as_secs_f64(),
        claims: claims.collect(),
        figures: figures(&proof),
        sound: proof.holds(),
        seed: None,
        sha256: String::new(),
    };
    certificate.sealed()
}

/// As the page's texts know it.
fn name(rule: Rule) -> &'static str {
    match rule {
        Rule::Balances => "balances",
        Rule::NoNegativeBalance => "no_negative_balance",
        Rule::InFlight => "in_flight",
        Rule::ReceivedOnce => "received_once",
        Rule::NeverCreditedAndRefunded => "never_credited_and_refunded",
        Rule::KnownToTheHub => "known_to_the_hub",
        Rule::MoneyInTheSystem => "money_in_the_system",
    }
}

fn figures(proof: &Proof) -> Figures {
    Figures {
        transfers: proof.transfers() as u64,
        completed: proof.completed as u64,
        refunded: proof.refunded as u64,
        waiting: proof.open as u64,
        issued_cents: proof.opened.get(),
        with_customers_cents: proof.in_accounts.get(),
        underway_cents: proof.on_the_way.get(),
    }
}
