//! The contract of the store of participants, and the cache over it.

use crate::{fixture::Fixture, samples::*};
use async_trait::async_trait;
use codepix::{
    application::{Enrolled, ParticipantCache, ParticipantError, ParticipantStore, TokenHash},
    domain::{Features, Participant},
};
use engine::Unavailable;
use pix::{BankCode, Ispb};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

testing::on_both!(
    crate::fixture;
    a_bank_may_change_its_name_and_token_and_nothing_else,
    a_bank_that_another_hub_added_is_found_by_its_token,
    a_revoked_bank_takes_part_and_has_no_token_until_it_is_given_one,
    the_banks_file_gives_a_token_where_its_own_has_changed,
    a_bank_that_is_taken_out_of_the_file_loses_its_token,
    a_file_that_clashes_changes_nothing,
);

fn tres() -> Participant {
    Participant { code: "003".parse().unwrap(), ispb: ispb("30000003"), name: "Banco Três".into() }
}

fn enrolled(bank: Participant, token: &str) -> Enrolled {
    Enrolled { bank, token: Some(hash(token)), features: Features::new() }
}

fn revoked(bank: Participant) -> Enrolled {
    Enrolled { bank, token: None, features: Features::new() }
}

async fn a_bank_may_change_its_name_and_token_and_nothing_else(fixture: Fixture) {
    let store = fixture.stores.participants;
    let renamed = Participant { name: "Banco Ipê-Amarelo".into(), ..ipe() };
    store.put(&renamed, hash("another-token-of-ipe")).await.unwrap();
    let expected = [enrolled(renamed, "another-token-of-ipe"), enrolled(mare(), MARE_TOKEN)];
    assert_eq!(store.all().await.unwrap(), expected, "ordered by code");

    let clashes = [
        (Participant { code: "003".parse().unwrap(), ..ipe() }, "a-fresh-token-of-bank-3"),
        (Participant { ispb: ispb("30000003"), ..ipe() }, "a-fresh-token-of-bank-3"),
        (Participant { ispb: mare().ispb, ..ipe() }, "a-fresh-token-of-bank-3"),
        (Participant { code: "003".parse().unwrap(), ispb: ispb("30000003"), ..ipe() }, MARE_TOKEN),
    ];
    for (participant, token) in clashes {
        let put = store.put(&participant, hash(token)).await;
        assert!(matches!(put, Err(ParticipantError::Clash(_))), "{participant:?}: {put:?}");
    }
    assert_eq!(store.all().await.unwrap(), expected, "a clash changes nothing");
}

async fn a_bank_that_another_hub_added_is_found_by_its_token(fixture: Fixture) {
    let [here, there] = [(); 2].map(|()| ParticipantCache::new(Arc::clone(&fixture.stores.participants)));
    here.refresh().await.unwrap();
    there.put(&tres(), "a-fresh-token-of-bank-3").await.unwrap();
    assert_eq!(here.by_ispb(tres().ispb), None);
    assert_eq!(here.by_token("a-fresh-token-of-bank-3").await.unwrap(), Some(tres()));
    assert_eq!(here.by_token("no-token-of-anybody").await.unwrap(), None);
}

async fn a_revoked_bank_takes_part_and_has_no_token_until_it_is_given_one(fixture: Fixture) {
    let store = fixture.stores.participants;
    assert!(!store.revoke("009".parse().unwrap()).await.unwrap(), "there is no such bank");
    for _ in 0..2 {
        assert!(store.revoke(mare().code).await.unwrap());
        assert_eq!(store.all().await.unwrap(), [enrolled(ipe(), IPE_TOKEN), revoked(mare())]);
    }
    let participants = ParticipantCache::new(Arc::clone(&store));
    assert_eq!(participants.by_token(MARE_TOKEN).await.unwrap(), None);
    assert_eq!(participants.by_code(mare().code), Some(mare()), "what is under way needs its topic");
    store.put(&mare(), hash("another-token-of-mare")).await.unwrap();
    assert_eq!(store.all().await.unwrap()[1], enrolled(mare(), "another-token-of-mare"));
}

