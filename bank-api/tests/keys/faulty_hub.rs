//! The hub's own rules behind a line that fails as it is told to: the fakes of these stories cannot be kinder than the
//! hub itself.

use crate::samples::{at, ipe, mare};
use async_trait::async_trait;
use bank_api::{
    application::{Entry, EntryPage, HoldingBank, Hub, HubError, HubRefusal, HubRule, Registration},
    domain::OurBank,
};
use codepix::{
    adapters::memory::MemoryDirectory,
    application::{DirectoryStore, KeepKeys, KeyAnswer, KeyCommand, KeyOutcome, KeyRefusal},
    domain::{self as hub, DirectoryRefusal},
};
use engine::process;
use pix::{Ispb, PixKey};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// What becomes of one call.
#[derive(Clone)]
pub enum Fate {
    /// It certainly never leaves the bank.
    NotReached,
    /// It is lost on its way.
    RequestLost,
    /// It is carried out, and its answer is lost.
    AnswerLost,
    /// It seems lost, and arrives when [`FaultyHub::deliver_late`] says so.
    Late,
    /// It is carried out, and its answer comes when the gate lets it through.
    SlowAnswer(Arc<Semaphore>),
    /// It waits at the gate, and then certainly never leaves the bank.
    SlowlyNotReached(Arc<Semaphore>),
}

/// The hub as one bank reaches it. Calls without a fate are answered.
#[derive(Clone)]
pub struct FaultyHub {
    bank: OurBank,
    directory: MemoryDirectory,
    line: Arc<Line>,
}

#[derive(Default)]
struct Line {
    fates: Mutex<VecDeque<Fate>>,
    late: Mutex<Vec<KeyCommand>>,
    calls: Mutex<Vec<&'static str>>,
    /// With the URL behind each.
    code_hosts: Mutex<Vec<(String, String)>>,
}

impl FaultyHub {
    pub fn new(bank: OurBank) -> Self {
        Self { bank, directory: MemoryDirectory::default(), line: Arc::default() }
    }

    /// This directory, as another bank reaches it.
    pub fn of(&self, bank: OurBank) -> Self {
        Self { bank, directory: self.directory.clone(), line: Arc::default() }
    }

    /// A bank has this host, and serves its charges at `url`.
    pub fn code_host(&self, host: &str, url: String) {
        self.line.code_hosts.lock().unwrap().push((host.to_owned(), url));
    }

    /// The fates of the next calls, in order.
    pub fn fates(&self, fates: impl IntoIterator<Item = Fate>) {
        self.line.fates.lock().unwrap().extend(fates);
    }

    /// All calls that seemed lost arrive.
    pub async fn deliver_late(&self) {
        let late: Vec<_> = self.line.late.lock().unwrap().drain(..).collect();
        for command in late {
            let _ = self.keep(command).await;
        }
    }

    /// The calls since the last look.
    pub fn calls(&self) -> Vec<&'static str> {
        self.line.calls.lock().unwrap().drain(..).collect()
    }

    /// The entry id under which a key stands, in this bank or another.
    pub async fn entry_id(&self, key: &str) -> Option<Uuid> {
        self.directory.find(&[key.to_owned()]).await.unwrap().pop().map(|entry| entry.entry_id)
    }

    fn call(&self, name: &'static str) -> Option<Fate> {
        self.line.calls.lock().unwrap().push(name);
        self.line.fates.lock().unwrap().pop_front()
    }

    async fn keep(&self, command: KeyCommand) -> KeyAnswer {
        let decider = KeepKeys { directory: Arc::new(self.directory.clone()), clock: Arc::new(|| at(0)) };
        process(&decider, &[command]).await.whole().unwrap().remove(0).answer
    }

    async fn suffer(&self, name: &'static str, command: KeyCommand) -> Result<KeyOutcome, HubError> {
        let unknown = || Err(HubError::Unknown("no answer".into()));
        match self.call(name) {
            None => self.keep(command).await.map_err(|refusal| refused(&refusal).into()),
            Some(Fate::NotReached) => Err(HubError::NotReached("connection refused".into())),
            Some(Fate::RequestLost) => unknown(),
            Some(Fate::AnswerLost) => {
                let _ = self.keep(command).await;
                unknown()
            }
            Some(Fate::Late) => {
                self.line.late.lock().unwrap().push(command);
                unknown()
            }
            Some(Fate::SlowAnswer(gate)) => {
                let answer = self.keep(command).await.map_err(|refusal| refused(&refusal).into());
                gate.acquire().await.unwrap().forget();
                answer
            }
            Some(Fate::SlowlyNotReached(gate)) => {
                gate.acquire().await.unwrap().forget();
                Err(HubError::NotReached("connection refused".into()))
            }
        }
    }

    /// The fate of a call that changes nothing.
    fn read(&self, name: &'static str) -> Result<(), HubError> {
        match self.call(name) {
            None => Ok(()),
            Some(Fate::NotReached) => Err(HubError::NotReached("connection refused".into())),
            Some(_) => Err(HubError::Unknown("no answer".into())),
        }
    }
}

