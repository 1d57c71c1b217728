//! One direction of a connection: reads, keeps, delivers.

use super::{
    link::{Direction, Link},
    queue::{Chunk, Queue},
};
use std::{future::pending, io, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::tcp::{ReadHalf, WriteHalf},
    time::{Instant, sleep_until},
};

const CHUNK_BYTES: usize = 16 * 1024;

/// From one peer to the other.
pub struct Pipe<'a> {
    direction: Direction,
    from: ReadHalf<'a>,
    to: WriteHalf<'a>,
    queue: Queue,
    buffer: Box<[u8]>,
    /// How much of the buffer the latest read filled.
    latest: usize,
    read: u64,
    delivered: u64,
    ended: bool,
}

/// What a step did.
pub enum Step {
    Read,
    Delivered(usize),
}

/// One of the peers is gone, and the news of it travels in this direction.
pub struct Broken {
    pub news: Direction,
}

impl<'a> Pipe<'a> {
    pub fn new(direction: Direction, from: ReadHalf<'a>, to: WriteHalf<'a>) -> Self {
        let buffer = vec![0; CHUNK_BYTES].into();
        Self {
            direction,
            from,
            to,
            queue: Queue::default(),
            buffer,
            latest: 0,
            read: 0,
            delivered: 0,
            ended: false,
        }
    }

    /// Reads a chunk, or delivers one or a part of it. Waits while the link holds this direction, and for ever once
    /// the stream's end is passed on. Cancel-safe.
    pub async fn step(&mut self, link: Link) -> Result<Step, Broken> {
        let Some(delay) = link.delay(self.direction).filter(|_| !self.finished()) else {
            return pending().await;
        };
        // Without a delay nothing is gained by reading ahead, and the peer feels the other's pace.
        let room = if delay.is_zero() { self.queue.is_empty() } else { self.queue.has_room() };
        tokio::select! {
            read = self.from.read(&mut self.buffer), if room && !self.ended => match read {
                Ok(bytes) => Ok(self.keep(bytes)),
                Err(_) => Err(Broken { news: self.direction }),
            },
            written = deliver(self.queue.front(), &mut self.to, delay) => match written {
                Ok(bytes) => Ok(self.forget(bytes)),
                Err(_) => Err(Broken { news: self.direction.opposite() }),
            },
        }
    }

    fn keep(&mut self, bytes: usize) -> Step {
        self.latest = bytes;
        self.read += bytes as u64;
        self.ended = bytes == 0;
        self.queue.push(Chunk::new(Instant::now(), self.latest()));
        Step::Read
    }

    fn forget(&mut self, bytes: usize) -> Step {
        self.delivered += bytes as u64;
        self.queue.advance(bytes);
        Step::Delivered(bytes)
    }

    /// What the latest read brought; nothing if that was the end.
    pub fn latest(&self) -> &[u8] {
        &self.buffer[..self.latest]
    }

    /// The bytes read so far.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The bytes delivered so far.
    pub fn delivered(&self) -> u64 {
        self.delivered
    }

    /// Whether the end of the stream has been passed on.
    pub fn finished(&self) -> bool {
        self.ended && self.queue.is_empty()
    }
}

/// Delivers the chunk, or a part of it, when it is due. Cancel-safe: the due time counts from the chunk's arrival.
async fn deliver(chunk: Option<&Chunk>, to: &mut WriteHalf<'_>, delay: Duration) -> io::Result<usize> {
    let Some(chunk) = chunk else { return pending().await };
    // No due time at all means a delay beyond what the clock can count.
    let Some(due) = chunk.arrived().checked_add(delay) else { return pending().await };
    // The timer rounds up, by up to a millisecond, even what is due already.
    if due > Instant::now() {
        sleep_until(due).await;
    }
    if chunk.is_end() {
        to.shutdown().await?;
        return Ok(0);
    }
    to.write(chunk.rest()).await
}
