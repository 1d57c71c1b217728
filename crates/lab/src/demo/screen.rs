//! Where the line is shown: rewritten in place on a terminal, else as a new line every few seconds.

use super::line::Line;
use crate::terminal;
use std::{
    io::{IsTerminal as _, stdout},
    time::{Duration, Instant},
};

/// Between two rewritings: more would flicker.
const REWRITE: Duration = Duration::from_millis(100);
/// Between two plain lines.
const PLAIN: Duration = Duration::from_secs(3);

/// Standard output, as far as the live line is concerned.
pub struct Screen {
    terminal: bool,
    shown: Option<(Instant, Vec<String>)>,
}

impl Screen {
    pub fn new() -> Self {
        Self { terminal: stdout().is_terminal(), shown: None }
    }

    /// Shows the line when it is time; at once when somebody else does not answer any more.
    pub fn show(&mut self, line: &Line) {
        let pause = if self.terminal { REWRITE } else { PLAIN };
        let is_due = match &self.shown {
            Some((at, away)) => at.elapsed() >= pause || *away != line.away,
            None => true,
        };
        if is_due {
            self.write(line);
            self.shown = Some((Instant::now(), line.away.clone()));
        }
    }

    /// Shows the line for the last time; what is printed then stands below it.
    pub fn finish(&mut self, line: &Line) {
        self.write(line);
        if self.terminal {
            terminal::put("\n");
        }
    }

    fn write(&self, line: &Line) {
        match self.terminal {
            true => terminal::rewrite(line),
            false => terminal::put(&format!("{line}\n")),
        }
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self::new()
    }
}
