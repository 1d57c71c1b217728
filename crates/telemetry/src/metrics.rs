//! `/metrics`: what the process counted, in Prometheus' text format. Opens no port of its own.

use crate::help;
use async_trait::async_trait;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    sync::Mutex,
    time::{Instant, sleep, timeout},
};

/// Bounds of all durations, in seconds: from an idle commit to the 30 s of the promise.
const SECONDS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Bounds of all sizes of batches.
const COMMANDS: [f64; 12] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0];
/// Samples of histograms are folded this often, so that a process that nobody looks at does not collect them for ever.
const UPKEEP: Duration = Duration::from_secs(5);
/// What was collected less than this ago is shown again: many readers cost no more than one.
const FRESH: Duration = Duration::from_secs(1);
/// A collector that takes longer has a database that is away.
const COLLECT_MAX: Duration = Duration::from_secs(2);

/// A process has one memory of its metrics, however many pages show it.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// What is not counted as it happens, but read when somebody looks.
#[async_trait]
pub trait Collector: Send + Sync + 'static {
    /// Sets its gauges to the present state.
    async fn read(&self);
    /// Sets those that could not be read in time to "unknown".
    fn unknown(&self);
}

/// The page. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    recorder: PrometheusHandle,
    collector: Option<Arc<dyn Collector>>,
    read_at: Arc<Mutex<Option<Instant>>>,
    fresh: Duration,
    patience: Duration,
}

impl Metrics {
    /// A page that also shows what `collector` reads. From the first one on the process remembers what it counts; to be
    /// called on a Tokio runtime.
    pub fn new(collector: Option<Arc<dyn Collector>>) -> Self {
        let recorder = RECORDER.get_or_init(remember).clone();
        Self { recorder, collector, read_at: Arc::default(), fresh: FRESH, patience: COLLECT_MAX }
    }

    /// The page as it stands now.
    pub async fn render(&self) -> String {
        if let Some(collector) = &self.collector {
            self.refresh(collector.as_ref()).await;
        }
        self.recorder.render()
    }

    async fn refresh(&self, collector: &dyn Collector) {
        // Who comes while another reads waits, and finds what that one read.
        let mut read_at = self.read_at.lock().await;
        if read_at.is_none_or(|at| at.elapsed() >= self.fresh) {
            if timeout(self.patience, collector.read()).await.is_err() {
                collector.unknown();
            }
            *read_at = Some(Instant::now());
        }
    }
}

fn remember() -> PrometheusHandle {
    let recorder = recorder();
    let handle = recorder.handle();
    metrics::with_local_recorder(&recorder, help::describe);
    // A process whose metrics somebody else collects already shows an empty page.
    let _ = metrics::set_global_recorder(recorder);
    let kept = handle.clone();
    tokio::spawn(async move {
        loop {
            sleep(UPKEEP).await;
            kept.run_upkeep();
        }
    });
    handle
}

fn recorder() -> PrometheusRecorder {
    let builder = PrometheusBuilder::new();
    let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS);
    let builder =
        builder.and_then(|b| b.set_buckets_for_metric(Matcher::Suffix("_commands".into()), &COMMANDS));
    // Only a list of no bounds is refused.
    builder.unwrap_or_default().build_recorder()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn durations_and_batches_are_histograms_of_their_own_bounds() {
        let recorder = recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || {
            metrics::histogram!("writer_batch_commands").record(3);
            metrics::histogram!("writer_commit_seconds").record(0.004);
            metrics::counter!("transfers_total", "state" => "accepted").increment(2);
        });
        let page = handle.render();
        for line in [
            "writer_batch_commands_bucket{le=\"2\"} 0",
            "writer_batch_commands_bucket{le=\"5\"} 1",
            "writer_commit_seconds_bucket{le=\"0.0025\"} 0",
            "writer_commit_seconds_bucket{le=\"0.005\"} 1",
            "transfers_total{state=\"accepted\"} 2",
        ] {
            assert!(page.contains(line), "{line} is missing in:\n{page}");
        }
    }

    #[derive(Default)]
    struct Counted(AtomicU64);

    #[async_trait]
    impl Collector for Counted {
        async fn read(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn unknown(&self) {}
    }

    /// A database that never answers.
    #[derive(Default)]
    struct Away(AtomicU64);

    #[async_trait]
    impl Collector for Away {
        async fn read(&self) {
            std::future::pending().await
        }

        fn unknown(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[tokio::test]
    async fn many_who_look_at_once_cost_one_reading() {
        let collector = Arc::new(Counted::default());
        let page = Metrics::new(Some(collector.clone()));
        tokio::join!(page.render(), page.render(), page.render());
        assert_eq!(collector.0.load(Ordering::Relaxed), 1);
        Metrics { fresh: Duration::ZERO, ..page }.render().await;
        assert_eq!(collector.0.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn a_database_that_is_away_does_not_hold_up_the_page() {
        let collector = Arc::new(Away::default());
        let page = Metrics { patience: Duration::ZERO, ..Metrics::new(Some(collector.clone())) };
        page.render().await;
        assert_eq!(collector.0.load(Ordering::Relaxed), 1, "its gauges say that nothing is known");
    }
}
