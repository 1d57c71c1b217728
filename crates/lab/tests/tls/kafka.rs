//! Kafka as others run it for us: TLS alone, and users that log in by SCRAM.

use crate::ca::Ca;
use banks::Secret;
use outbox::kafka::{KafkaProducer, KafkaSettings, Signals};
use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const READY_MAX: Duration = Duration::from_secs(90);
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// A broker with the users that `broker.sh` gives it.
struct Broker {
    process: Child,
    address: String,
}

impl Broker {
    fn start(ca: &Ca) -> Self {
        ca.sign();
        fs::write(ca.path("broker.pem"), ca.read("server.key") + &ca.read("server.pem")).unwrap();
        // Free now, and nobody else asks for them in the next second.
        let ports = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let ports = ports.map(|port| port.local_addr().unwrap().port().to_string());
        let log = fs::File::create(ca.path("broker.log")).unwrap();
        let process = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls/broker.sh"))
            .arg(&ca.0)
            .args(&ports)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { process, address: format!("127.0.0.1:{}", ports[0]) }
    }

    fn settings(&self, ca: &Ca) -> KafkaSettings {
        KafkaSettings {
            brokers: self.address.clone(),
            security_protocol: "SASL_SSL".into(),
            sasl_mechanism: "SCRAM-SHA-512".into(),
            ca_file: Some(ca.path("ca.pem")),
            username: "bank-001".into(),
            password: Secret::new("right"),
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn reaches(settings: &KafkaSettings) -> bool {
    KafkaProducer::new(settings, Signals::default(), &[]).unwrap().reaches_broker(ANSWER_MAX)
}

#[test]
fn a_managed_broker_is_reached_by_scram_over_tls_and_nobody_else_is_taken_for_it() {
    let (ours, others) = (Ca::new("kafka"), Ca::new("no-kafka"));
    let mut broker = Broker::start(&ours);
    let settings = broker.settings(&ours);
    let deadline = Instant::now() + READY_MAX;
    while !reaches(&settings) {
        let ended = broker.process.try_wait().unwrap();
        assert!(ended.is_none() && Instant::now() < deadline, "{ended:?}: {}", ours.read("broker.log"));
    }

    let with = |change: &dyn Fn(&mut KafkaSettings)| {
        let mut settings = settings.clone();
        change(&mut settings);
        reaches(&settings)
    };
    assert!(with(&|settings| settings.sasl_mechanism = "SCRAM-SHA-256".into()));
    assert!(!with(&|settings| settings.password = Secret::new("wrong")));
    assert!(!with(&|settings| settings.ca_file = Some(others.path("ca.pem"))), "another CA");
    assert!(!with(&|settings| settings.ca_file = None), "a CA that the system does not know");
    assert!(!with(&|settings| settings.security_protocol = "SASL_PLAINTEXT".into()));
}
