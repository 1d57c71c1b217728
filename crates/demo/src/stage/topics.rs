//! What happens in the broker, as lines: each message the first time and each time it comes again, and how far readers are.

use super::told::{Teller, Told};
use ::stage::{
    decoded::{said_by_a_bank, said_to_a_bank},
    journal::{Entry, Kind, Message},
};
use codepix_proto::topic::FROM_BANK;
use outbox::{
    Record,
    memory::{MemoryBroker, Seen},
};
use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

/// From now on `teller` is told all that happens in the broker.
pub fn watch(broker: &MemoryBroker, teller: Teller) {
    broker.watch(Arc::new(move |seen| {
        // Nobody hears it only at the very end.
        drop(teller.send(told(seen)));
    }));
}

fn told(seen: Seen<'_>) -> Told {
    match seen {
        Seen::Written { record, key } => Told::Written { record: record.clone(), key: key.to_owned() },
        Seen::Reached { group, topic, next } => {
            Told::Reached { group: group.to_owned(), topic: topic.to_owned(), next }
        }
        Seen::Wiped => Told::Wiped,
    }
}

/// What was said before: of topic, transfer and kind.
#[derive(Default)]
pub struct Again(HashSet<u64>);

impl Again {
    fn is(&mut self, topic: &str, id: &str, kind: Kind) -> bool {
        let mut hasher = DefaultHasher::new();
        (topic, id, kind).hash(&mut hasher);
        !self.0.insert(hasher.finish())
    }
}

/// A record as a line.
pub fn message(record: Record, key: String, again: &mut Again) -> Entry {
    let Record { topic, partition, offset, payload, .. } = record;
    let by_a_bank = topic.starts_with(FROM_BANK);
    let decoded = if by_a_bank { said_by_a_bank(&payload) } else { said_to_a_bank(&payload) };
    let Some(decoded) = decoded else {
        return Entry::Unreadable { topic, partition, offset, bytes: payload.len() };
    };
    let again = again.is(&topic, &decoded.end_to_end_id, decoded.kind);
    Entry::Message(Message {
        topic,
        partition,
        offset,
        key: Some(key),
        end_to_end_id: decoded.end_to_end_id,
        kind: decoded.kind,
        body: decoded.body,
        // What travels in memory is not traced from one service to the next.
        traceparent: None,
        again,
    })
}
