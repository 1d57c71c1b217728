//! Recognises the request that is to be lost, or whose answer is.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// What goes with the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The server never has the whole of it.
    Request,
    Answer,
}

/// Bytes to look for, shared by all connections; the first that sees them claims it, and no other does.
pub struct Trap {
    pattern: &'static [u8],
    loss: Loss,
    done: Mutex<Option<oneshot::Sender<()>>>,
}

impl Trap {
    /// A trap, and what hears that it did its work.
    pub fn new(loss: Loss, pattern: &'static [u8]) -> (Self, oneshot::Receiver<()>) {
        let (done, lost) = oneshot::channel();
        (Self { pattern, loss, done: Mutex::new(Some(done)) }, lost)
    }

    /// Takes the trap; None if it was taken before, or if nobody waits for it any more.
    pub fn claim(&self) -> Option<oneshot::Sender<()>> {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.take().filter(|done| !done.is_closed())
    }
}

/// One connection's search for the trap's pattern.
#[derive(Default)]
pub struct Scan {
    trap: Option<Arc<Trap>>,
    /// The latest bytes, too few for the whole pattern: its beginning may be among them.
    tail: Vec<u8>,
}

impl Scan {
    /// Looks at what the client sent next; Some if this completes the pattern and the trap is still to be had.
    pub fn see(&mut self, armed: Option<Arc<Trap>>, bytes: &[u8]) -> Option<(Loss, oneshot::Sender<()>)> {
        if self.trap.as_ref().map(Arc::as_ptr) != armed.as_ref().map(Arc::as_ptr) {
            self.tail.clear();
            self.trap = armed;
        }
        let trap = self.trap.as_ref()?;
        self.tail.extend_from_slice(bytes);
        if !bytes.is_empty() && contains(&self.tail, trap.pattern) {
            self.tail.clear();
            return Some((trap.loss, trap.claim()?));
        }
        let kept = trap.pattern.len().saturating_sub(1).min(self.tail.len());
        self.tail.drain(..self.tail.len() - kept);
        None
    }
}

fn contains(bytes: &[u8], pattern: &[u8]) -> bool {
    pattern.is_empty() || bytes.windows(pattern.len()).any(|window| window == pattern)
}
