//! When the system is ready, and where its services are then.

use crate::{places::loopback, system::System};
use anyhow::bail;
use banks::Bank;
use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

/// Who is not ready is asked again after this.
const PAUSE: Duration = Duration::from_millis(5);

impl System {
    /// Waits until every service that is plugged in is ready.
    ///
    /// # Errors
    /// When one is not within `most`, or has ended.
    pub(crate) async fn until_ready(&self, most: Duration) -> anyhow::Result<()> {
        let client = reqwest::Client::builder().no_proxy().timeout(most).build()?;
        let began = Instant::now();
        for (name, port) in self.ports() {
            let url = format!("http://{}/readyz", loopback(port));
            while !client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                if began.elapsed() > most || !self.plugs().any(|(plug, is_in)| plug == name && is_in) {
                    bail!("{name} is not ready: start again with --log info to see why");
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(())
    }

    /// Every service that is plugged in, and its port.
    fn ports(&self) -> Vec<(String, u16)> {
        let banks = self.places.banks.banks.iter();
        let banks = banks.flat_map(|bank| {
            let Bank { face, .. } = bank;
            [("api", face.api_port), ("web", face.web_port)]
                .map(|(kind, port)| (format!("bank-{kind}-{}", face.code), port))
        });
        let all = [("codepix".to_owned(), self.places.hub_http)].into_iter().chain(banks);
        all.filter(|(name, _)| self.plugs().any(|(plug, is_in)| plug == name && is_in)).collect()
    }

    /// Where a browser finds what.
    pub fn addresses(&self) -> String {
        let mut text = String::new();
        for bank in &self.places.banks.banks {
            // Writing to a String does not fail.
            let _ = writeln!(
                text,
                "  {:<12} http://localhost:{}   (its interface: http://localhost:{}/docs)",
                bank.name, bank.web_port, bank.api_port
            );
        }
        let _ = writeln!(text, "  {:<12} http://localhost:{}/docs", "the hub", self.places.hub_http);
        text
    }
}
