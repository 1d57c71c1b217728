//! What is done to a plug when it is asked for. What came of it is seen by `lives`.

use crate::{
    System,
    plug::Life,
    system::{BROKER, PAGES},
};
use ::stage::{
    boards::{Pull, Refused},
    journal::Node,
};

/// The plug of a node; None where it has none here.
pub fn name(node: Node) -> Option<String> {
    match node {
        Node::Hub => Some("codepix".to_owned()),
        Node::Bank(code) => Some(format!("bank-api-{code}")),
        Node::Web(code) => Some(format!("{PAGES}{code}")),
        Node::Kafka => Some(BROKER.to_owned()),
        Node::Postgres => None,
    }
}

/// Pulls or plugs in. A stop waits for what is under way.
///
/// # Errors
/// When it cannot be done in its present state, or not here.
pub fn plug(system: &mut System, node: Node, pull: Pull) -> Result<(), Refused> {
    let Some(name) = name(node) else {
        return Err(not_here(
            "ledgers are kept in this process' own memory, and have no plug: scripts/stage shows PostgreSQL's",
        ));
    };
    if node == Node::Kafka && matches!(pull, Pull::Freeze | Pull::Thaw) {
        return Err(not_here("topics in memory cannot be frozen: kill them, or wipe them"));
    }
    let life = system.life(&name).ok_or_else(|| not_here(&format!("there is no {node}")))?;
    let done = match (pull, life) {
        (Pull::Wipe, _) if node == Node::Kafka => {
            system.broker.wipe();
            Ok(())
        }
        (Pull::Wipe, _) => return Err(not_here("only Kafka's topics can be wiped")),
        (Pull::Start, Life::Killed | Life::Stopped) => system.start(&name),
        (Pull::Start, Life::Runs | Life::Frozen) => return Err(not_now(format!("{node} runs already"))),
        (_, Life::Killed | Life::Stopped) => {
            return Err(not_now(format!("{node} does not run: plug it in first")));
        }
        (Pull::Kill, _) => system.kill(&name),
        (Pull::Thaw, Life::Runs) => return Err(not_now(format!("{node} is not frozen"))),
        (Pull::Stop | Pull::Freeze, Life::Frozen) => {
            return Err(not_now(format!("{node} is frozen: thaw or kill it")));
        }
        (Pull::Stop, Life::Runs) => system.stop(&name),
        (Pull::Freeze | Pull::Thaw, _) => system.freeze(&name, pull == Pull::Freeze),
    };
    done.map_err(|why| not_now(format!("{why:#}")))
}

fn not_here(text: &str) -> Refused {
    Refused::NotHere(text.to_owned())
}

fn not_now(text: String) -> Refused {
    Refused::NotNow(text)
}
