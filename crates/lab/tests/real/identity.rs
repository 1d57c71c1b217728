//! Nobody acts for another: tokens at the hub, rights at the broker, and what happens to forgeries and garbage.

use crate::fixture::{Fixture, HEALED, accepted, hub_grpc_url, kafka_addr};
use codepix_proto::{
    topic::{from_bank, to_bank},
    v1::{FindKeyRequest, ListKeysRequest, RemoveKeyRequest, key_directory_client::KeyDirectoryClient},
};
use lab::client::{SendPix, until};
use rdkafka::{
    ClientConfig,
    error::RDKafkaErrorCode,
    producer::{FutureProducer, FutureRecord},
};
use std::time::Duration;
use tonic::{Code, Request, transport::Channel};
use uuid::Uuid;

/// A producer in the name of a bank.
fn producer(fixture: &Fixture, code: &str) -> FutureProducer {
    let bank = fixture.banks.bank(code.parse().unwrap()).unwrap();
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", kafka_addr())
        .set("security.protocol", "SASL_PLAINTEXT")
        .set("sasl.mechanism", "PLAIN")
        .set("sasl.username", bank.kafka_user())
        .set("sasl.password", bank.kafka_password.expose())
        .set("message.timeout.ms", "5000");
    config.create().unwrap()
}

async fn write(from: &FutureProducer, topic: &str, id: &str, payload: &[u8]) -> Result<(), RDKafkaErrorCode> {
    use rdkafka::message::{Header, OwnedHeaders};
    let headers = OwnedHeaders::new().insert(Header { key: "ce_id", value: Some(id) });
    let record = FutureRecord::to(topic).key("k").payload(payload).headers(headers);
    let sent = from.send(record, Duration::from_secs(5)).await;
    sent.map(drop).map_err(|(error, _)| error.rdkafka_error_code().unwrap())
}

fn as_bank<T>(fixture: &Fixture, code: &str, message: T) -> Request<T> {
    let token = fixture.banks.bank(code.parse().unwrap()).unwrap().hub_token.expose();
    let mut request = Request::new(message);
    request.metadata_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    request
}

#[tokio::test]
async fn the_broker_lets_a_bank_write_its_own_topic_and_no_other() {
    let fixture = Fixture::enter().await;
    let ipe = producer(&fixture, "001");
    for topic in [from_bank("002"), to_bank("001"), to_bank("002")] {
        let refused = write(&ipe, &topic, "forged", b"forged").await;
        assert_eq!(refused, Err(RDKafkaErrorCode::TopicAuthorizationFailed), "{topic}");
    }
}

#[tokio::test]
async fn garbage_on_a_topic_is_put_aside_and_stops_nothing() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let ipe = producer(&fixture, "001");
    let mark = Uuid::new_v4().to_string();
    let (text, nothing, large) = (b"\xff\xfe not a message".to_vec(), Vec::new(), vec![0xff; 200_000]);
    for (number, payload) in [text.clone(), nothing, large, text].iter().enumerate() {
        let id = format!("{mark}/{}", number % 3);
        write(&ipe, &from_bank("001"), &id, payload).await.unwrap();
    }
    let id = accepted(&ana, &SendPix::new(&bia.person.email, 5)).await;
    bia.await_status(&id, "completed", HEALED).await.unwrap();
    let counts = dead_letters(&fixture, &mark, 3).await;
    assert_eq!(counts, [2, 1, 1], "each is kept once, and the repeat is counted");
    fixture.assert_books_are_right().await;
}

/// How often each dead letter of `mark` arrived, once there are `wanted`.
async fn dead_letters(fixture: &Fixture, mark: &str, wanted: usize) -> Vec<i64> {
    let admin = fixture.banks.hub.admin_token.expose();
    let look = async || {
        let answer = fixture.hub("/dead-letters?limit=100", admin).await.expect(200).unwrap();
        let letters = answer.body["dead_letters"].as_array().unwrap().clone();
        let mut ours: Vec<_> = letters
            .iter()
            .filter(|letter| letter["message_id"].as_str().unwrap().starts_with(mark))
            .map(|letter| (letter["message_id"].to_string(), letter["count"].as_i64().unwrap()))
            .collect();
        ours.sort();
        let counts: Vec<_> = ours.into_iter().map(|(_, count)| count).collect();
        match counts.len() >= wanted && counts.iter().sum::<i64>() > wanted as i64 {
            true => Ok(counts),
            false => Err(format!("dead letters: {counts:?} of {letters:?}")),
        }
    };
    until(HEALED, look).await.unwrap()
}

#[tokio::test]
async fn a_banks_token_opens_its_own_keys_and_no_others() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let key = bia.person.email.clone();
    let channel = Channel::from_shared(hub_grpc_url()).unwrap().connect().await.unwrap();
    let mut hub = KeyDirectoryClient::new(channel);

    let found = hub.find_key(as_bank(&fixture, "001", FindKeyRequest { key: key.clone() })).await.unwrap();
    let entry_id = found.into_inner().entry.unwrap().entry_id;
    let removal = RemoveKeyRequest { key: key.clone(), entry_id };
    let refused = hub.remove_key(as_bank(&fixture, "001", removal)).await;
    assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);
    assert_eq!(ana.look_up(&key).await.unwrap().status, 200, "it is still there");

    let listed = hub.list_keys(as_bank(&fixture, "001", ListKeysRequest::default())).await.unwrap();
    assert!(listed.into_inner().entries.iter().all(|entry| entry.bank.as_ref().unwrap().code == "001"));
    let nobody = hub.find_key(Request::new(FindKeyRequest { key })).await;
    assert_eq!(nobody.unwrap_err().code(), Code::Unauthenticated);
}

#[tokio::test]
async fn a_bank_sees_no_transfer_of_others_and_nothing_of_the_administration() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let id = accepted(&ana, &SendPix::new(&bia.person.email, 5)).await;
    ana.await_status(&id, "completed", HEALED).await.unwrap();
    let mare = fixture.banks.bank("002".parse().unwrap()).unwrap().hub_token.expose();
    // A cursor of another bank's range opens nothing.
    let listed = fixture.hub("/transfers?before=E99999999202611241342zzzzzzzzzzz&limit=100", mare).await;
    let listed = listed.expect(200).unwrap();
    let foreign = |t: &serde_json::Value| !t["end_to_end_id"].as_str().unwrap().starts_with("E20000002");
    assert!(!listed.body["transfers"].as_array().unwrap().iter().any(foreign), "{}", listed.body);
    assert_eq!(fixture.hub("/participants", mare).await.status, 403);
    for path in ["/dead-letters", "/participants"] {
        assert_eq!(fixture.hub(path, "nobody").await.status, 401, "{path}");
    }
    // What was put aside of other banks' messages is not shown.
    let aside = fixture.hub("/dead-letters", mare).await.expect(200).unwrap();
    let foreign = |letter: &serde_json::Value| letter["topic"] != from_bank("002");
    assert!(!aside.body["dead_letters"].as_array().unwrap().iter().any(foreign), "{}", aside.body);
}
