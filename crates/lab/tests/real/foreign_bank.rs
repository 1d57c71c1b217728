//! A bank that is not ours: examples/bank-in-javascript, which has nothing of this repository but the contracts. In an
//! environment of its own, with a third bank in its banks file and no program of ours for it.

use crate::fixture::{HEALED, ONE_AT_A_TIME, accepted, root};
use lab::client::{BankClient, Customer, Person, SendPix};
use serde_json::Value;
use std::{fs, path::PathBuf, process::Stdio};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

/// All of its ports are higher by this.
const SHIFT: u16 = 11_200;

/// Servers, hub and bank 001, in whose banks file bank 003 stands too.
struct Environment {
    folder: PathBuf,
}

impl Environment {
    async fn prepare() -> Self {
        let folder = std::env::temp_dir().join(format!("codepix-foreign-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let banks = fs::read_to_string(root().join("banks.env")).unwrap();
        let lines_of =
            |code: &str| banks.lines().filter(|line| line.contains(code)).collect::<Vec<_>>().join("\n");
        let third = lines_of("BANK_002_").replace("002", "003");
        fs::write(folder.join("banks.env"), format!("{}\n{third}\n", lines_of("BANK_001_"))).unwrap();
        let environment = Self { folder };
        environment.script("down", &["--kill", "--wipe"]).await;
        environment.script("up", &["--no-build", "postgres", "kafka", "codepix", "bank-api-001"]).await;
        environment
    }

    fn here(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("BANKS_FILE", self.folder.join("banks.env"));
        command.env("CODEPIX_STAGE", format!("foreign+{SHIFT}"));
        command
    }

    /// What one of the scripts says.
    async fn script(&self, name: &str, arguments: &[&str]) -> String {
        succeeds(self.here(root().join("scripts").join(name)).args(arguments)).await
    }
}

impl Drop for Environment {
    /// Also where the story fails: others need its ports.
    fn drop(&mut self) {
        let down = root().join("scripts/down");
        drop(self.here(down).as_std_mut().args(["--kill", "--wipe"]).output());
        drop(fs::remove_dir_all(&self.folder));
    }
}

async fn succeeds(command: &mut Command) -> String {
    let output = command.output().await.unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

/// Theirs, as it runs.
struct ForeignBank {
    _process: Child,
    orders: ChildStdin,
    events: Lines<BufReader<ChildStdout>>,
}

impl ForeignBank {
    async fn start(environment: &Environment) -> Self {
        let place = root().join("examples/bank-in-javascript");
        let install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        succeeds(Command::new("npm").args(install).current_dir(&place)).await;
        let mut process = environment
            .here("node")
            .arg(place.join("bank.js"))
            .env("BANK", "003")
            .env("KAFKA_BROKERS", format!("127.0.0.1:{}", 9092 + SHIFT))
            .env("HUB_GRPC_URL", format!("http://127.0.0.1:{}", 50051 + SHIFT))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let orders = process.stdin.take().unwrap();
        let events = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { _process: process, orders, events }
    }

    async fn pays(&mut self, key: &str, cents: i64) {
        self.orders.write_all(format!("pay {key} {cents}\n").as_bytes()).await.unwrap();
    }

    /// Its next event is this one; with what its customer has then.
    async fn tells(&mut self, event: &str, balance: i64) -> Value {
        let line = timeout(HEALED, self.events.next_line()).await.unwrap_or_else(|_| panic!("no {event}"));
        let told: Value = serde_json::from_str(&line.unwrap().expect("it runs")).unwrap();
        assert_eq!(
            (told["event"].as_str(), told["balance"].as_i64()),
            (Some(event), Some(balance)),
            "{told}"
        );
        told
    }
}

#[tokio::test]
async fn a_bank_in_another_language_pays_and_is_paid_and_has_unknown_keys_refunded() {
    let _held = ONE_AT_A_TIME.lock().await;
    let environment = Environment::prepare().await;
    let mut theirs = ForeignBank::start(&environment).await;
    let rosa = theirs.tells("open", 10_000).await["key"].as_str().unwrap().to_owned();
    let ipe = BankClient::new(8001 + SHIFT).unwrap();
    let ana = Customer::open(&ipe, Person::draw()).await.unwrap();
    let key = ana.person.email.clone();
    assert_eq!(ana.register("email", Some(&key)).await.unwrap().status, 201);

    let id = accepted(&ana, &SendPix::new(&rosa, 1_050)).await;
    assert_eq!(theirs.tells("received", 11_050).await["id"], id.as_str());
    let shown = ana.await_status(&id, "completed", HEALED).await.unwrap();
    assert_eq!(shown["payee"]["name"], "Rosa Café", "{shown}");

    theirs.pays(&key, 550).await;
    theirs.tells("accepted", 10_500).await;
    theirs.tells("completed", 10_500).await;
    assert_eq!(ana.balance().await.unwrap(), 100_000 - 1_050 + 550);

    theirs.pays("nobody@example.com", 500).await;
    theirs.tells("accepted", 10_000).await;
    theirs.tells("refunded", 10_500).await;

    let report = environment.script("audit", &["--until-settled", "30"]).await;
    for words in ["not seen: bank 003's side", "the books that can be seen are right"] {
        assert!(report.contains(words), "{report}");
    }
}
