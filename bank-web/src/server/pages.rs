//! What the pages of a bank are told when they are started.

use std::path::PathBuf;

use banks::Face;

use super::Origin;

/// The pages of one bank, to be served.
#[derive(Clone, Debug)]
pub struct Pages {
    pub bank: Face,
    /// Of the bank's REST interface.
    pub bank_api_url: String,
    /// Folder of the pages' wasm; without it the pages stand still.
    pub site_dir: PathBuf,
    /// Sessions are never sent without TLS.
    pub secure_cookies: bool,
    /// Two people who are made up, for visitors to look around as.
    pub demo_people: bool,
    /// The whole system is one process, and every page says so: the money is gone at its end.
    pub in_memory: bool,
    /// Whose pages may show these in a frame; nobody's, as a rule.
    pub framed_by: Vec<Origin>,
}
