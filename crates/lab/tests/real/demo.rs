//! A presenter's afternoon: the trickle runs, the hub is killed under it, comes back, and the summary says that nothing
//! was lost.

use crate::fixture::{Fixture, HEALED, kill, root, up};
use std::{
    io::{BufRead as _, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
    time::Instant,
};

/// `scripts/demo` and what it says.
struct Demo {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    said: Vec<String>,
}

impl Drop for Demo {
    /// Also where the story fails: it would go on and send under all that follow.
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            drop(Command::new("kill").args(["-INT", &self.child.id().to_string()]).status());
        }
        drop(self.child.wait());
    }
}

impl Demo {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(root().join("scripts/demo"));
        let mut child = command.args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines, said: Vec::new() }
    }

    /// Reads on until a line is as awaited.
    fn until(&mut self, what: &str, is_awaited: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + HEALED;
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            let found = is_awaited(&line);
            self.said.push(line);
            if found {
                return;
            }
            assert!(Instant::now() < deadline, "not {what} within {HEALED:?}: {:#?}", self.said);
        }
        panic!("it ended before {what}: {:#?}", self.said);
    }

    /// Ctrl-C; the summary, once it has ended well.
    fn end(mut self) -> Vec<String> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        self.said.extend(self.lines.by_ref().map(Result::unwrap));
        assert!(self.child.wait().unwrap().success(), "{:#?}", self.said);
        let summary = self.said.len().saturating_sub(3);
        self.said.split_off(summary)
    }
}

/// The number before a word of the line: `12 waiting`.
fn number(line: &str, word: &str) -> u64 {
    let before = line.split_once(&format!(" {word}")).map(|(before, _)| before);
    before.and_then(|before| before.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
}

#[tokio::test]
async fn a_trickle_survives_the_hub_and_its_summary_says_so() {
    let fixture = Fixture::enter().await;
    let mut demo = Demo::start(&["--per-second", "10", "--seed", "7"]);
    demo.until("completed", |line| number(line, "completed") > 0);
    kill(&["codepix"]);
    demo.until("waiting for the hub", |line| {
        line.contains("the hub does not answer") && number(line, "waiting") > 5
    });
    up(&["codepix"]);
    demo.until("refunding", |line| number(line, "refunded") > 0 && line.ends_with("all answer"));

    let summary = demo.end();
    let [sent, money, verdict] = summary.as_slice() else { panic!("three lines: {summary:#?}") };
    let ended = number(sent, "completed") + number(sent, "refunded");
    assert!(ended > 20 && number(sent, "sent") == ended, "{sent}");
    assert!(sent.ends_with(" + 0 waiting"), "{sent}");
    assert!(money.ends_with(" in the system, as at the start"), "{money}");
    assert!(verdict.starts_with("the books are right: "), "{verdict}");
    fixture.assert_books_are_right().await;
}
