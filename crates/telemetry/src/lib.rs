//! What operators see of a running service: metrics and traces. Whoever has something to count names the `metrics` facade
//! and nothing else; only this crate knows who collects it.
//!
//! In reading order: `metrics` and its `help`, `trace` (which trace something belongs to), `spans` (what is exported),
//! `grpc` (calls as spans).

mod grpc;
mod help;
mod metrics;
mod spans;
mod trace;

pub use crate::metrics::{Collector, Metrics};
pub use grpc::{TraceCalls, TracedCalls};
pub use spans::{Span, SpanKind, Stopwatch, export_spans, flush_spans, record, spans_are_exported};
pub use trace::TraceContext;
