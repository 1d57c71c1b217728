//! What the bank asks other banks for over HTTP.

mod locations;

pub use locations::HttpLocations;