#[async_trait]
impl Hub for FaultyHub {
    async fn register(&self, wanted: &Registration) -> Result<Entry, HubError> {
        let drawn = || PixKey::random(Uuid::new_v4().as_u128());
        let command = KeyCommand::Register(hub::Registration {
            request_id: wanted.request_id,
            key: wanted.key.clone().unwrap_or_else(drawn),
            account: hub::Account {
                bank: self.bank.ispb,
                branch: "0001".into(),
                number: wanted.account.to_string(),
            },
            owner: hub::Owner { name: wanted.owner_name.clone(), tax_id: wanted.owner_tax_id },
        });
        match self.suffer("register", command).await? {
            KeyOutcome::Registered(entry) => Ok(view(entry)),
            KeyOutcome::Removed => panic!("a registration removes nothing"),
        }
    }

    async fn find(&self, key: &PixKey) -> Result<Option<Entry>, HubError> {
        self.read("find")?;
        Ok(self.directory.find(&[key.to_string()]).await.unwrap().pop().map(view))
    }

    async fn code_url(&self, host: &str) -> Result<Option<String>, HubError> {
        self.read("code_url")?;
        let known = self.line.code_hosts.lock().unwrap();
        Ok(known.iter().find(|(known, _)| known == host).map(|(_, url)| url.clone()))
    }

    async fn list(&self, after: &str, limit: i32) -> Result<EntryPage, HubError> {
        self.read("list")?;
        let limit = usize::try_from(limit).unwrap();
        let mut entries = self.directory.list(self.bank.ispb, after, limit as i64 + 1).await.unwrap();
        let more = entries.len() > limit;
        entries.truncate(limit);
        Ok(EntryPage { entries: entries.into_iter().map(view).collect(), more })
    }

    async fn remove(&self, key: &PixKey, entry_id: Uuid) -> Result<(), HubError> {
        let removal = hub::Removal { bank: self.bank.ispb, key: key.clone(), entry_id };
        self.suffer("remove", KeyCommand::Remove(removal)).await.map(|_| ())
    }
}

fn bank(ispb: Ispb) -> HoldingBank {
    let OurBank { code, ispb, name } = [ipe(), mare()].into_iter().find(|bank| bank.ispb == ispb).unwrap();
    HoldingBank { code, ispb, name }
}

fn view(entry: hub::Entry) -> Entry {
    Entry {
        entry_id: entry.entry_id,
        key: entry.key,
        bank: bank(entry.bank),
        branch: entry.branch,
        account: entry.account,
        owner_name: entry.owner.name,
        owner_tax_id_masked: entry.owner.tax_id.masked(),
        created_at: entry.created_at,
    }
}

fn refused(refusal: &KeyRefusal) -> HubRefusal {
    let (rule, holder) = match refusal {
        KeyRefusal::Rule(DirectoryRefusal::Taken(ispb)) => (HubRule::Taken, Some(bank(*ispb))),
        KeyRefusal::Rule(DirectoryRefusal::TooMany(_)) => (HubRule::TooMany, None),
        KeyRefusal::Rule(DirectoryRefusal::NotTheOwners) => (HubRule::NotTheOwners, None),
        KeyRefusal::Rule(DirectoryRefusal::Removed) => (HubRule::Removed, None),
        KeyRefusal::Rule(DirectoryRefusal::RequestIdReused) => (HubRule::RequestIdReused, None),
        KeyRefusal::Rule(DirectoryRefusal::NotYours) => (HubRule::NotYours, None),
        KeyRefusal::Data(_) => (HubRule::Other, None),
    };
    HubRefusal { rule, text: refusal.to_string(), holder }
}
