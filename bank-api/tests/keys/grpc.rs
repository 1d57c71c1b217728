//! The real hub, over gRPC: what its statuses, and its absence, prove.

use crate::samples::*;
use bank_api::{
    adapters::grpc::GrpcHub,
    application::{Hub as _, HubError, HubRule, Registration},
    domain::OurBank,
};
use codepix::{
    Assembled, Ports,
    adapters::{grpc, memory},
    application::Authenticator,
    assemble,
    domain::{KeyLimits, Participant},
};
use codepix_proto::topic;
use listener::{Bounds, Limits, Listener};
use outbox::memory::MemoryBroker;
use pix::{KeyKind, PixKey};
use service::Readiness;
use std::{sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Whatever is waited for must come within this.
const DEADLINE: Duration = Duration::from_secs(10);

struct Running {
    url: String,
    stop: CancellationToken,
    server: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    async fn start() -> Self {
        let delivery = MemoryBroker::default().ports("codepix", topic::FROM_BANK);
        let ports = Ports { clock: Arc::new(|| at(0)), ..Ports::over(memory::stores(), delivery) };
        let Assembled { app, keys, .. } = assemble(ports, KeyLimits::default());
        tokio::spawn(keys.run());
        for (OurBank { code, ispb, name }, token) in [(ipe(), "token-of-ipe"), (mare(), "token-of-mare")] {
            app.participants.put(&Participant { code, ispb, name }, token).await.unwrap();
        }
        let authenticator = Authenticator::new(Arc::clone(&app.participants), "token-of-the-administration");
        let (_, ready) = watch::channel(Readiness { store: true, broker: true, ..Readiness::default() });
        let stop = CancellationToken::new();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let listener = Listener::over(listener, Bounds::grpc(Limits::default()));
        let hub = grpc::Hub { app, authenticator, stop: stop.clone() };
        let server = tokio::spawn(grpc::serve(listener, None, hub, ready));
        Self { url, stop, server }
    }

    fn bank(&self, token: &str) -> GrpcHub {
        GrpcHub::new(&self.url, token).unwrap()
    }
}

fn wanted(request: u128, kind: KeyKind, text: Option<&str>) -> Registration {
    Registration {
        request_id: Uuid::from_u128(request),
        kind,
        key: text.map(|text| PixKey::parse(kind, text).unwrap()),
        account: MARIA,
        owner_name: "Maria da Silva".into(),
        owner_tax_id: MARIA_CPF.parse().unwrap(),
    }
}

fn mail(request: u128, text: &str) -> Registration {
    wanted(request, KeyKind::Email, Some(text))
}

fn refused<T: std::fmt::Debug>(result: Result<T, HubError>) -> (HubRule, Option<String>) {
    match result {
        Err(HubError::Refused(refusal)) => (refusal.rule, refusal.holder.map(|bank| bank.name)),
        other => panic!("not a refusal: {other:?}"),
    }
}

#[tokio::test]
async fn a_key_is_registered_found_listed_and_removed() {
    let hub = Running::start().await;
    let (ipe, mare) = (hub.bank("token-of-ipe"), hub.bank("token-of-mare"));
    let entry = ipe.register(&mail(1, "maria@example.com")).await.unwrap();
    assert_eq!((entry.entry_id, entry.account.as_str()), (Uuid::from_u128(1), "100001"));
    assert_eq!((entry.branch.as_str(), entry.bank.name.as_str()), ("0001", "Banco Ipê"));
    assert_eq!(entry.owner_tax_id_masked, "***.982.247-**");
    assert_eq!(ipe.register(&mail(1, "maria@example.com")).await.unwrap(), entry, "a repeat");
    assert_eq!(mare.find(&entry.key).await.unwrap(), Some(entry.clone()));
    assert_eq!(mare.find(&key("nobody@example.com")).await.unwrap(), None);

    let drawn = ipe.register(&wanted(2, KeyKind::Random, None)).await.unwrap();
    assert_eq!(ipe.register(&wanted(2, KeyKind::Random, None)).await.unwrap(), drawn, "drawn once");
    let page = ipe.list("", 1).await.unwrap();
    assert_eq!((page.entries.len(), page.more), (1, true));
    let rest = ipe.list(page.entries[0].key.as_str(), 10).await.unwrap();
    assert_eq!((rest.entries.len(), rest.more), (1, false));
    assert!(mare.list("", 10).await.unwrap().entries.is_empty());

    ipe.remove(&entry.key, entry.entry_id).await.unwrap();
    ipe.remove(&entry.key, entry.entry_id).await.unwrap();
    assert_eq!(ipe.find(&entry.key).await.unwrap(), None);
}

#[tokio::test]
async fn every_refusal_is_known_by_its_rule() {
    let hub = Running::start().await;
    let (ipe, mare) = (hub.bank("token-of-ipe"), hub.bank("token-of-mare"));
    let entry = mare.register(&mail(1, "maria@example.com")).await.unwrap();
    let taken = refused(ipe.register(&mail(2, "maria@example.com")).await);
    assert_eq!(taken, (HubRule::Taken, Some("Banco Maré".into())));
    assert_eq!(refused(ipe.remove(&entry.key, entry.entry_id).await).0, HubRule::NotYours);
    assert_eq!(refused(mare.register(&mail(1, "other@example.com")).await).0, HubRule::RequestIdReused);
    mare.remove(&entry.key, entry.entry_id).await.unwrap();
    assert_eq!(refused(mare.register(&mail(1, "maria@example.com")).await).0, HubRule::Removed);
    let joaos = wanted(3, KeyKind::Cpf, Some(JOAO_CPF));
    assert_eq!(refused(ipe.register(&joaos).await).0, HubRule::NotTheOwners);
    for number in 10..15 {
        ipe.register(&mail(number, &format!("m{number}@example.com"))).await.unwrap();
    }
    assert_eq!(refused(ipe.register(&mail(15, "m15@example.com")).await).0, HubRule::TooMany);
    let nameless = Registration { owner_name: String::new(), ..mail(20, "m20@example.com") };
    assert_eq!(refused(ipe.register(&nameless).await).0, HubRule::Other);
}

#[tokio::test]
async fn a_token_that_the_hub_does_not_know_changes_nothing() {
    let hub = Running::start().await;
    for token in ["nobody's", "token-of-the-administration"] {
        let refused = hub.bank(token).register(&mail(1, "maria@example.com")).await;
        assert!(matches!(refused, Err(HubError::NotReached(_))), "{refused:?}");
    }
    assert_eq!(hub.bank("token-of-ipe").find(&key("maria@example.com")).await.unwrap(), None);
}

#[tokio::test]
async fn a_hub_that_is_not_there_was_certainly_not_reached_and_is_found_again() {
    let hub = Running::start().await;
    let bank = hub.bank("token-of-ipe");
    let address = hub.url.strip_prefix("http://").unwrap().to_owned();
    bank.register(&mail(1, "maria@example.com")).await.unwrap();
    hub.stop.cancel();
    timeout(DEADLINE, hub.server).await.unwrap().unwrap().unwrap();
    let answer = timeout(DEADLINE, async {
        loop {
            // The connection that breaks may take one call with it, of which nothing is known.
            match bank.register(&mail(2, "ana@example.com")).await {
                Err(HubError::Unknown(_)) => tokio::task::yield_now().await,
                answer => return answer,
            }
        }
    });
    let answer = answer.await.unwrap();
    assert!(matches!(answer, Err(HubError::NotReached(_))), "{answer:?}");

    // Somebody listens there again, who closes every connection without a word: that proves nothing.
    let listener = TcpListener::bind(&address).await.unwrap();
    let rude = tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let answer = timeout(DEADLINE, bank.register(&mail(2, "ana@example.com"))).await.unwrap();
    assert!(matches!(answer, Err(HubError::Unknown(_))), "{answer:?}");
    rude.abort();
}

#[tokio::test]
async fn a_hub_that_says_nothing_is_unknown_within_a_few_seconds() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let bank = GrpcHub::new(&format!("http://{}", listener.local_addr().unwrap()), "token").unwrap();
    let mute = tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok(connection) = listener.accept().await {
            open.push(connection);
        }
    });
    let answer = timeout(DEADLINE, bank.remove(&key("maria@example.com"), Uuid::nil())).await.unwrap();
    assert!(matches!(answer, Err(HubError::Unknown(_))), "{answer:?}");
    mute.abort();
}

#[tokio::test]
async fn an_address_or_a_token_that_cannot_be_one_is_told_at_the_start() {
    assert!(GrpcHub::new("not a url", "token").is_err());
    assert!(GrpcHub::new("http://127.0.0.1:50051", "to\nken").is_err());
}
