//! Bytes on their way, in order and in bounded number. Pure.

use std::collections::VecDeque;
use tokio::time::Instant;

/// What a delayed direction keeps at most, give or take a chunk.
pub const BYTES_MAX: usize = 1024 * 1024;
/// A limit of its own, since chunks of one byte cost far more than a byte.
pub const CHUNKS_MAX: usize = 4096;

/// What one read brought. The end of the stream is a chunk without bytes, so that it is delayed as bytes are.
pub struct Chunk {
    arrived: Instant,
    bytes: Vec<u8>,
    delivered: usize,
}

impl Chunk {
    pub fn new(arrived: Instant, bytes: &[u8]) -> Self {
        Self { arrived, bytes: bytes.to_vec(), delivered: 0 }
    }

    pub fn arrived(&self) -> Instant {
        self.arrived
    }

    pub fn is_end(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What of it is not delivered.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.delivered..]
    }
}

/// The chunks that were read and not delivered.
#[derive(Default)]
pub struct Queue {
    chunks: VecDeque<Chunk>,
    bytes: usize,
}

impl Queue {
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Whether one more chunk may be read.
    pub fn has_room(&self) -> bool {
        self.bytes < BYTES_MAX && self.chunks.len() < CHUNKS_MAX
    }

    pub fn push(&mut self, chunk: Chunk) {
        self.bytes += chunk.bytes.len();
        self.chunks.push_back(chunk);
    }

    pub fn front(&self) -> Option<&Chunk> {
        self.chunks.front()
    }

    /// Marks so many bytes of the first chunk as delivered, and forgets it once all are.
    pub fn advance(&mut self, bytes: usize) {
        let Some(front) = self.chunks.front_mut() else { return };
        front.delivered += bytes;
        self.bytes -= bytes;
        if front.rest().is_empty() {
            self.chunks.pop_front();
        }
    }
}
