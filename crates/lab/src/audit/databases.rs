//! Which databases there are, and how they are reached: all those of the banks file. Refuses to know what is in them.

use banks::Banks;
use sqlx::{Connection, PgConnection};

/// A bank's database.
#[derive(Debug, Clone)]
pub struct BankDatabase {
    /// `bank 001`, as findings call it.
    pub name: String,
    pub ispb: String,
    /// With the password.
    pub url: String,
}

/// The hub's database and every bank's.
#[derive(Debug, Clone)]
pub struct Databases {
    /// With the password.
    pub hub_url: String,
    pub banks: Vec<BankDatabase>,
}

impl Databases {
    /// Those of the banks file, on the server at `postgres_addr` (host:port).
    pub fn of(banks: &Banks, postgres_addr: &str) -> Self {
        let bank = |bank: &banks::Bank| BankDatabase {
            name: format!("bank {}", bank.code),
            ispb: bank.ispb.to_string(),
            url: bank.database_url(postgres_addr),
        };
        Self { hub_url: banks.hub.database_url(postgres_addr), banks: banks.banks.iter().map(bank).collect() }
    }

    /// The place of the bank `ispb` among these; None for a bank of somebody else's.
    pub fn index_of(&self, ispb: &str) -> Option<usize> {
        self.banks.iter().position(|bank| bank.ispb == ispb)
    }

    /// The place of the bank that minted `id`.
    pub fn origin_of(&self, id: &str) -> Option<usize> {
        self.index_of(id.get(1..9)?)
    }

    /// A connection to each: the hub's, and the banks' in order.
    ///
    /// # Errors
    /// Names the database that cannot be reached.
    pub async fn connect(&self) -> anyhow::Result<(PgConnection, Vec<PgConnection>)> {
        let hub = connect("the hub", &self.hub_url).await?;
        let mut banks = Vec::with_capacity(self.banks.len());
        for bank in &self.banks {
            banks.push(connect(&bank.name, &bank.url).await?);
        }
        Ok((hub, banks))
    }
}

async fn connect(name: &str, url: &str) -> anyhow::Result<PgConnection> {
    PgConnection::connect(url).await.map_err(|error| {
        anyhow::anyhow!("the database of {name} cannot be reached (`scripts/up postgres` starts it): {error}")
    })
}
