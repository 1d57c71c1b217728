//! The contract of the store of participants, and what the roster makes of it.

use crate::{
    bench::{Bench, on_both},
    samples::*,
};
use codepix::{
    application::{ParticipantError, Roster},
    domain::Participant,
};
use std::sync::Arc;

on_both!(
    a_bank_may_change_its_name_and_token_and_nothing_else,
    a_bank_that_another_hub_added_is_found_by_its_token,
);

async fn a_bank_may_change_its_name_and_token_and_nothing_else(bench: Bench) {
    let store = bench.stores.participants;
    let renamed = Participant { name: "Banco Ipê-Amarelo".into(), ..ipe() };
    store.put(&renamed, hash("another-token-of-ipe")).await.unwrap();
    let expected = [(renamed, hash("another-token-of-ipe")), (mare(), hash(MARE_TOKEN))];
    assert_eq!(store.all().await.unwrap(), expected, "ordered by code");

    let clashes = [
        (Participant { code: "003".parse().unwrap(), ..ipe() }, "a-fresh-token-of-bank-3"),
        (Participant { ispb: ispb("30000003"), ..ipe() }, "a-fresh-token-of-bank-3"),
        (Participant { ispb: mare().ispb, ..ipe() }, "a-fresh-token-of-bank-3"),
        (Participant { code: "003".parse().unwrap(), ispb: ispb("30000003"), ..ipe() }, MARE_TOKEN),
    ];
    for (participant, token) in clashes {
        let put = store.put(&participant, hash(token)).await;
        assert!(matches!(put, Err(ParticipantError::Clash)), "{participant:?}: {put:?}");
    }
    assert_eq!(store.all().await.unwrap(), expected, "a clash changes nothing");
}

async fn a_bank_that_another_hub_added_is_found_by_its_token(bench: Bench) {
    let [here, there] = [(); 2].map(|()| Roster::new(Arc::clone(&bench.stores.participants)));
    here.refresh().await.unwrap();
    let third =
        Participant { code: "003".parse().unwrap(), ispb: ispb("30000003"), name: "Banco Três".into() };
    there.put(&third, "a-fresh-token-of-bank-3").await.unwrap();
    assert_eq!(here.by_ispb(third.ispb), None);
    assert_eq!(here.by_token("a-fresh-token-of-bank-3").await.unwrap(), Some(third));
    assert_eq!(here.by_token("no-token-of-anybody").await.unwrap(), None);
}
