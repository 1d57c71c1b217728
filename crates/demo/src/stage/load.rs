//! Load: the people of the phones pay people of other banks, at a pace, as customers do: over REST.

use ::stage::boards::Refused;
use anyhow::Context as _;
use bank_contract::{LoginRequest, SendRequest, SessionJson};
use bank_web::server::demo::{Demo, PASSWORD, PIN};
use banks::{BankCode, Banks};
use reqwest::Client;
use std::{
    mem::replace,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{OnceCell, Semaphore},
    task::{AbortHandle, JoinSet},
    time::{Instant, MissedTickBehavior, interval, sleep},
};

/// Orders that have no answer yet, at the most: whoever is down is not asked ever more.
const UNANSWERED_MAX: usize = 200;
/// Who does not answer by then is given up.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// Orders are given out this often; of a higher pace several at once.
const TICK: Duration = Duration::from_millis(10);
/// After a pause nobody makes up for more than this, in seconds.
const CATCH_UP: f64 = 0.25;
/// Banks that are away are asked again after this.
const AGAIN: Duration = Duration::from_millis(500);

/// Who sends, and how fast.
pub struct Load {
    banks: Vec<(BankCode, u16)>,
    sending: Mutex<Option<AbortHandle>>,
    people: Mutex<Arc<OnceCell<Vec<Payer>>>>,
    /// Numbers the orders, whichever pace they are of.
    orders: Arc<AtomicU64>,
}

/// One of the people, logged in.
struct Payer {
    bank: BankCode,
    api: String,
    email: String,
    token: String,
}

impl Load {
    pub fn new(banks: &Banks) -> Self {
        let banks = banks.banks.iter().map(|bank| (bank.code, bank.api_port)).collect();
        Self { banks, sending: Mutex::default(), people: Mutex::default(), orders: Arc::default() }
    }

    /// From now on this many a second; none ends it.
    ///
    /// # Errors
    /// Where there is nobody to pay.
    pub fn set(&self, per_second: f64) -> Result<(), Refused> {
        if self.banks.len() < 2 {
            return Err(Refused::NotHere("nobody is to be paid: this takes two banks".to_owned()));
        }
        let (banks, people, orders) =
            (self.banks.clone(), Arc::clone(&lock(&self.people)), Arc::clone(&self.orders));
        let sending = async move {
            if let Some((client, people)) = all_logged_in(&banks, &people).await {
                send(client, people, &orders, per_second).await;
            }
        };
        let task = (per_second > 0.0).then(|| tokio::spawn(sending).abort_handle());
        if let Some(before) = replace(&mut *lock(&self.sending), task) {
            before.abort();
        }
        Ok(())
    }

    /// Nobody sends any more, and who was logged in is not.
    pub fn forget(&self) {
        if let Some(before) = lock(&self.sending).take() {
            before.abort();
        }
        *lock(&self.people) = Arc::default();
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.forget();
    }
}

/// Asks until everybody is logged in, however long a bank is away. None where this machine has no client.
async fn all_logged_in<'a>(
    banks: &[(BankCode, u16)],
    people: &'a OnceCell<Vec<Payer>>,
) -> Option<(Client, &'a [Payer])> {
    let client = Client::builder().no_proxy().timeout(ANSWER_MAX).build();
    let client = client.inspect_err(|why| tracing::warn!("nobody sends: {why}")).ok()?;
    loop {
        match people.get_or_try_init(|| log_in(&client, banks)).await {
            Ok(people) => return Some((client, people)),
            Err(why) => tracing::debug!("who is to send is not there yet: {why:#}"),
        }
        sleep(AGAIN).await;
    }
}

async fn log_in(client: &Client, banks: &[(BankCode, u16)]) -> anyhow::Result<Vec<Payer>> {
    let mut payers = Vec::new();
    for (bank, port) in banks {
        let api = format!("http://127.0.0.1:{port}");
        for person in Demo::of(*bank).people {
            let login = LoginRequest { login: person.email.clone(), password: PASSWORD.to_owned() };
            let answer = client.post(format!("{api}/sessions")).json(&login).send().await?;
            let answer =
                answer.error_for_status().with_context(|| format!("{} has no account", person.email))?;
            let SessionJson { token, .. } = answer.json().await?;
            payers.push(Payer { bank: *bank, api: api.clone(), email: person.email, token });
        }
    }
    Ok(payers)
}

async fn send(client: Client, people: &[Payer], orders: &AtomicU64, per_second: f64) {
    let (free, mut tasks) = (Arc::new(Semaphore::new(UNANSWERED_MAX)), JoinSet::new());
    let (mut ticks, mut last, mut due) = (interval(TICK), Instant::now(), 0.0);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        due = (due + last.elapsed().as_secs_f64() * per_second).min(1.0_f64.max(CATCH_UP * per_second));
        last = Instant::now();
        while due >= 1.0 {
            due -= 1.0;
            let Ok(permit) = Arc::clone(&free).try_acquire_owned() else { break };
            let Some(order) = order(&client, people, orders.fetch_add(1, Ordering::Relaxed)) else { return };
            tasks.spawn(async move {
                // Refused or lost: the next one is another order.
                drop(order.send().await);
                drop(permit);
            });
        }
        while tasks.try_join_next().is_some() {}
    }
}

/// The order of that number. In turn everybody pays everybody of the other banks the same, so that nobody ever runs dry.
fn order(client: &Client, people: &[Payer], number: u64) -> Option<reqwest::RequestBuilder> {
    let at = usize::try_from(number).unwrap_or_default();
    let payer = people.get(at % people.len().max(1))?;
    let payees: Vec<_> = people.iter().filter(|payee| payee.bank != payer.bank).collect();
    let turn = at / people.len();
    let payee = payees.get(turn % payees.len().max(1))?;
    let order = SendRequest {
        key: Some(payee.email.clone()),
        amount_cents: Some(1 + i64::try_from(turn / payees.len() % 97).unwrap_or_default()),
        pin: PIN.to_owned(),
        ..SendRequest::default()
    };
    let request = client.post(format!("{}/transfers", payer.api)).bearer_auth(&payer.token);
    Some(request.header("idempotency-key", format!("stage-{number}")).json(&order))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
