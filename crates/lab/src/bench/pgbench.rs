//! pgbench's TPC-B on the same PostgreSQL: the yardstick. Its database is made for the run and dropped after it.

use anyhow::Context as _;
use sqlx::{Connection as _, PgConnection};
use std::{path::PathBuf, process::Stdio, time::Duration};
use tokio::process::Command;

/// The yardstick's database.
const DATABASE: &str = "codepix_pgbench";

/// pgbench with where to run it.
pub struct Pgbench {
    program: PathBuf,
    /// The superuser's URLs, of `postgres` and of the yardstick's database.
    admin_url: String,
    url: String,
}

impl Pgbench {
    /// `url_of` gives the superuser's URL of a database.
    ///
    /// # Errors
    /// When the database cannot be made or filled.
    pub async fn prepare(
        program: PathBuf,
        url_of: impl Fn(&str) -> String,
        scale: u32,
    ) -> anyhow::Result<Self> {
        let pgbench = Self { program, admin_url: url_of("postgres"), url: url_of(DATABASE) };
        pgbench.drop_database().await?;
        pgbench.admin("create database codepix_pgbench").await?;
        pgbench.run(&["-i", "-q", "-s", &scale.to_string()]).await?;
        Ok(pgbench)
    }

    /// Transactions a second over `seconds`, with a checkpoint in the middle, as the transfers have one.
    ///
    /// # Errors
    /// When pgbench fails.
    pub async fn tps(&self, seconds: u64) -> anyhow::Result<f64> {
        let time = seconds.to_string();
        let arguments = ["-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", &time];
        let (said, ()) = tokio::try_join!(self.run(&arguments), self.checkpoint_after(seconds / 2))?;
        let tps = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        tps.with_context(|| format!("pgbench told no tps: {said}"))
    }

    /// Milliseconds that a transaction takes on average where there is nobody else.
    ///
    /// # Errors
    /// When pgbench fails.
    pub async fn latency_ms(&self, seconds: u64) -> anyhow::Result<f64> {
        let said = self.run(&["-n", "-M", "prepared", "-c", "1", "-T", &seconds.to_string()]).await?;
        let average = |line: &str| line.strip_prefix("latency average = ")?.split(' ').next()?.parse().ok();
        said.lines().find_map(average).with_context(|| format!("pgbench told no latency: {said}"))
    }

    /// Writes all dirty pages, `seconds` from now.
    ///
    /// # Errors
    /// When PostgreSQL does not.
    pub async fn checkpoint_after(&self, seconds: u64) -> anyhow::Result<()> {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        self.admin("checkpoint").await
    }

    /// # Errors
    /// When PostgreSQL does not drop it.
    pub async fn drop_database(&self) -> anyhow::Result<()> {
        self.admin("drop database if exists codepix_pgbench").await
    }

    async fn admin(&self, statement: &'static str) -> anyhow::Result<()> {
        let mut connection =
            PgConnection::connect(&self.admin_url).await.context("PostgreSQL does not answer")?;
        sqlx::query(statement).execute(&mut connection).await?;
        Ok(())
    }

    async fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg(&self.url).stdin(Stdio::null()).kill_on_drop(true);
        let program = self.program.display();
        let output =
            command.output().await.with_context(|| format!("cannot run {program}; see --pgbench"))?;
        let errors = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{program} failed: {errors}");
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