async fn the_banks_file_gives_a_token_where_its_own_has_changed(fixture: Fixture) {
    let store = fixture.stores.participants;
    let start = async |token: &str| {
        store.enroll(&[(ipe(), hash(IPE_TOKEN)), (mare(), hash(token))]).await.unwrap();
        store.all().await.unwrap().remove(1)
    };
    assert_eq!(start("first-of-the-file").await, enrolled(mare(), "first-of-the-file"));
    store.put(&mare(), hash("put-by-administration")).await.unwrap();
    assert_eq!(start("first-of-the-file").await, enrolled(mare(), "put-by-administration"));
    store.revoke(mare().code).await.unwrap();
    assert_eq!(start("first-of-the-file").await, revoked(mare()));
    assert_eq!(start("second-of-the-file").await, enrolled(mare(), "second-of-the-file"));
    let renamed = Participant { name: "Banco Maré Alta".into(), ..mare() };
    store.enroll(&[(ipe(), hash(IPE_TOKEN)), (renamed.clone(), hash("second-of-the-file"))]).await.unwrap();
    assert_eq!(store.all().await.unwrap()[1], enrolled(renamed, "second-of-the-file"));
}

async fn a_bank_that_is_taken_out_of_the_file_loses_its_token(fixture: Fixture) {
    let store = fixture.stores.participants;
    let file = [(ipe(), hash(IPE_TOKEN)), (mare(), hash(MARE_TOKEN))];
    store.enroll(&file).await.unwrap();
    // This one was never in the file.
    store.put(&tres(), hash("a-fresh-token-of-bank-3")).await.unwrap();
    store.put(&mare(), hash("put-by-administration")).await.unwrap();
    for _ in 0..2 {
        store.enroll(&file[..1]).await.unwrap();
        let expected =
            [enrolled(ipe(), IPE_TOKEN), revoked(mare()), enrolled(tres(), "a-fresh-token-of-bank-3")];
        assert_eq!(store.all().await.unwrap(), expected);
    }
    store.enroll(&file).await.unwrap();
    assert_eq!(store.all().await.unwrap()[1], enrolled(mare(), MARE_TOKEN), "it is back");
}

async fn a_file_that_clashes_changes_nothing(fixture: Fixture) {
    let store = fixture.stores.participants;
    let moved = Participant { ispb: ispb("90000009"), ..mare() };
    let file = [(ipe(), hash("another-token-of-ipe")), (moved, hash("another-token-of-mare"))];
    let refused = store.enroll(&file).await;
    assert!(matches!(refused, Err(ParticipantError::Clash(code)) if code == mare().code), "{refused:?}");
    let expected = [enrolled(ipe(), IPE_TOKEN), enrolled(mare(), MARE_TOKEN)];
    assert_eq!(store.all().await.unwrap(), expected);
}

/// Counts how often it is read.
struct Counted {
    inner: Arc<dyn ParticipantStore>,
    reads: AtomicUsize,
}

#[async_trait]
impl ParticipantStore for Counted {
    async fn all(&self) -> Result<Vec<Enrolled>, Unavailable> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        // Others come while this one reads.
        tokio::task::yield_now().await;
        self.inner.all().await
    }

    async fn put(&self, participant: &Participant, token: TokenHash) -> Result<(), ParticipantError> {
        self.inner.put(participant, token).await
    }

    async fn announce(&self, ispb: Ispb, features: &Features) -> Result<bool, Unavailable> {
        self.inner.announce(ispb, features).await
    }

    async fn revoke(&self, code: BankCode) -> Result<bool, Unavailable> {
        self.inner.revoke(code).await
    }

    async fn enroll(&self, file: &[(Participant, TokenHash)]) -> Result<(), ParticipantError> {
        self.inner.enroll(file).await
    }
}

#[tokio::test]
async fn strangers_do_not_keep_the_store_busy() {
    crate::fixture::on_memory(async |fixture: Fixture| {
        let store = Arc::new(Counted { inner: fixture.stores.participants, reads: AtomicUsize::new(0) });
        let participants = ParticipantCache::new(Arc::clone(&store) as _);
        let began = std::time::Instant::now();
        let at_once = (0..500).map(|number| {
            let participants = &participants;
            async move { participants.by_token(&format!("token-of-nobody-{number}")).await }
        });
        for answer in futures::future::join_all(at_once).await {
            assert_eq!(answer.unwrap(), None);
        }
        for number in 500..1000 {
            assert_eq!(participants.by_token(&format!("token-of-nobody-{number}")).await.unwrap(), None);
        }
        let (reads, seconds) = (store.reads.load(Ordering::Relaxed), began.elapsed().as_secs());
        assert!(reads as u64 <= 1 + seconds, "{reads} reads in {seconds} s for 1,000 strangers");
        assert_eq!(
            participants.by_token(IPE_TOKEN).await.unwrap(),
            Some(ipe()),
            "who is known gets in meanwhile"
        );
    })
    .await;
}
