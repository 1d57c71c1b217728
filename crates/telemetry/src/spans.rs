//! Spans on their way to an OTLP collector. As long as nobody has called [`export_spans`] there is no task and no
//! thread, and what could be a span costs one look at an empty cell.

use crate::trace::TraceContext;
pub use opentelemetry::trace::SpanKind;
use opentelemetry::{
    InstrumentationScope, KeyValue, SpanId, TraceFlags, TraceId,
    trace::{SpanContext, Status, TraceState},
};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{
        BatchSpanProcessor, IdGenerator as _, RandomIdGenerator, SpanData, SpanEvents, SpanLinks,
        SpanProcessor,
    },
};
use std::{
    borrow::Cow,
    sync::OnceLock,
    time::{Duration, SystemTime},
};

/// The last spans have this long to leave when the process stops.
const FLUSH: Duration = Duration::from_secs(2);

static SPANS: OnceLock<BatchSpanProcessor> = OnceLock::new();

/// Something that took time.
#[derive(Debug, Clone)]
pub struct Span {
    pub context: TraceContext,
    /// None for a root.
    pub parent: Option<[u8; 8]>,
    pub kind: SpanKind,
    pub name: Cow<'static, str>,
    pub began: SystemTime,
    pub ended: SystemTime,
    pub attributes: Vec<(&'static str, String)>,
}

/// Begins to export the spans of this process, `service`, by gRPC to `endpoint`. What cannot be delivered is dropped:
/// work never waits for a collector. To be called on a Tokio runtime.
///
/// # Errors
/// When the endpoint is no URL.
pub fn export_spans(endpoint: &str, service: &str) -> Result<(), ExporterBuildError> {
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
    let mut spans = BatchSpanProcessor::builder(exporter).build();
    spans.set_resource(&Resource::builder().with_service_name(service.to_owned()).build());
    // A second collector is none: the first one stays.
    let _ = SPANS.set(spans);
    Ok(())
}

/// Are spans exported?
pub fn spans_are_exported() -> bool {
    SPANS.get().is_some()
}

/// Sends what is left. Blocks for at most two seconds.
pub fn flush_spans() {
    if let Some(spans) = SPANS.get() {
        // A collector that is away has missed them.
        let _ = spans.shutdown_with_timeout(FLUSH);
    }
}

/// Exports one span, if spans are exported.
pub fn record(span: Span) {
    if let Some(spans) = SPANS.get() {
        spans.on_end(data(span));
    }
}

fn data(span: Span) -> SpanData {
    let TraceContext { trace, span: id } = span.context;
    let (trace, id) = (TraceId::from_bytes(trace), SpanId::from_bytes(id));
    SpanData {
        span_context: SpanContext::new(trace, id, TraceFlags::SAMPLED, false, TraceState::default()),
        parent_span_id: span.parent.map_or(SpanId::INVALID, SpanId::from_bytes),
        parent_span_is_remote: false,
        span_kind: span.kind,
        name: span.name,
        start_time: span.began,
        end_time: span.ended,
        attributes: span.attributes.into_iter().map(|(key, value)| KeyValue::new(key, value)).collect(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::builder("codepix").build(),
    }
}

/// Times something that may become spans.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(SystemTime);

impl Stopwatch {
    /// Starts; None when nobody wants to know.
    pub fn start() -> Option<Self> {
        spans_are_exported().then(|| Self(now()))
    }

    /// A span from the start until now, below `parent`, or beginning a trace of its own.
    pub fn span(
        self,
        parent: Option<TraceContext>,
        kind: SpanKind,
        name: impl Into<Cow<'static, str>>,
    ) -> Span {
        let context = Self::context(parent);
        let parent = parent.map(|parent| parent.span);
        Span { context, parent, kind, name: name.into(), began: self.0, ended: now(), attributes: Vec::new() }
    }

    /// A new span of the trace of `parent`, or of a trace of its own.
    pub fn context(parent: Option<TraceContext>) -> TraceContext {
        let chance = RandomIdGenerator::default();
        let trace = parent.map_or_else(|| chance.new_trace_id().to_bytes(), |parent| parent.trace);
        TraceContext { trace, span: chance.new_span_id().to_bytes() }
    }
}

#[expect(clippy::disallowed_methods, reason = "what is traced decides nothing, and is not replayed")]
fn now() -> SystemTime {
    SystemTime::now()
}
