//! Two people of different banks want the same key: one gets it, the next lookup finds it, and nobody else has it.

use std::sync::Arc;

use lab::{
    client::{Answer, Customer, SendPix},
    demo::customers::Account,
};
use reqwest::Method;

use crate::servers::witness::Witness;

/// One race, between the first people of two banks.
pub fn race(accounts: &[Account], witness: Arc<Witness>) -> impl Future<Output = ()> + Send + use<> {
    let first = accounts.first().map(|account| account.customer.clone());
    let last = accounts.last().map(|account| account.customer.clone());
    async move {
        if let (Some(ana), Some(bia)) = (first, last) {
            run(&ana, &bia, &witness).await;
        }
    }
}

async fn run(ana: &Customer, bia: &Customer, witness: &Witness) {
    let key = format!("corrida-{}@exemplo.com.br", SendPix::new("", 0).idempotency_key);
    // Before anybody has it: that it was not there must not be remembered.
    drop(ana.look_up(&key).await);
    let (first, second) = tokio::join!(ana.register("email", Some(&key)), bia.register("email", Some(&key)));
    let won = [&first, &second].map(|answer| is(answer, 201));
    witness.answered((won == [true, true]).then(|| format!("two banks have given {key} away")));
    if won != [false, false] {
        let (winner, other) = if won[0] { (ana, bia) } else { (bia, ana) };
        let found = other.look_up(&key).await;
        witness.answered(
            is(&found, 404).then(|| format!("{key} was given away, and the next lookup did not find it")),
        );
        give_up(winner, &key).await;
        if won == [true, true] {
            give_up(other, &key).await;
        }
    }
}

fn is(answer: &anyhow::Result<Answer>, status: u16) -> bool {
    matches!(answer, Ok(answer) if answer.status == status)
}

async fn give_up(holder: &Customer, key: &str) {
    drop(holder.ask(Method::DELETE, &format!("/accounts/me/pix-keys/{key}"), None).await);
}
