//! How a run is reported: [`progress`] while it goes on, with a [`live`] line on a terminal, and a [`table`] at the end.

pub mod live;
pub mod progress;
pub mod table;
