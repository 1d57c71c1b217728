//! The way of messages as spans, for those who look at traces. Nothing is stored for it: a message's trace follows from
//! its id, which begins with the end-to-end id of its transfer.

use crate::message::Record;
use telemetry::{SpanKind, Stopwatch, TraceContext};

/// The trace of a message, and of everything else about the same transfer.
pub fn trace(message_id: &str) -> TraceContext {
    TraceContext::of(message_id.split('/').next().unwrap_or_default())
}

/// These were decided and committed since the watch was started, and are on their way.
#[cfg(feature = "servers")]
pub fn sent(watch: Stopwatch, messages: &[crate::Message]) {
    for crate::Message { id, topic, kind, .. } in messages {
        record(watch, SpanKind::Producer, id, format!("send {kind}"), topic);
    }
}

/// These were read, and brought to their effect since the watch was started.
pub fn taken_in(watch: Option<Stopwatch>, records: &[Record]) {
    let Some(watch) = watch else { return };
    for (Record { topic, .. }, id) in records.iter().filter_map(|read| Some((read, read.id.as_deref()?))) {
        let kind = id.split_once('/').map_or("message", |(_, kind)| kind);
        record(watch, SpanKind::Consumer, id, format!("take in {kind}"), topic);
    }
}

fn record(watch: Stopwatch, kind: SpanKind, id: &str, name: String, topic: &str) {
    let mut span = watch.span(Some(trace(id)), kind, name);
    span.attributes = vec![
        ("messaging.system", "kafka".to_owned()),
        ("messaging.destination.name", topic.to_owned()),
        ("messaging.message.id", id.to_owned()),
    ];
    telemetry::record(span);
}
