//! What the writer remembers of what it read and wrote, so that it need not ask for it again.
//!
//! Others write too: another instance, and whoever logs out, closes an account or gives up a key. So nothing here is known to
//! be true. A change that was decided on it is committed only where it is (`Present`, [`super::Grounds`]), and an answer without
//! a change is not given on it (see `engine`). What is not here is asked for, but for two things that hardly ever are: the
//! transfer that an order or a forwarded message may be a repeat of. The commit finds that, too.

use super::{
    admission::{Change, Grounds},
    command::{Command, HubMessage},
    ports::Wanted,
    send_pix::SendPix,
    tokens::TokenHash,
    working_copy::{ActiveKey, WorkingCopy},
};
use crate::domain::{Account, AccountId, Forwarded, Side, Status, Transfer};
use lru::LruCache;
use pix::EndToEndId;
use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Of each kind, those that were needed last: some 30 MiB together.
const KEPT_MAX: NonZeroUsize = NonZeroUsize::new(32_768).expect("it is above zero");
/// Shared by the batches of one writer.
#[derive(Default)]
pub struct Recall(Mutex<Memory>);

struct Memory {
    sessions: LruCache<TokenHash, AccountId>,
    accounts: LruCache<AccountId, Account>,
    /// None: not active in this bank.
    keys: LruCache<String, Option<ActiveKey>>,
    /// Orders whose end is not known yet.
    waiting: LruCache<EndToEndId, Transfer>,
    /// Seen before, so that it may be a repeat.
    requests: LruCache<(AccountId, String), ()>,
    received: LruCache<EndToEndId, ()>,
}

impl Default for Memory {
    fn default() -> Self {
        let (sessions, accounts, keys) = (kept(), kept(), kept());
        Self { sessions, accounts, keys, waiting: kept(), requests: kept(), received: kept() }
    }
}

fn kept<K: std::hash::Hash + Eq, V>() -> LruCache<K, V> {
    LruCache::new(KEPT_MAX)
}

impl Recall {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered of all that `commands` touch, and what has to be asked for.
    pub fn remembered(&self, commands: &[&Command]) -> (WorkingCopy, Wanted) {
        let mut memory = self.memory();
        let (mut copy, mut wanted) = (WorkingCopy::default(), Wanted::default());
        for command in commands {
            match command {
                Command::Send(send) => memory.recall_order(send, &mut copy, &mut wanted),
                Command::Hub(HubMessage::Forwarded(forwarded)) => {
                    memory.recall_forwarded(forwarded, &mut copy, &mut wanted)
                }
                Command::Hub(HubMessage::Settlement(id, _)) => {
                    memory.recall_waiting(*id, &mut copy, &mut wanted)
                }
                // They are few, and what they rest on is old: all of it is asked for.
                Command::Return(order) => wanted.add_return(order),
                Command::Hub(HubMessage::Returned(forwarded)) => wanted.add_returned(forwarded),
            }
        }
        (copy, wanted)
    }

    /// These were asked for, and found or not.
    pub fn looked_up(&self, copy: &WorkingCopy) {
        self.memory().mark(copy);
    }

    /// Everything that was decided on `copy` was committed, as it was read.
    pub fn keep(&self, copy: &WorkingCopy, keys: impl Iterator<Item = String>) {
        let mut memory = self.memory();
        memory.mark(copy);
        for (token, account) in &copy.sessions {
            memory.sessions.put(*token, *account);
        }
        for account in copy.accounts.values() {
            memory.accounts.put(account.id, account.clone());
        }
        for key in keys {
            let active = copy.keys.get(&key).cloned();
            memory.keys.put(key, active);
        }
        for transfer in copy.transfers.values().filter(|transfer| transfer.side == Side::Out) {
            match transfer.status {
                Status::Pending => drop(memory.waiting.put(transfer.id, transfer.clone())),
                Status::Completed | Status::Rejected => drop(memory.waiting.pop(&transfer.id)),
            }
        }
    }

