//! What a person may type while it runs.

use crate::{
    System,
    stage::{Shared, lock},
};
use tokio::io::{AsyncBufReadExt as _, BufReader, stdin};

const HELP: &str = "  status        what runs
  kill NAME     pull a plug: codepix, bank-api-001, bank-web-001, kafka …; what it holds in memory is gone
  start NAME    put it in again
  wipe          lose all that Kafka has
  prove         does the money add up?
  quit          end it";

/// Reads commands until `quit`. Where nobody types it waits for ever.
pub async fn serve(system: &Shared) {
    let mut lines = BufReader::new(stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        match answer(&mut lock(system), &line) {
            Some(answer) => println!("{answer}"),
            None => return,
        }
    }
    std::future::pending().await
}

/// What is said to that line; None when it ends the program.
pub fn answer(system: &mut System, line: &str) -> Option<String> {
    let words: Vec<_> = line.split_whitespace().collect();
    Some(match words[..] {
        [] => String::new(),
        ["quit" | "exit"] => return None,
        ["status"] => status(system),
        ["prove"] => system.prove().to_string(),
        ["wipe"] | ["wipe", "kafka"] => {
            system.broker.wipe();
            "Kafka has lost everything; open questions will be asked again".into()
        }
        ["kill", name] => said(system.kill(name), format!("{name} is dead")),
        ["start", name] => said(system.start(name), format!("{name} starts")),
        _ => HELP.into(),
    })
}

fn said(done: anyhow::Result<()>, words: String) -> String {
    done.map_or_else(|error| error.to_string(), |()| words)
}

fn status(system: &System) -> String {
    let line = |(name, is_in): (&str, bool)| format!("  {name:<14} {}", if is_in { "runs" } else { "DOWN" });
    system.plugs().map(line).collect::<Vec<_>>().join("\n")
}
