//! A stage, what is told of it, and how it is asked.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode},
    response::Response,
};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::{Value, json};
use stage::{
    journal::{BankOnStage, Commit, Entry, Ground, Journal, Kind, Message, Node, Place, ProcessState, Side},
    rest::{Stage, router},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::boards::Paper;

pub const TOKEN: &str = "0123456789abcdef";
/// As the presenter's browser sends it from the page.
pub const PRESENTER: [(&str, &str); 2] =
    [("cookie", "stage=0123456789abcdef"), ("sec-fetch-site", "same-origin")];

/// A stage with its journal, in which the ground is the first line.
pub struct Theatre {
    pub boards: Paper,
    pub journal: Journal,
    pub router: Router,
    pub stop: CancellationToken,
}

impl Theatre {
    pub fn open() -> Theatre {
        Theatre::over(Paper::default())
    }

    pub fn over(boards: Paper) -> Theatre {
        let journal = journal();
        journal.append(Entry::Ground(ground()));
        let stage = Stage::new(Arc::new(boards.clone()), journal.clone(), TOKEN.parse().unwrap());
        let stop = stage.stop.clone();
        Theatre { boards, journal, router: router(stage), stop }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, path, headers, "").await
    }

    /// As the presenter.
    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.ask(Method::POST, path, &PRESENTER, body).await
    }

    /// As a phone of the network, from that address.
    pub async fn ask_from(&self, address: [u8; 4], path: &str, headers: &[(&str, &str)]) -> Answer {
        read(self.begin_from(address, (Method::GET, path), headers, "").await).await
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        read(self.begin(method, path, headers, body).await).await
    }

    /// The answer whose body is still to be read.
    pub async fn begin(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        self.begin_from([127, 0, 0, 1], (method, path), headers, body).await
    }

    async fn begin_from(
        &self,
        address: [u8; 4],
        (method, path): (Method, &str),
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        let request = Request::builder().method(method).uri(path);
        let request = request.extension(ConnectInfo(SocketAddr::from((address, 40_000))));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
    }
}

async fn read(answer: Response) -> Answer {
    let (parts, body) = answer.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The status, and the last word of the problem's type.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        let kind = self.json()["type"].as_str().unwrap().to_owned();
        (self.status.as_u16(), kind.trim_start_matches("urn:codepix:problem:").to_owned())
    }

    pub fn detail(&self) -> String {
        self.json()["detail"].as_str().unwrap().to_owned()
    }
}

/// A journal whose every line is a millisecond after the one before.
pub fn journal() -> Journal {
    keeping(200_000)
}

pub fn keeping(lines: usize) -> Journal {
    let ticks = AtomicI64::new(0);
    Journal::keeping(Arc::new(move || at(ticks.fetch_add(1, Ordering::Relaxed))), lines)
}

/// Some milliseconds after the beginning.
pub fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(1_795_867_200_000 + millis).unwrap()
}

pub fn ground() -> Ground {
    let bank = |place: &str, name: &str, mark: &str, port: u16| BankOnStage {
        place: place.parse().unwrap(),
        name: name.into(),
        mark: mark.into(),
        web_url: format!("http://127.0.0.1:{port}"),
    };
    let banks = vec![bank("001", "Banco Ipê", "ipe", 3001), bank("002", "Banco Maré", "mare", 3002)];
    Ground { name: "CodePix".into(), one_process: false, banks, issued_cents: 400_000 }
}

pub fn place(text: &str) -> Place {
    text.parse().unwrap()
}

pub fn process(node: Node, state: ProcessState) -> Entry {
    let pid = (state == ProcessState::Up).then_some(4242);
    Entry::Process { node, pid, state, since: at(0), bug: None }
}

pub fn message(id: &str, kind: Kind, offset: i64) -> Entry {
    Entry::Message(Message {
        topic: "codepix.from.001".into(),
        partition: 0,
        offset,
        key: Some(id.into()),
        end_to_end_id: id.into(),
        kind,
        body: json!({ "amount_cents": 8000 }),
        traceparent: None,
        again: false,
    })
}

/// Of 80 reais that Marina sends to Rafael.
pub fn commit(id: &str, at: &str, step: u8, status: &str) -> Entry {
    let side = (at != "hub").then_some(if at == "001" { Side::Out } else { Side::In });
    Entry::Commit(Commit {
        place: place(at),
        end_to_end_id: id.into(),
        side,
        status: status.into(),
        step,
        amount_cents: 8000,
        payer: Some("Marina".into()),
        payee: Some("Rafael".into()),
        key: None,
        reason: None,
    })
}
