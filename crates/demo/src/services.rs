//! Each service, assembled as it is everywhere, over the memory.

use crate::{
    Places,
    backing::Memory,
    ground::{BankGround, HubGround},
    places::loopback,
    steps::{Steps, ToldBooks, ToldTransfers},
};
use bank_api::{
    Setup,
    adapters::{grpc::GrpcHub, memory as bank_memory},
};
use bank_web::server::{self, Origin, Pages};
use banks::{Bank, Hub, Member};
use codepix::{adapters::memory::Alone, domain::KeyLimits};
use codepix_proto::topic;
use listener::Limits;
use outbox::{DeadLetters, Questions, memory::MemoryBroker};
use std::{path::Path, sync::Arc, time::Duration};

/// What all services share.
#[derive(Clone, Default)]
pub struct Common {
    pub broker: MemoryBroker,
    /// Where they tell what their ledgers have committed.
    pub steps: Steps,
}

/// From where the pages ask their bank: on Linux from an address of their own.
const PAGES: &str = if cfg!(target_os = "linux") { "127.0.0.2" } else { "127.0.0.1" };

/// The hub.
pub fn hub(places: &Places, ground: &HubGround, common: &Common) -> codepix::Serve {
    let Common { broker, steps } = common;
    let transfers = ToldTransfers { transfers: ground.transfers.clone(), steps: steps.clone() };
    let stores = codepix::application::Stores { transfers: Arc::new(transfers), ..ground.stores() };
    let questions = Arc::new(ground.transfers.questions.clone());
    let group = places.banks.hub.kafka_user();
    let delivery = delivery(broker, (group, topic::FROM_BANK), questions, Arc::clone(&stores.dead_letters));
    let members = places.banks.banks.iter().map(|bank| Member {
        code: bank.code,
        ispb: bank.ispb,
        name: bank.name.clone(),
        code_host: bank.code_host.clone(),
        code_url: format!("http://127.0.0.1:{}", bank.api_port),
        hub_token: bank.hub_token.clone(),
    });
    let days = |days| Duration::from_hours(24) * days;
    codepix::Serve {
        options: codepix::Options {
            banks: Hub { hub: places.banks.hub.clone(), banks: members.collect() },
            grpc_address: loopback(places.hub_grpc),
            grpc_identity: None,
            http_address: loopback(places.hub_http),
            limits: Limits::default(),
            key_limits: KeyLimits::default(),
            key_requests_kept: days(30),
            transfers_kept: days(395),
        },
        ports: codepix::Ports::over(stores, delivery),
        backing: Arc::new(Memory(broker.clone())),
        instances: Box::new(Alone),
    }
}

/// A bank. To be called on the runtime that will carry its connection to the hub.
///
/// # Errors
/// When its token is none.
pub fn bank(
    places: &Places,
    bank: &Bank,
    ground: &BankGround,
    common: &Common,
) -> anyhow::Result<bank_api::Serve> {
    let Common { broker, steps } = common;
    let questions = Arc::new(ground.books.questions.clone());
    let (group, topic) = (bank.kafka_user(), topic::to_bank(bank.code));
    let delivery = delivery(broker, (&group, &topic), questions, Arc::new(ground.dead_letters.clone()));
    let hub = GrpcHub::new(&format!("http://{}", loopback(places.hub_grpc)), bank.hub_token.expose())?;
    let told = ToldBooks { books: ground.books.clone(), bank: bank.code, steps: steps.clone() };
    let stores =
        bank_api::application::Stores { books: Arc::new(told), ..bank_memory::stores(&ground.books) };
    Ok(bank_api::Serve {
        options: bank_api::Options {
            http_address: loopback(bank.api_port),
            limits: Limits::default(),
            trusted_proxies: PAGES.parse().into_iter().collect(),
            setup: Setup::of(bank),
        },
        ports: bank_api::Ports::over(stores, Arc::new(hub.clone()), delivery),
        hub,
        backing: Arc::new(Memory(broker.clone())),
    })
}

/// The pages of a bank, until `ended`. Only pages at `framed_by`, a port of this machine, may show them in a frame.
///
/// # Errors
/// A port that is taken, a brand without drawings.
pub async fn pages(
    (bank, framed_by): (&Bank, u16),
    site_dir: &Path,
    ended: impl Future<Output = anyhow::Result<()>> + Send + 'static,
) -> anyhow::Result<()> {
    let pages = Pages {
        bank: bank.face.clone(),
        bank_api_url: format!("http://{}", loopback(bank.api_port)),
        site_dir: site_dir.to_owned(),
        secure_cookies: false,
        demo_people: true,
        in_memory: true,
        framed_by: origins(framed_by)?,
    };
    server::serve(pages, loopback(bank.web_port), Limits::default(), ended).await
}

/// A port of this machine, by both of its names.
fn origins(port: u16) -> anyhow::Result<Vec<Origin>> {
    let names = ["127.0.0.1", "localhost"].into_iter();
    Ok(names.map(|name| format!("http://{name}:{port}").parse()).collect::<Result<_, _>>()?)
}

/// `reads`: the group, and what its topics begin with.
fn delivery(
    broker: &MemoryBroker,
    reads: (&str, &str),
    questions: Arc<dyn Questions>,
    dead_letters: Arc<dyn DeadLetters>,
) -> outbox::Ports {
    let (group, topics) = reads;
    let resend = Arc::default();
    broker.notify_of_losses(&resend);
    let log = Box::new(broker.waiting_log(group, topics));
    outbox::Ports { log, publisher: Arc::new(broker.clone()), questions, dead_letters, resend }
}
