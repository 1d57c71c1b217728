//! Plugs: what is done to a process when it is asked for. What came of it is seen by `lives`.

use std::sync::Arc;

use super::{os::Signal, server::Server, system::System};
use crate::{
    boards::{Pull, Refused},
    journal::{Node, ProcessState},
};

/// Pulls or plugs in a process. What takes its time goes on behind our back.
///
/// # Errors
/// When it cannot be done in its present state, or not to this one.
pub fn plug(system: &Arc<System>, node: Node, pull: Pull) -> Result<(), Refused> {
    match node {
        Node::Kafka | Node::Postgres => plug_server(system, node, pull),
        Node::Hub | Node::Bank(_) | Node::Web(_) => plug_service(system, node, pull),
    }
}

fn plug_service(system: &System, node: Node, pull: Pull) -> Result<(), Refused> {
    let (runs, frozen) = {
        let mut services = system.services();
        let service =
            services.get_mut(&node).ok_or_else(|| Refused::NotHere(format!("there is no {node}")))?;
        (service.runs(), service.is_frozen())
    };
    let signal = match (pull, runs, frozen) {
        (Pull::Start, false, _) => return system.start(node).map_err(not_now),
        (Pull::Start, true, _) => return Err(already(node)),
        (Pull::Wipe, ..) => {
            return Err(Refused::NotHere(format!("{node} has nothing to wipe: only kafka has")));
        }
        (_, false, _) => return Err(out(node)),
        (Pull::Kill, ..) => Signal::KILL,
        (Pull::Thaw, _, false) => return Err(Refused::NotNow(format!("{node} is not frozen"))),
        (Pull::Thaw, ..) => Signal::CONT,
        (_, _, true) => return Err(frozen_already(node)),
        (Pull::Stop, ..) => Signal::TERM,
        (Pull::Freeze, ..) => Signal::STOP,
    };
    let mut services = system.services();
    let service = services.get_mut(&node).ok_or_else(|| out(node))?;
    service.signal(signal).map_err(not_now)
}

fn plug_server(system: &Arc<System>, node: Node, pull: Pull) -> Result<(), Refused> {
    let server = server_of(system, node);
    let (runs, frozen) = (server.pid().is_some(), server.look().state == ProcessState::Frozen);
    if server.turn().is_none() {
        return Err(Refused::NotNow(format!(
            "{node} is busy with what was asked of it last: ask again in a moment"
        )));
    }
    match (pull, runs, frozen) {
        (Pull::Wipe, ..) if node != Node::Kafka => {
            return Err(Refused::NotHere(format!("{node} is never wiped: it is the memory")));
        }
        (Pull::Freeze | Pull::Thaw, ..) if node != Node::Kafka => {
            return Err(Refused::NotHere(format!(
                "{node} is many processes: kill it, or cut the lines to it"
            )));
        }
        (Pull::Start, true, _) => return Err(already(node)),
        (Pull::Start | Pull::Wipe, ..) => {}
        (_, false, _) => return Err(out(node)),
        (Pull::Freeze, _, false) => return server.signal(Signal::STOP).map_err(not_now),
        (Pull::Thaw, _, true) => return server.signal(Signal::CONT).map_err(not_now),
        (Pull::Thaw, _, false) => return Err(Refused::NotNow(format!("{node} is not frozen"))),
        (Pull::Freeze | Pull::Stop, _, true) => return Err(frozen_already(node)),
        (Pull::Kill | Pull::Stop, ..) => {}
    }
    let system = Arc::clone(system);
    tokio::spawn(async move {
        if let Err(why) = by_script(server_of(&system, node), pull).await {
            tracing::warn!("{why:#}");
        }
    });
    Ok(())
}

async fn by_script(server: &Server, pull: Pull) -> anyhow::Result<()> {
    let Some(_turn) = server.turn() else { return Ok(()) };
    match pull {
        Pull::Kill => server.kill(false).await,
        Pull::Stop => server.stop().await,
        Pull::Start => server.start().await,
        Pull::Wipe => {
            server.kill(true).await?;
            server.start().await
        }
        Pull::Freeze | Pull::Thaw => Ok(()),
    }
}

fn server_of(system: &System, node: Node) -> &Server {
    if node == Node::Kafka { &system.kafka } else { &system.postgres }
}

fn already(node: Node) -> Refused {
    Refused::NotNow(format!("{node} runs already"))
}

fn out(node: Node) -> Refused {
    Refused::NotNow(format!("{node} does not run: plug it in first"))
}

fn frozen_already(node: Node) -> Refused {
    Refused::NotNow(format!("{node} is frozen: thaw or kill it"))
}

fn not_now(why: anyhow::Error) -> Refused {
    Refused::NotNow(format!("{why:#}"))
}
