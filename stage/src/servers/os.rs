//! What the operating system says of a process, and what it is asked to do with one.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::Context as _;
use rustix::process::{Pid, kill_process};

pub use rustix::process::Signal;

/// This machine's own ports answer at once, if anybody listens.
const ANSWER_MAX: Duration = Duration::from_millis(50);

/// A process as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// As in `ps`: `T` stands still, `Z` is dead.
    pub letter: char,
    /// When it began, in ticks of this machine: who was given the number of another began later.
    pub began: u64,
}

/// How the process with this number stands; None where there is none.
pub fn standing(pid: u32) -> Option<Standing> {
    parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// What stands behind the name, which may itself hold blanks and brackets.
fn parse(stat: &str) -> Option<Standing> {
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    let letter = fields.next()?.chars().next()?;
    Some(Standing { letter, began: fields.nth(18)?.parse().ok()? })
}

/// Does it stand still?
pub fn is_frozen(standing: Standing) -> bool {
    matches!(standing.letter, 'T' | 't')
}

/// # Errors
/// When there is no such process, or it is not ours.
pub fn signal(pid: u32, signal: Signal) -> anyhow::Result<()> {
    let number = i32::try_from(pid).ok().and_then(Pid::from_raw).context("no number of a process")?;
    kill_process(number, signal).with_context(|| format!("process {pid} takes no signal"))
}

/// Does somebody listen at this port of this machine?
pub fn listens(port: u16) -> bool {
    TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), ANSWER_MAX).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_hides_nothing() {
        let stat = "7 (a) b) T 1 7 7 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 9 0 123456 1 2";
        assert_eq!(parse(stat), Some(Standing { letter: 'T', began: 123_456 }));
        assert_eq!(parse(""), None);
    }

    #[test]
    fn this_process_runs_and_one_that_never_was_does_not() {
        let own = standing(std::process::id()).unwrap();
        assert!(!is_frozen(own) && own.began > 0);
        assert_eq!(standing(u32::MAX), None);
    }
}
