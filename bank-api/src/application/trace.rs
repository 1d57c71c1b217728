//! The root of a transfer's trace: from accepted to its end, in the payer's bank. All that happens to its messages, here
//! and elsewhere, lies below it.

use crate::domain::{Side, Status, Transfer};
use telemetry::{Span, SpanKind, TraceContext};

/// Exports the roots of those that have ended, if anybody collects them.
pub fn export(transfers: &[&Transfer]) {
    if telemetry::spans_are_exported() {
        transfers.iter().filter_map(|transfer| root(transfer)).for_each(telemetry::record);
    }
}

fn root(transfer: &Transfer) -> Option<Span> {
    let Transfer { id, side, status, inside, pending_at, completed_at, rejected_at, .. } = transfer;
    // What stays in the bank sends no messages.
    if *side == Side::In || *inside {
        return None;
    }
    let (how, ended) = match status {
        Status::Pending => return None,
        Status::Completed => ("completed", (*completed_at)?),
        Status::Rejected => ("rejected", (*rejected_at)?),
    };
    Some(Span {
        context: TraceContext::of(id.as_str()),
        parent: None,
        kind: SpanKind::Internal,
        name: "transfer".into(),
        began: (*pending_at).into(),
        ended: ended.into(),
        attributes: vec![("pix.end_to_end_id", id.to_string()), ("pix.status", how.to_owned())],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{fixture::*, send};
    use std::time::Duration;

    #[test]
    fn a_transfer_that_has_ended_is_the_root_of_its_messages() {
        let sent = send(&account(1), None, &order(100), here()).1.unwrap();
        assert!(root(&sent).is_none(), "it is under way");
        let completed_at = Some(NOW + Duration::from_secs(2));
        let done = Transfer { status: Status::Completed, completed_at, version: 2, ..sent };
        let span = root(&done).expect("it has ended");
        assert_eq!((span.context, span.parent), (TraceContext::of(done.id.as_str()), None));
        assert_eq!(span.ended, span.began + Duration::from_secs(2));
        assert!(root(&Transfer { side: Side::In, ..done.clone() }).is_none(), "the payer's bank tells it");
        assert!(root(&Transfer { inside: true, ..done }).is_none());
    }
}
