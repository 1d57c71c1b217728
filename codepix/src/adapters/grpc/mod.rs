//! The hub over gRPC, as `proto/codepix/v1` has it, with the standard health and reflection services.
//!
//! In reading order: the four services, `status` (every error as a status), `caller` (who asks), `views` (the domain as
//! protobuf), `tls`. Refuses to decide anything.

mod caller;
mod dead_letters;
mod health;
mod key_directory;
mod participants;
mod status;
mod tls;
mod transfers;
mod views;

use crate::application::{App, Authenticator};
use codepix_proto::{
    DESCRIPTORS,
    v1::{
        dead_letters_server::DeadLettersServer, key_directory_server::KeyDirectoryServer,
        participants_server::ParticipantsServer, transfers_server::TransfersServer,
    },
};
use listener::{Listener, Turns};
use service::Ready;
use std::time::Duration;
use telemetry::{SpanKind, TraceCalls};
use tokio_util::sync::CancellationToken;

pub use tls::Identity;

/// The largest request, in bytes; a registration has about 300.
const REQUEST_BYTES_MAX: usize = 16 << 10;
/// No call takes longer; a bank asks again.
const CALL_MAX: Duration = Duration::from_secs(5);
/// A connection whose other end is gone is noticed after twice this.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// What the services need.
#[derive(Clone)]
pub struct Hub {
    pub app: App,
    pub authenticator: Authenticator,
    /// Ends the open streams, which would go on for ever.
    pub stop: CancellationToken,
}

/// Serves until `hub.stop`, then until the calls under way are answered; over TLS if the hub has an identity.
///
/// # Errors
/// When the identity is none, and when the listener breaks.
pub async fn serve(
    listener: Listener,
    identity: Option<Identity>,
    hub: Hub,
    ready: Ready,
) -> anyhow::Result<()> {
    let stop = hub.stop.clone();
    let keys = KeyDirectoryServer::new(key_directory::Keys(hub.clone()));
    let transfers = TransfersServer::new(transfers::History(hub.clone()));
    let dead_letters = DeadLettersServer::new(dead_letters::PutAside(hub.clone()));
    let participants = ParticipantsServer::new(participants::Administration(hub));
    let (health, follow) = health::service(ready).await;
    let follow = tokio::spawn(follow);
    let served = tls::server(identity)?
        .timeout(CALL_MAX)
        .http2_keepalive_interval(Some(KEEP_ALIVE))
        .http2_keepalive_timeout(Some(KEEP_ALIVE))
        .layer(Turns)
        .layer(TraceCalls(SpanKind::Server))
        .max_concurrent_streams(1024)
        .http2_max_header_list_size(8 << 10)
        .add_service(health)
        .add_service(reflection().build_v1()?)
        .add_service(reflection().build_v1alpha()?)
        .add_service(keys.max_decoding_message_size(REQUEST_BYTES_MAX))
        .add_service(transfers.max_decoding_message_size(REQUEST_BYTES_MAX))
        .add_service(dead_letters.max_decoding_message_size(REQUEST_BYTES_MAX))
        .add_service(participants.max_decoding_message_size(REQUEST_BYTES_MAX))
        .serve_with_incoming_shutdown(listener.incoming(), stop.cancelled_owned())
        .await;
    follow.abort();
    Ok(served?)
}

fn reflection() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
}
