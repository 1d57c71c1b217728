//! How many batches the writers of hub and banks have made, as each says at `/metrics`.

use anyhow::Context as _;
use banks::Banks;

/// The hub's HTTP port.
const HUB_PORT: u16 = 8000;
/// What a service says of each of its writers.
const COUNT: &str = "writer_batch_commands_count";

/// Since their processes started, of all writers together.
///
/// # Errors
/// When a service does not answer.
pub async fn batches(banks: &Banks) -> anyhow::Result<f64> {
    let mut sum = 0.0;
    for port in banks.banks.iter().map(|bank| bank.api_port).chain([HUB_PORT]) {
        let url = format!("http://127.0.0.1:{port}/metrics");
        let page = reqwest::get(&url).await.with_context(|| format!("{url} does not answer"))?.text().await?;
        let counts = page.lines().filter(|line| line.starts_with(COUNT));
        sum += counts.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum::<f64>();
    }
    Ok(sum)
}
