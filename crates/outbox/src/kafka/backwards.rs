//! Notices that the broker's log was lost: an offset that goes backwards. Refuses to know what to do about it.

use std::{collections::HashMap, sync::Mutex};

/// The highest offset seen of each partition.
#[derive(Default)]
pub struct Offsets(Mutex<HashMap<(String, i32), i64>>);

impl Offsets {
    /// True when `offset` does not lie behind all that were seen earlier.
    pub fn went_backwards(&self, topic: &str, partition: i32, offset: i64) -> bool {
        // The broker knows a message that was sent twice, and does not say again where it stands.
        if offset < 0 {
            return false;
        }
        let mut seen = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match seen.get_mut(&(topic.to_owned(), partition) as &(String, i32)) {
            Some(highest) => std::mem::replace(highest, offset) >= offset,
            None => {
                seen.insert((topic.to_owned(), partition), offset);
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_starts_again_is_noticed_once() {
        let offsets = Offsets::default();
        assert!(!offsets.went_backwards("t", 0, 7));
        assert!(!offsets.went_backwards("t", 1, 2), "another partition counts for itself");
        assert!(!offsets.went_backwards("t", 0, 8));
        assert!(offsets.went_backwards("t", 0, 0));
        assert!(!offsets.went_backwards("t", 0, 1));
    }

    #[test]
    fn a_log_that_had_one_message_and_starts_again_is_noticed_too() {
        let offsets = Offsets::default();
        assert!(!offsets.went_backwards("t", 0, 0));
        assert!(offsets.went_backwards("t", 0, 0));
    }

    #[test]
    fn an_acknowledgement_without_a_place_says_nothing() {
        let offsets = Offsets::default();
        assert!(!offsets.went_backwards("t", 0, 7));
        assert!(!offsets.went_backwards("t", 0, -1));
        assert!(!offsets.went_backwards("t", 0, 8));
    }
}
