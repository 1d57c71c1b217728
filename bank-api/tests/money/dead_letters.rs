//! Messages of the hub that were put aside get another try.

use crate::{
    batch::decider,
    samples::*,
    store_under_test::{StoreUnderTest, on_database},
};
use bank_api::application::{Retried, RetryDeadLetter};
use codepix_proto::{
    topic,
    v1::{self, to_bank},
};
use outbox::{
    DeadLetter, DeadLetterPage, DeadLetters as _, Log as _, memory::MemoryBroker,
    postgres::PostgresDeadLetters,
};
use prost::Message as _;

fn letter(message_id: &str, payload: Vec<u8>) -> DeadLetter {
    DeadLetter {
        topic: topic::to_bank("001"),
        message_id: message_id.into(),
        payload,
        reason: "it was new".into(),
    }
}

fn money(cents: i64) -> Vec<u8> {
    let forwarded = forwarded(1, cents, BIA);
    let body = to_bank::Body::Forwarded(v1::TransferForwarded {
        end_to_end_id: forwarded.id.to_string(),
        amount_cents: cents,
        key: forwarded.key,
        description: String::new(),
        payer: Some((&forwarded.payer).into()),
        payee_branch: "0001".into(),
        payee_account: BIA.to_string(),
        txid: String::new(),
        instrument: v1::Instrument::Key.into(),
        accepted_at: None,
    });
    v1::ToBank { body: Some(body) }.encode_to_vec()
}

#[tokio::test]
async fn a_letter_that_can_be_acted_on_now_is_answered_and_taken_out_and_any_other_stays() {
    on_database(async |pool| {
        let (bank, letters) = (StoreUnderTest::postgres(&pool), PostgresDeadLetters(pool.clone()));
        let (decider, hub) = (decider(&bank), MemoryBroker::default());
        let parked =
            vec![letter("brought", money(50)), letter("other", money(51)), letter("noise", vec![255; 9])];
        letters.park(parked).await.unwrap();
        let all = DeadLetterPage { limit: 10, ..DeadLetterPage::default() };
        let listed = letters.list(&all).await.unwrap().letters;
        let number = |id: &str| {
            listed.iter().find(|stored| stored.letter.message_id == id).map(|stored| stored.number).unwrap()
        };
        let codec = codec();
        let retries = RetryDeadLetter { letters: &letters, decoder: &codec, decider: &decider, hub: &hub };
        let retry = async |id: &str| retries.retry(number(id)).await.unwrap();

        assert_eq!(retry("brought").await, Retried::Done);
        assert_eq!(retry("brought").await, Retried::NotThere);
        assert_eq!(bank.balance(BIA).await, OPENING + 50);
        let told = hub.log("test", &topic::from_bank("001")).poll().await;
        assert_eq!(told.len(), 1, "the hub hears that it was credited");

        for (id, words) in [("other", "another payer, key, amount"), ("noise", "")] {
            let Retried::Refused(why) = retry(id).await else { panic!("{id} cannot be acted on") };
            assert!(why.contains(words), "{why}");
        }
        assert_eq!(letters.list(&all).await.unwrap().letters.len(), 2);
        assert_eq!(bank.balance(BIA).await, OPENING + 50);
    })
    .await;
}
