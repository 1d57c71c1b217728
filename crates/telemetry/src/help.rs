//! What each metric of the services is, for the page itself. Metrics of HTTP requests come from their own layer.

/// Metrics that only grow.
pub const COUNTERS: [(&str, &str); 8] = [
    ("transfers_total", "Transfers whose new state this process committed, by state"),
    ("dead_letters_total", "Messages that nobody can act on, put aside"),
    ("dead_letters_not_kept_total", "Of these, messages beyond the quota of their topic: only counted"),
    ("questions_asked_again_total", "Open questions that were sent once more"),
    ("messages_read_total", "Messages that were brought to their effect"),
    (
        "readers_reopened_total",
        "Times the topics were opened anew since a partition with unread messages fell silent",
    ),
    ("messages_sent_total", "Messages handed to the broker's client"),
    (
        "messages_missed_total",
        "Messages that the broker did not acknowledge; their questions are asked again",
    ),
];

/// Metrics that show how things stand.
pub const GAUGES: [(&str, &str); 5] = [
    ("open_questions", "Transfers that wait for somebody's answer; NaN while the database is away"),
    ("open_questions_oldest_seconds", "How long the oldest of them has waited"),
    ("consumer_lag_messages", "Messages in the topic behind the committed position, by topic and partition"),
    ("database_connections", "Connections to the database, by pool (the work; those who look) and state"),
    ("silent_partitions", "Partitions with unread messages of which nothing has come for ten seconds"),
];

/// Metrics that show how things are spread.
pub const HISTOGRAMS: [(&str, &str); 3] = [
    ("writer_batch_commands", "Commands that were settled together, by writer"),
    ("writer_commit_seconds", "What the transaction of a batch took, by writer"),
    ("transfer_seconds", "From accepted to completed, in the payer's bank"),
];

/// Tells the present recorder all of it. Counters without a label stand at zero from then on.
pub fn describe() {
    for (name, help) in COUNTERS {
        metrics::describe_counter!(name, help);
    }
    for (name, help) in GAUGES {
        metrics::describe_gauge!(name, help);
    }
    for (name, help) in HISTOGRAMS {
        metrics::describe_histogram!(name, help);
    }
    for (name, _) in COUNTERS.iter().filter(|(name, _)| *name != "transfers_total") {
        metrics::counter!(*name).increment(0);
    }
}
