//! Reads a snapshot ahead of whoever judges it, in a task of its own, so that the databases are read side by side. What is
//! read ahead is bounded: memory does not grow with the number of transfers.

use super::{
    sighting::{BankView, HubView},
    snapshot::{BankSnapshot, HubSnapshot},
};
use async_trait::async_trait;
use std::collections::VecDeque;
use tokio::sync::mpsc;

/// Transfers that are handed over together.
const BATCH: usize = 500;
/// Batches that are read ahead.
const AHEAD: usize = 8;

/// Transfers of one database, or why there are no more.
type Batch<V> = anyhow::Result<Vec<(String, V)>>;

/// What can be read ahead.
#[async_trait]
pub trait Source: Send + 'static {
    type View: Send + 'static;

    /// The next transfer in the order of ids, with everything about it; None at the end.
    async fn next(&mut self) -> anyhow::Result<Option<(String, Self::View)>>;
}

#[async_trait]
impl Source for BankSnapshot {
    type View = BankView;

    async fn next(&mut self) -> anyhow::Result<Option<(String, BankView)>> {
        let Some(id) = self.next_id().await? else { return Ok(None) };
        let view = self.take(&id).await?;
        Ok(Some((id, view)))
    }
}

#[async_trait]
impl Source for HubSnapshot {
    type View = HubView;

    async fn next(&mut self) -> anyhow::Result<Option<(String, HubView)>> {
        let Some(id) = self.next_id().await? else { return Ok(None) };
        let view = self.take(&id).await?;
        Ok(Some((id, view)))
    }
}

/// The transfers of one database, in the order of ids.
pub struct Feed<V> {
    here: VecDeque<(String, V)>,
    more: mpsc::Receiver<Batch<V>>,
}

impl<V: Send + 'static> Feed<V> {
    /// Begins to read.
    pub fn of(source: impl Source<View = V>) -> Self {
        let (read, more) = mpsc::channel(AHEAD);
        tokio::spawn(read_ahead(source, read));
        Self { here: VecDeque::new(), more }
    }

    /// The id of the next transfer; None at the end.
    pub async fn id(&mut self) -> anyhow::Result<Option<&str>> {
        if self.here.is_empty()
            && let Some(batch) = self.more.recv().await
        {
            self.here.extend(batch?);
        }
        Ok(self.here.front().map(|(id, _)| id.as_str()))
    }

    /// Takes the next transfer, if it is this one.
    pub fn take(&mut self, id: &str) -> Option<V> {
        let here = self.here.front().is_some_and(|(next, _)| next == id);
        if here { self.here.pop_front().map(|(_, view)| view) } else { None }
    }
}

/// Ends at the end, at an error, or when nobody wants to know any more.
async fn read_ahead<S: Source>(mut source: S, read: mpsc::Sender<Batch<S::View>>) {
    loop {
        let batch = batch(&mut source).await;
        let last = !matches!(&batch, Ok(batch) if batch.len() == BATCH);
        if matches!(&batch, Ok(batch) if batch.is_empty()) || read.send(batch).await.is_err() || last {
            return;
        }
    }
}

async fn batch<S: Source>(source: &mut S) -> Batch<S::View> {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH {
        match source.next().await? {
            Some(transfer) => batch.push(transfer),
            None => break,
        }
    }
    Ok(batch)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many transfers, then an error or the end.
    struct Rows(usize, bool);

    #[async_trait]
    impl Source for Rows {
        type View = usize;

        async fn next(&mut self) -> anyhow::Result<Option<(String, usize)>> {
            let Rows(left, breaks) = self;
            match left.checked_sub(1) {
                Some(less) => {
                    *left = less;
                    Ok(Some((format!("{less:06}"), less)))
                }
                None if *breaks => anyhow::bail!("it broke off"),
                None => Ok(None),
            }
        }
    }

    #[tokio::test]
    async fn everything_comes_in_order_and_each_once() {
        for count in [0, 1, BATCH, 2 * BATCH, 10 * BATCH + 1] {
            let mut feed = Feed::of(Rows(count, false));
            let mut seen = 0;
            while let Some(id) = feed.id().await.unwrap().map(str::to_owned) {
                assert_eq!(feed.take("another"), None);
                assert!(feed.take(&id).is_some());
                seen += 1;
            }
            assert_eq!(seen, count);
        }
    }

    #[tokio::test]
    async fn a_database_that_breaks_off_is_no_end() {
        let mut feed = Feed::of(Rows(1, true));
        while let Ok(Some(id)) = feed.id().await.map(|id| id.map(str::to_owned)) {
            feed.take(&id);
        }
        let mut broken = Feed::of(Rows(0, true));
        assert!(broken.id().await.is_err());
    }
}
