//! What is asked of the system. Every answer but the certificate says only that it was begun: what came of it, the journal
//! tells.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Stage, problem::Problem};
use crate::{
    boards::{Pull, Refused},
    journal::{Certificate, Entry, LinkName, LinkState, Node, Speed},
};

/// Begun, or why not.
type Begun = Result<StatusCode, Problem>;

const BEGUN: Begun = Ok(StatusCode::ACCEPTED);
/// More than any machine of ours does.
const PER_SECOND_MAX: f64 = 100_000.0;

pub(super) async fn plug(State(stage): State<Stage>, Path((node, pull)): Path<(String, String)>) -> Begun {
    let node = known_node(&stage, &node)?;
    let pull: Pull = pull.parse()?;
    if pull == Pull::Wipe && node != Node::Kafka {
        return Err(not_here("only Kafka's topics can be wiped: POST /plugs/kafka/wipe"));
    }
    stage.boards.plug(node, pull).await?;
    BEGUN
}

pub(super) async fn link(State(stage): State<Stage>, Path((link, how)): Path<(String, String)>) -> Begun {
    let link = known_link(&stage, &link)?;
    let state = match how.as_str() {
        "cut" => LinkState::Cut,
        "deaf" => LinkState::Deaf,
        "mute" => LinkState::Mute,
        "slow" => LinkState::Slow,
        "heal" => LinkState::Whole,
        _ => return Err(not_here(format!("a line knows no {how:?}: say cut, deaf, mute, slow or heal"))),
    };
    stage.boards.link(link, state).await?;
    BEGUN
}

#[derive(Deserialize)]
struct Armed {
    armed: bool,
}

/// Without a body it toggles.
pub(super) async fn arm(State(stage): State<Stage>, Path(step): Path<String>, body: Bytes) -> Begun {
    let step = step.parse().ok().filter(|step| (1..=6).contains(step));
    let step: u8 = step.ok_or_else(|| not_here("a transfer's life has the steps 1 to 6"))?;
    let armed = if body.is_empty() { !is_armed(&stage, step) } else { said::<Armed>(&body)?.armed };
    stage.boards.arm(step, armed).await?;
    BEGUN
}

fn is_armed(stage: &Stage, step: u8) -> bool {
    let armed = |entry: &Entry| matches!(entry, Entry::Armed { step: of, armed: true, .. } if *of == step);
    stage.journal.present(0).iter().any(|line| armed(&line.entry))
}

#[derive(Deserialize)]
struct Pace {
    speed: Speed,
}

pub(super) async fn speed(State(stage): State<Stage>, body: Bytes) -> Begun {
    stage.boards.speed(said::<Pace>(&body)?.speed).await?;
    BEGUN
}

pub(super) async fn bug(State(stage): State<Stage>, Path(name): Path<String>) -> Begun {
    stage.boards.bug(&name).await?;
    BEGUN
}

pub(super) async fn prove(State(stage): State<Stage>) -> Result<Json<Certificate>, Problem> {
    let certificate = stage.boards.prove().await.map_err(Problem::Unproven)?;
    stage.journal.append(Entry::Proof { certificate: certificate.clone() });
    Ok(Json(certificate))
}

pub(super) async fn reset(State(stage): State<Stage>) -> Begun {
    stage.boards.reset().await?;
    BEGUN
}

#[derive(Deserialize)]
struct Load {
    per_second: f64,
}

pub(super) async fn load(State(stage): State<Stage>, body: Bytes) -> Begun {
    let Load { per_second } = said(&body)?;
    if !(0.0..=PER_SECOND_MAX).contains(&per_second) {
        return Err(Problem::Malformed(format!("per_second goes from 0 to {PER_SECOND_MAX}")));
    }
    stage.boards.load(per_second).await?;
    BEGUN
}

/// The talk goes on: nothing of the system's, so it is so as soon as it is said.
pub(super) async fn scene(State(stage): State<Stage>, Path(number): Path<String>) -> Begun {
    let number = number.parse().map_err(|_| not_here("a scene goes by its number, from 1"))?;
    stage.journal.append(Entry::Scene { number });
    BEGUN
}

fn known_node(stage: &Stage, text: &str) -> Result<Node, Problem> {
    let ground = stage.boards.ground();
    let nodes = ground.nodes();
    // What one process cannot have, its own boards say best.
    let node = text.parse().ok().filter(|node| ground.one_process || nodes.contains(node));
    node.ok_or_else(|| not_here(format!("there is no plug {text:?} on this stage, but {}", listed(&nodes))))
}

fn known_link(stage: &Stage, text: &str) -> Result<LinkName, Problem> {
    let ground = stage.boards.ground();
    let links = ground.links();
    let link = text.parse().ok().filter(|link| ground.one_process || links.contains(link));
    link.ok_or_else(|| not_here(format!("there is no line {text:?} on this stage, but {}", listed(&links))))
}

fn listed(names: &[impl ToString]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn not_here(text: impl Into<String>) -> Problem {
    Refused::NotHere(text.into()).into()
}

fn said<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body)
        .map_err(|error| Problem::Malformed(format!("the body is not the JSON asked for: {error}")))
}
