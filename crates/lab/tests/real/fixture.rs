//! The running system as the tests see it: two banks, the hub, and the scripts that kill and start them.

use banks::Banks;
use lab::{
    audit::{Databases, Report, audit, cli::Places, wait_until_settled},
    client::{Answer, BankClient, Customer, Person, SendPix, until},
};
use std::{path::PathBuf, process::Command, time::Duration};
use tokio::sync::{Mutex, MutexGuard};

/// What the promise allows after everything is up again.
pub const HEALED: Duration = Duration::from_secs(30);
/// Where the servers and the hub listen, without the shift of CODEPIX_STAGE.
const POSTGRES_PORT: u16 = 54320;
const KAFKA_PORT: u16 = 9092;
const HUB_PORT: u16 = 8000;
const HUB_GRPC_PORT: u16 = 50051;

/// Tests kill services, and two systems at once are more than some machines have room for.
pub static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// The system, locked for one test.
pub struct Fixture {
    pub banks: Banks,
    pub databases: Databases,
    pub ipe: BankClient,
    pub mare: BankClient,
    _held: MutexGuard<'static, ()>,
}

impl Fixture {
    /// Waits for its turn, and brings up what an earlier test may have left down.
    pub async fn enter() -> Self {
        let held = ONE_AT_A_TIME.lock().await;
        script("up", &["--no-build"]);
        let postgres_addr = format!("127.0.0.1:{}", POSTGRES_PORT + port_shift());
        let places = Places { banks_file: root().join("banks.env"), postgres_addr, port_shift: port_shift() };
        let banks = places.banks().unwrap();
        let databases = Databases::of(&banks, &places.postgres_addr);
        let client =
            |code: &str| BankClient::new(banks.bank(code.parse().unwrap()).unwrap().api_port).unwrap();
        let (ipe, mare) = (client("001"), client("002"));
        Self { banks, databases, ipe, mare, _held: held }
    }

    /// Ana at Banco Ipê, Bia at Banco Maré, who is paid by her e-mail.
    pub async fn two_customers(&self) -> (Customer, Customer) {
        let ana = Customer::open(&self.ipe, Person::draw()).await.unwrap();
        let bia = Customer::open(&self.mare, Person::draw()).await.unwrap();
        let key = bia.person.email.clone();
        assert_eq!(bia.register("email", Some(&key)).await.unwrap().status, 201);
        (ana, bia)
    }

    /// Everything has ended, and the books of all databases are right.
    pub async fn assert_books_are_right(&self) {
        let left = wait_until_settled(&self.databases, HEALED).await.unwrap();
        assert_eq!(left, Ok(()), "after {HEALED:?}");
        let report: Report = audit(&self.databases).await.unwrap();
        assert!(report.sound, "{report}");
    }

    /// Asks the hub over HTTP.
    pub async fn hub(&self, path: &str, token: &str) -> Answer {
        let hub = BankClient::new(HUB_PORT + port_shift()).unwrap();
        hub.ask((reqwest::Method::GET, path), Some(token), None).await.unwrap()
    }
}

/// Repeats a request until the bank has answered it, as an app does: with the same idempotency key.
pub async fn accepted(payer: &Customer, order: &SendPix) -> String {
    let send = async || match payer.send(order).await {
        Ok(answer) if answer.status == 202 => Ok(answer.text("end_to_end_id").to_owned()),
        Ok(answer) => {
            assert_eq!(answer.status, 503, "{}", answer.body);
            Err(answer.body.to_string())
        }
        // Cut off in the middle: unknown, so asked again.
        Err(error) => Err(error.to_string()),
    };
    until(HEALED, send).await.unwrap()
}

/// Ends services and servers at once, `kill -9`.
pub fn kill(names: &[&str]) {
    script("down", &[&["--kill"], names].concat());
}

/// Starts them again and waits until they are ready.
pub fn up(names: &[&str]) {
    script("up", &[&["--no-build"], names].concat());
}

/// Runs one of the project's scripts.
pub fn script(name: &str, arguments: &[&str]) {
    let output = Command::new(root().join("scripts").join(name)).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "scripts/{name} {arguments:?}: {}", String::from_utf8_lossy(&said));
}

/// The process that the scripts started under this name.
pub fn pid_of(name: &str) -> String {
    std::fs::read_to_string(run_dir().join(format!("{name}.pid"))).unwrap().trim().to_owned()
}

/// What our own services have said so far, by their names.
pub fn logs() -> Vec<(String, String)> {
    let files = std::fs::read_dir(run_dir()).unwrap().map(|entry| entry.unwrap().path());
    let ours = files.filter_map(|path| {
        let name = path.file_name()?.to_str()?.strip_suffix(".log")?.to_owned();
        let is_ours = name == "codepix" || name.starts_with("bank-");
        is_ours.then(|| (name, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned()))
    });
    ours.collect()
}

fn run_dir() -> PathBuf {
    root().join(".run").join(environment().0)
}

/// The environment's name, and by how much its ports are higher, as the scripts have it: CODEPIX_STAGE=name+shift.
fn environment() -> (String, u16) {
    let setting = std::env::var("CODEPIX_STAGE").unwrap_or_default();
    let (name, shift) = setting.split_once('+').unwrap_or((&setting, "0"));
    (name.to_owned(), shift.parse().unwrap())
}

fn port_shift() -> u16 {
    environment().1
}

/// As host:port.
pub fn kafka_addr() -> String {
    format!("127.0.0.1:{}", KAFKA_PORT + port_shift())
}

pub fn hub_grpc_url() -> String {
    format!("http://127.0.0.1:{}", HUB_GRPC_PORT + port_shift())
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
