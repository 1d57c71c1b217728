//! Key lookups over gRPC, as banks make them.

use super::load::give_tickets;
use codepix_proto::v1::{FindKeyRequest, key_directory_client::KeyDirectoryClient};
use hdrhistogram::Histogram;
use rand::Rng as _;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Semaphore, task::JoinSet};
use tonic::{
    Request,
    metadata::{Ascii, MetadataValue},
    transport::{Channel, Endpoint},
};

/// Calls under way at once, over one connection, as from one bank.
const CALLS: usize = 32;

/// Lookups of keys that exist.
pub struct Lookups {
    channel: Channel,
    bearer: MetadataValue<Ascii>,
    keys: Arc<Vec<String>>,
}

/// What became of them.
pub struct Answers {
    pub found: u64,
    pub seconds: f64,
    pub answer_us: Histogram<u64>,
}

impl Answers {
    pub fn per_second(&self) -> f64 {
        self.found as f64 / self.seconds
    }
}

impl Lookups {
    /// # Errors
    /// When the hub cannot be reached.
    pub async fn connect(url: &str, token: &str, keys: Vec<String>) -> anyhow::Result<Self> {
        let channel = Endpoint::from_shared(url.to_owned())?.tcp_nodelay(true).connect().await?;
        Ok(Self { channel, bearer: format!("Bearer {token}").parse()?, keys: Arc::new(keys) })
    }

    /// Looks keys up for `time`, at `rate` a second or as fast as they are answered.
    ///
    /// # Errors
    /// When a lookup finds nothing, or is not answered.
    pub async fn run(&self, rate: Option<f64>, time: Duration) -> anyhow::Result<Answers> {
        let began = Instant::now();
        let end = began + time;
        let tickets = Arc::new(Semaphore::new(if rate.is_some() { 0 } else { Semaphore::MAX_PERMITS }));
        let mut callers = JoinSet::new();
        for _ in 0..CALLS {
            callers.spawn(self.caller(Arc::clone(&tickets), end));
        }
        if let Some(rate) = rate {
            give_tickets(&tickets, rate, end).await;
        }
        let mut answer_us = Histogram::new(3)?;
        while let Some(caller) = callers.join_next().await {
            answer_us.add(caller??)?;
        }
        Ok(Answers { found: answer_us.len(), seconds: began.elapsed().as_secs_f64(), answer_us })
    }

    fn caller(
        &self,
        tickets: Arc<Semaphore>,
        end: Instant,
    ) -> impl Future<Output = anyhow::Result<Histogram<u64>>> + use<> {
        let mut client = KeyDirectoryClient::new(self.channel.clone());
        let (bearer, keys) = (self.bearer.clone(), Arc::clone(&self.keys));
        async move {
            let mut answer_us = Histogram::new(3)?;
            while let Ok(ticket) = tickets.acquire().await {
                ticket.forget();
                if Instant::now() >= end {
                    break;
                }
                let key = keys[rand::rng().random_range(0..keys.len())].clone();
                let mut request = Request::new(FindKeyRequest { key });
                request.metadata_mut().insert("authorization", bearer.clone());
                let asked = Instant::now();
                client.find_key(request).await?;
                answer_us.record(u64::try_from(asked.elapsed().as_micros())?)?;
            }
            Ok(answer_us)
        }
    }
}
