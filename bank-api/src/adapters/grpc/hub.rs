//! Calls the hub's key directory, and asks whether it serves.

use super::{entries, errors, tls};
use crate::{
    application::{Entry, EntryPage, Hub, HubError, Registration},
    domain::BRANCH,
};
use anyhow::Context as _;
use async_trait::async_trait;
use codepix_proto::v1::{
    self, AnnounceRequest, FindCodeHostRequest, FindKeyRequest, ListKeysRequest, RegisterKeyRequest,
    RemoveKeyRequest, key_directory_client::KeyDirectoryClient, participants_client::ParticipantsClient,
};
use pix::PixKey;
use std::time::Duration;
use telemetry::{SpanKind, TraceCalls, TracedCalls};
use tokio::time::timeout;
use tonic::{
    Code, Request, Response, Status,
    metadata::{Ascii, MetadataValue},
    transport::{Channel, Endpoint},
};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tower::Layer as _;
use uuid::Uuid;

/// A hub that does not take the connection within this time is away.
const CONNECT_MAX: Duration = Duration::from_secs(1);
/// What a call may take on an open connection.
const CALL_MAX: Duration = Duration::from_millis(2500);
/// How long an answer may take, with connecting and with waiting behind others that connect.
const WHOLE_MAX: Duration = Duration::from_millis(3500);
/// A connection whose other end vanished is noticed after both: no packet says so.
const KEEP_ALIVE_EVERY: Duration = Duration::from_secs(5);
const KEEP_ALIVE_MAX: Duration = Duration::from_secs(2);
/// A page of a thousand entries has some 300 kB.
const ANSWER_BYTES_MAX: usize = 4 << 20;
/// What the bank needs of the hub, as the standard health service names it.
const DIRECTORY: &str = "codepix.v1.KeyDirectory";

/// What this bank knows besides transfers.
const FEATURES: [&str; 1] = ["returns"];

/// The hub at the other end of a channel that connects when it is first needed, and again when it broke.
#[derive(Clone)]
pub struct GrpcHub {
    client: KeyDirectoryClient<TracedCalls<Channel>>,
    participants: ParticipantsClient<TracedCalls<Channel>>,
    health: HealthClient<Channel>,
    bearer: MetadataValue<Ascii>,
}

impl GrpcHub {
    /// Connects to nothing yet. To be called on a Tokio runtime, which will carry the connection. Over https the hub's
    /// certificate is from a CA of the web.
    ///
    /// # Errors
    /// When `url` is not a URL, or `token` not a bearer token.
    pub fn new(url: &str, token: &str) -> anyhow::Result<Self> {
        Self::at(tls::endpoint(url, None)?, token)
    }

    /// A hub whose certificate is from the CA whose own is `ca`, as PEM.
    ///
    /// # Errors
    /// As [`GrpcHub::new`], and when `ca` is no certificate.
    pub fn trusting(url: &str, token: &str, ca: &[u8]) -> anyhow::Result<Self> {
        Self::at(tls::endpoint(url, Some(ca))?, token)
    }

    fn at(endpoint: Endpoint, token: &str) -> anyhow::Result<Self> {
        let endpoint = endpoint
            .connect_timeout(CONNECT_MAX)
            .timeout(CALL_MAX)
            .tcp_nodelay(true)
            .http2_keep_alive_interval(KEEP_ALIVE_EVERY)
            .keep_alive_timeout(KEEP_ALIVE_MAX)
            .keep_alive_while_idle(true);
        let channel = endpoint.connect_lazy();
        let traced = TraceCalls(SpanKind::Client).layer(channel.clone());
        let (client, participants) =
            (KeyDirectoryClient::new(traced.clone()), ParticipantsClient::new(traced));
        let health = HealthClient::new(channel);
        let mut bearer: MetadataValue<Ascii> =
            format!("Bearer {token}").parse().context("the hub's token holds what no header can carry")?;
        bearer.set_sensitive(true);
        let client = client.max_decoding_message_size(ANSWER_BYTES_MAX);
        Ok(Self { client, participants, health, bearer })
    }