    /// Somebody else wrote what some of these were decided on. Books that lock first for a while admit what was decided on
    /// older balances, so nothing else need be asked for meanwhile.
    pub fn doubt(&self, changes: &[Change]) {
        let memory = &mut *self.memory();
        for change in changes {
            for account in change.accounts() {
                memory.accounts.pop(&account);
            }
            for transfer in &change.decision.transfers {
                memory.waiting.pop(&transfer.id);
            }
            if let Some(Grounds { session: (token, payer), key }) = &change.grounds {
                memory.sessions.pop(token);
                memory.accounts.pop(payer);
                if let Some((key, _)) = key {
                    memory.keys.pop(key);
                }
            }
        }
    }
}

/// All that `commands` touch.
pub fn wanted(commands: &[&Command]) -> Wanted {
    let mut wanted = Wanted::default();
    for command in commands {
        match command {
            Command::Send(send) => {
                wanted.sessions.push(send.session);
                wanted.requests.push((send.session, send.idempotency_key.as_str().to_owned()));
                wanted.keys.push(send.key.as_str().to_owned());
            }
            Command::Hub(HubMessage::Forwarded(forwarded)) => {
                wanted.transfers.push((forwarded.id, Side::In));
                wanted.accounts.extend(forwarded.account);
            }
            Command::Hub(HubMessage::Settlement(id, _)) => wanted.transfers.push((*id, Side::Out)),
            Command::Return(order) => wanted.add_return(order),
            Command::Hub(HubMessage::Returned(forwarded)) => wanted.add_returned(forwarded),
        }
    }
    wanted
}

impl Memory {
    fn mark(&mut self, copy: &WorkingCopy) {
        for request in copy.requests.keys() {
            self.requests.put(request.clone(), ());
        }
        for (id, _) in copy.transfers.keys().filter(|(_, side)| *side == Side::In) {
            self.received.put(*id, ());
        }
    }

    fn recall_order(&mut self, send: &SendPix, copy: &mut WorkingCopy, wanted: &mut Wanted) {
        let key = send.key.as_str();
        let request = |payer| (payer, send.idempotency_key.as_str().to_owned());
        let payer = self.sessions.get(&send.session).copied().filter(|id| self.recall_account(*id, copy));
        match payer {
            Some(payer) => copy.add_session(send.session, payer),
            None => wanted.sessions.push(send.session),
        }
        if payer.is_none_or(|payer| self.requests.get(&request(payer)).is_some()) {
            wanted.requests.push((send.session, send.idempotency_key.as_str().to_owned()));
        }
        match self.keys.get(key).cloned() {
            Some(None) => {}
            Some(Some(active)) if self.recall_account(active.account, copy) => copy.add_key(active),
            Some(Some(_)) | None => wanted.keys.push(key.to_owned()),
        }
    }

    fn recall_forwarded(&mut self, forwarded: &Forwarded, copy: &mut WorkingCopy, wanted: &mut Wanted) {
        if self.received.get(&forwarded.id).is_some() {
            wanted.transfers.push((forwarded.id, Side::In));
        }
        // To refuse money is a change too, and no commit would find out that there is room by now.
        let takes = |account: &Account| account.takes(forwarded.amount);
        let account = forwarded.account;
        wanted.accounts.extend(
            account
                .filter(|id| !(self.accounts.get(id).is_some_and(takes) && self.recall_account(*id, copy))),
        );
    }

    fn recall_waiting(&mut self, id: EndToEndId, copy: &mut WorkingCopy, wanted: &mut Wanted) {
        match self.waiting.get(&id).cloned() {
            Some(waiting) => {
                // Should it be refunded, the money goes back there.
                waiting.account.map(|id| self.recall_account(id, copy));
                copy.add_transfer(waiting);
            }
            None => wanted.transfers.push((id, Side::Out)),
        }
    }

    fn recall_account(&mut self, id: AccountId, copy: &mut WorkingCopy) -> bool {
        let account = self.accounts.get(&id).cloned();
        let is_known = account.is_some();
        account.into_iter().for_each(|account| copy.add_account(account));
        is_known
    }
}
