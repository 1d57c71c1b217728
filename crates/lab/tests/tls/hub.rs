//! A bank and the hub, with TLS between them.

use crate::ca::Ca;
use bank_api::{
    adapters::grpc::GrpcHub,
    application::{Hub as _, HubError},
};
use codepix::{
    Assembled, Ports,
    adapters::{
        grpc::{self, Identity},
        memory,
    },
    application::Authenticator,
    assemble,
    domain::{KeyLimits, Participant},
};
use codepix_proto::topic;
use listener::{Bounds, Limits, Listener};
use outbox::memory::MemoryBroker;
use service::Readiness;
use std::sync::Arc;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

const TOKEN: &str = "token-of-a-bank";

fn assembled() -> Assembled {
    let delivery = MemoryBroker::default().ports("codepix", topic::FROM_BANK);
    assemble(Ports::over(memory::stores(), delivery), KeyLimits::default())
}

/// The address, as `127.0.0.1:port`, of a hub with one bank.
async fn hub(identity: Option<Identity>) -> String {
    let Assembled { app, keys, .. } = assembled();
    tokio::spawn(keys.run());
    let (code, ispb) = ("001".parse().unwrap(), "10000001".parse().unwrap());
    app.participants.put(&Participant { code, ispb, name: "Banco Ipê".into() }, TOKEN).await.unwrap();
    let authenticator = Authenticator::new(Arc::clone(&app.participants), "token-of-the-administration");
    let ready = watch::Sender::new(Readiness { store: true, broker: true, ..Readiness::default() });
    let bounds = Bounds::grpc(Limits::default());
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), bounds).await.unwrap();
    let address = listener.address().unwrap().to_string();
    let hub = grpc::Hub { app, authenticator, stop: CancellationToken::new() };
    tokio::spawn(async move { grpc::serve(listener, identity, hub, ready.subscribe()).await });
    address
}

async fn answers(hub: anyhow::Result<GrpcHub>) -> Result<usize, HubError> {
    Ok(hub.unwrap().list("", 1).await?.entries.len())
}

#[tokio::test]
async fn the_hub_shows_a_certificate_of_a_ca_that_the_bank_trusts() {
    let (ours, others) = (Ca::new("hub"), Ca::new("no-hub"));
    ours.sign();
    let identity =
        Identity { certificate: ours.read("server.pem").into(), key: ours.read("server.key").into() };
    let address = hub(Some(identity)).await;
    let https = format!("https://{address}");

    let trusting = GrpcHub::trusting(&https, TOKEN, ours.read("ca.pem").as_bytes());
    assert_eq!(answers(trusting).await.unwrap(), 0);
    for distrusting in [
        GrpcHub::trusting(&https, TOKEN, others.read("ca.pem").as_bytes()),
        GrpcHub::new(&https, TOKEN),
        GrpcHub::new(&format!("http://{address}"), TOKEN),
    ] {
        let refused = answers(distrusting).await;
        assert!(matches!(refused, Err(HubError::NotReached(_) | HubError::Unknown(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_none_is_no_silent_plain_text() {
    let identity = Identity { certificate: "no certificate".into(), key: "no key".into() };
    let ready = watch::Sender::new(Readiness { store: true, broker: true, ..Readiness::default() });
    let Assembled { app, .. } = assembled();
    let authenticator = Authenticator::new(Arc::clone(&app.participants), "token-of-the-administration");
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), Bounds::grpc(Limits::default())).await;
    let hub = grpc::Hub { app, authenticator, stop: CancellationToken::new() };
    let served = grpc::serve(listener.unwrap(), Some(identity), hub, ready.subscribe()).await;
    assert!(served.unwrap_err().to_string().contains("certificate"));
}
