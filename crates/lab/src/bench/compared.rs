//! Full load under other conditions, each beside the usual ones measured just before it.

use super::{cli::Arguments, full::FullLoad, load::Load, past, twins::Twins};
use banks::Banks;
use std::{fmt, time::Duration};

/// Percent of all transfers that pay into the hot account.
const HOT_PERCENT: u8 = 50;

/// Two full loads, in transfers a second.
#[derive(Debug, Clone)]
pub struct Compared {
    pub conditions: String,
    pub usual: f64,
    pub under_them: f64,
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { conditions, usual, under_them } = self;
        let ratio = under_them / usual;
        write!(f, "{conditions:<46} {under_them:>8.0} /s  ({ratio:.2} of {usual:.0} /s)")
    }
}

/// What is needed to compare.
pub struct Comparisons<'a> {
    pub full: &'a FullLoad<'a>,
    pub load: &'a Load,
    pub banks: &'a Banks,
    pub arguments: &'a Arguments,
}

impl Comparisons<'_> {
    /// All of them, those with many past transfers last: they stay.
    ///
    /// # Errors
    /// When a load fails, a second instance does not start, or a table cannot be filled.
    pub async fn run(&self) -> anyhow::Result<Vec<Compared>> {
        let mut compared = Vec::new();
        if self.arguments.compare {
            let hot = Load { hot_percent: HOT_PERCENT, ..self.load.clone() };
            compared.push(self.beside("half of all pay into one account", &hot).await?);
            compared.push(self.twins().await?);
        }
        if self.arguments.past > 0 {
            compared.push(self.past(self.arguments.past).await?);
        }
        Ok(compared)
    }

    async fn beside(&self, conditions: &str, other: &Load) -> anyhow::Result<Compared> {
        let usual = self.per_second("usual", self.load).await?;
        let under_them = self.per_second(conditions, other).await?;
        Ok(Compared { conditions: conditions.into(), usual, under_them })
    }

    async fn twins(&self) -> anyhow::Result<Compared> {
        let usual = self.per_second("usual", self.load).await?;
        let twins = Twins::start(&self.arguments.run_dir, self.banks).await?;
        let both = twins.share(self.load);
        let conditions = "two instances of each service";
        let measured = self.per_second(conditions, &both).await;
        twins.stop().await?;
        Ok(Compared { conditions: conditions.into(), usual, under_them: measured? })
    }

    async fn past(&self, transfers: u64) -> anyhow::Result<Compared> {
        let usual = self.per_second("usual", self.load).await?;
        past::fill(self.full.databases, transfers).await?;
        if let Some(pgbench) = self.full.pgbench {
            pgbench.checkpoint_after(0).await?;
        }
        let conditions = format!("{transfers} past transfers, {} accounts", past::accounts(transfers));
        let under_them = self.per_second(&conditions, self.load).await?;
        Ok(Compared { conditions, usual, under_them })
    }

    async fn per_second(&self, conditions: &str, load: &Load) -> anyhow::Result<f64> {
        let seconds = self.arguments.seconds.div_ceil(2);
        eprintln!("bench: full load for {seconds} s, {conditions} …");
        // What is new about it has to be met once before it counts.
        self.full.run(load, Duration::from_secs(self.arguments.warm_up.div_ceil(3))).await?;
        Ok(self.full.run(load, Duration::from_secs(seconds)).await?.per_second())
    }
}
