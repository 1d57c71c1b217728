//! Which databases there are, and how they are reached: all those of the banks file. Refuses to know what is in them.

use banks::Banks;
use serde::Serialize;
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

/// A bank whose books cannot be seen: a program of somebody else's, which keeps them elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unseen {
    pub name: String,
    pub why: &'static str,
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

    /// Those with books in them, and the banks of others, whose own programs keep theirs elsewhere. A bank of ours whose
    /// database does not answer is none of these.
    ///
    /// # Errors
    /// Names the database that cannot be reached.
    pub async fn seen(&self) -> anyhow::Result<(Self, Vec<Unseen>)> {
        let (mut seen, mut unseen) = (Self { banks: Vec::new(), ..self.clone() }, Vec::new());
        for bank in &self.banks {
            match why_unseen(bank).await? {
                None => seen.banks.push(bank.clone()),
                Some(why) => unseen.push(Unseen { name: bank.name.clone(), why }),
            }
        }
        Ok((seen, unseen))
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
    PgConnection::connect(url).await.map_err(|error| unreachable(name, &error))
}

fn unreachable(name: &str, error: &sqlx::Error) -> anyhow::Error {
    anyhow::anyhow!("the database of {name} cannot be reached (`scripts/up postgres` starts it): {error}")
}

/// None, when there are books. One table of a bank of ours is enough: if another is missing, that is an error.
async fn why_unseen(bank: &BankDatabase) -> anyhow::Result<Option<&'static str>> {
    const NO_SUCH_DATABASE: &str = "3D000";
    let mut connection = match PgConnection::connect(&bank.url).await {
        Ok(connection) => connection,
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(NO_SUCH_DATABASE) => {
            return Ok(Some("it has no database here"));
        }
        Err(error) => return Err(unreachable(&bank.name, &error)),
    };
    let ours = "select coalesce(to_regclass('accounts'), to_regclass('transfers'), to_regclass('postings')) is not null";
    let ours: bool = sqlx::query_scalar(ours).fetch_one(&mut connection).await?;
    Ok((!ours).then_some("its database has no books of a bank of ours"))
}