    /// Does the hub say that its key directory works? One that is there and cannot reach its database says no.
    pub async fn serves(&self) -> bool {
        let mut health = self.health.clone();
        let asked = answer(health.check(HealthCheckRequest { service: DIRECTORY.into() })).await;
        asked.is_ok_and(|answer| answer.status() == ServingStatus::Serving)
    }

    /// Tells the hub what this bank knows besides transfers. Until it has heard, it sends nothing of that kind.
    ///
    /// # Errors
    /// [`HubError`] when it did not answer, or does not take that.
    pub async fn announce(&self) -> Result<(), HubError> {
        let features = FEATURES.map(str::to_owned).to_vec();
        let mut participants = self.participants.clone();
        let request = self.request(AnnounceRequest { features });
        answer(participants.announce(request)).await.map_err(|status| errors::read(&status))?;
        Ok(())
    }

    fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", self.bearer.clone());
        // The hub gives up too, when nobody waits any more.
        request.set_timeout(CALL_MAX);
        request
    }
}

/// The answer, or the status that came instead, within a bounded time.
async fn answer<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Status> {
    match timeout(WHOLE_MAX, call).await {
        Ok(answer) => answer.map(Response::into_inner),
        Err(_) => Err(Status::deadline_exceeded(format!("no answer within {WHOLE_MAX:?}"))),
    }
}

#[async_trait]
impl Hub for GrpcHub {
    async fn register(&self, registration: &Registration) -> Result<Entry, HubError> {
        let request = self.request(RegisterKeyRequest {
            request_id: registration.request_id.to_string(),
            kind: v1::KeyKind::from(registration.kind).into(),
            key: registration.key.as_ref().map(PixKey::to_string).unwrap_or_default(),
            account: Some(v1::Account { branch: BRANCH.into(), number: registration.account.to_string() }),
            owner: Some(v1::Owner {
                name: registration.owner_name.clone(),
                tax_id: registration.owner_tax_id.as_str().to_owned(),
            }),
        });
        let mut client = self.client.clone();
        let answered = answer(client.register_key(request)).await.map_err(|status| errors::read(&status))?;
        entries::entry(answered.entry)
    }

    async fn find(&self, key: &PixKey) -> Result<Option<Entry>, HubError> {
        let request = self.request(FindKeyRequest { key: key.to_string() });
        let mut client = self.client.clone();
        match answer(client.find_key(request)).await {
            Ok(answered) => entries::entry(answered.entry).map(Some),
            Err(status) if status.code() == Code::NotFound => Ok(None),
            Err(status) => Err(errors::read(&status)),
        }
    }

    async fn code_url(&self, host: &str) -> Result<Option<String>, HubError> {
        let request = self.request(FindCodeHostRequest { host: host.to_owned() });
        let mut client = self.client.clone();
        match answer(client.find_code_host(request)).await {
            Ok(answered) => Ok(Some(answered.url)),
            Err(status) if status.code() == Code::NotFound => Ok(None),
            Err(status) => Err(errors::read(&status)),
        }
    }

    async fn list(&self, after: &str, limit: i32) -> Result<EntryPage, HubError> {
        let request = self.request(ListKeysRequest { after_key: after.to_owned(), limit });
        let mut client = self.client.clone();
        let page = answer(client.list_keys(request)).await.map_err(|status| errors::read(&status))?;
        let entries = page.entries.into_iter().map(|entry| entries::entry(Some(entry)));
        Ok(EntryPage { entries: entries.collect::<Result<_, _>>()?, more: page.more })
    }

    async fn remove(&self, key: &PixKey, entry_id: Uuid) -> Result<(), HubError> {
        let request = self.request(RemoveKeyRequest { key: key.to_string(), entry_id: entry_id.to_string() });
        let mut client = self.client.clone();
        answer(client.remove_key(request)).await.map_err(|status| errors::read(&status))?;
        Ok(())
    }
}
