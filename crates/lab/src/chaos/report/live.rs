//! How the system stands while something is being broken: read from the banks' databases, shown behind the line.

use crate::{
    audit::{Databases, reais},
    demo::{ledgers::Ledgers, money::Money},
    terminal,
};
use std::time::Duration;
use tokio::{task::JoinHandle, time::sleep};

/// Between two looks.
const LOOK: Duration = Duration::from_millis(400);

/// A line on a terminal that is rewritten until this is dropped.
pub struct Live(JoinHandle<()>);

impl Drop for Live {
    fn drop(&mut self) {
        self.0.abort();
        terminal::clear();
    }
}

impl Live {
    /// Shows `line`, and how the system stands.
    pub fn show(line: String, databases: Databases) -> Self {
        terminal::put(&line);
        Self(tokio::spawn(async move {
            let (mut ledgers, mut first) = (Ledgers::new(databases), None);
            loop {
                let standing = match ledgers.look(&[]).await {
                    Ok(look) => look
                        .money
                        .map(|money| standing(*first.get_or_insert(money), money))
                        .unwrap_or_default(),
                    Err(_) => "PostgreSQL does not answer".into(),
                };
                terminal::rewrite(format!("{line} {standing}"));
                sleep(LOOK).await;
            }
        }))
    }
}

fn standing(first: Money, money: Money) -> String {
    let mut text = format!("{} waiting · {} in the system", money.waiting, reais(money.cents));
    match money.since(first) {
        (_, 0) => {}
        (_, off_cents) => text += &format!(", OFF BY {}", reais(off_cents)),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_that_came_from_nowhere_is_shouted_out() {
        let first = Money { cents: 100_000, opened_cents: 0, waiting: 0 };
        let opened = Money { cents: 150_000, opened_cents: 50_000, waiting: 3 };
        assert_eq!(standing(first, opened), "3 waiting · R$ 1.500,00 in the system");
        let doubled = Money { cents: 150_001, waiting: 0, ..opened };
        assert_eq!(standing(first, doubled), "0 waiting · R$ 1.500,01 in the system, OFF BY R$ 0,01");
    }
}
