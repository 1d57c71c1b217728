//! Which trace something belongs to. The trace of a transfer follows from its end-to-end id, so every message about it
//! carries the right one without anything being stored, also when a question is asked again years later.

use sha2::{Digest, Sha256};

/// A span and its trace, as W3C Trace Context has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceContext {
    pub trace: [u8; 16],
    pub span: [u8; 8],
}

impl TraceContext {
    /// The root of all that happens to `subject`, for a transfer its end-to-end id: its SHA-256, the first sixteen bytes
    /// for the trace, the next eight for the span.
    pub fn of(subject: &str) -> Self {
        let hash: [u8; 32] = Sha256::digest(subject.as_bytes()).into();
        let (mut trace, mut span) = ([0; 16], [0; 8]);
        trace.copy_from_slice(&hash[..16]);
        span.copy_from_slice(&hash[16..24]);
        Self { trace, span }
    }

    /// The value of a `traceparent` header. `recorded` tells the reader whether the sender exports its part.
    pub fn traceparent(&self, recorded: bool) -> String {
        format!("00-{}-{}-{:02x}", hex::encode(self.trace), hex::encode(self.span), u8::from(recorded))
    }

    /// Reads such a value; None for what is none.
    pub fn parse(traceparent: &str) -> Option<Self> {
        let mut parts = traceparent.split('-');
        let (version, trace, span) = (parts.next()?, parts.next()?, parts.next()?);
        let mut context = Self { trace: [0; 16], span: [0; 8] };
        hex::decode_to_slice(trace, &mut context.trace).ok()?;
        hex::decode_to_slice(span, &mut context.span).ok()?;
        // All zeroes mean that there is none.
        (version.len() == 2 && context.trace != [0; 16] && context.span != [0; 8]).then_some(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "E1000000120261124173000AbCdEfGhI";

    #[test]
    fn a_transfer_has_one_trace_for_ever() {
        let header = TraceContext::of(ID).traceparent(true);
        assert_eq!(header, "00-15338778f3f790150978ebfa03858c01-fdc511398416b142-01");
        assert_eq!(TraceContext::parse(&header), Some(TraceContext::of(ID)));
        assert_ne!(TraceContext::of(ID).trace, TraceContext::of("E1000000120261124173000AbCdEfGhJ").trace);
    }

    #[test]
    fn what_is_no_traceparent_is_none() {
        for text in
            ["", "00", "00-00-00-00", "00-zz", &format!("00-{}-{}-01", "0".repeat(32), "1".repeat(16))]
        {
            assert_eq!(TraceContext::parse(text), None, "{text}");
        }
    }
}
