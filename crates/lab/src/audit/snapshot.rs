//! One database in one transaction, hence at one instant: its transfers, postings and open questions, side by side in
//! the order of ids. Nothing is judged here.

use super::{
    cursor::Cursor,
    sighting::{BankView, HubTransfer, HubView, Posting, Side, place_side, status},
};
use sqlx::{PgConnection, Row as _, postgres::PgRow};

/// The columns of a bank's transfers, as [`read_side`] takes them.
macro_rules! side_columns {
    () => {
        "end_to_end_id, side, status, amount_cents, account_id, inside, key from transfers"
    };
}

/// The columns of the hub's transfers, as [`read_hub`] takes them.
macro_rules! hub_columns {
    () => {
        "end_to_end_id, status, amount_cents, key, payer_account, destination,
         coalesce(reason = 'malformed', false) from transfers"
    };
}

/// The hub's transfers among the ids `$1`.
pub const HUB_TRANSFERS_AMONG: &str = concat!("select ", hub_columns!(), " where end_to_end_id = any($1)");
/// A bank's transfers among the ids `$1`.
pub const SIDES_AMONG: &str = concat!("select ", side_columns!(), " where end_to_end_id = any($1)");

/// The minute of an id before which the hub may have deleted transfers, as ids write it.
pub async fn forgotten_before(connection: &mut PgConnection) -> anyhow::Result<String> {
    let minute =
        "select to_char(minted_before at time zone 'UTC', 'YYYYMMDDHH24MI') from forgotten_transfers";
    Ok(sqlx::query_scalar(minute).fetch_one(connection).await?)
}

/// Is `id` of an earlier minute?
pub fn is_before(id: &str, minute: &str) -> bool {
    id.get(9..21).is_some_and(|minted| minted < minute)
}

/// From now on the connection sees the database as it is at this instant, and can write nothing.
pub async fn freeze(connection: &mut PgConnection) -> anyhow::Result<()> {
    for statement in [
        "begin isolation level repeatable read read only",
        // All rows of a cursor are wanted, not the first ones soon.
        "set local cursor_tuple_fraction = 1",
        "set local work_mem = '64MB'",
        "set local statement_timeout = 0",
        "set local idle_in_transaction_session_timeout = 0",
        // The first query takes the snapshot.
        "select 1",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

/// A bank at one instant.
pub struct BankSnapshot {
    pub connection: PgConnection,
    sides: Cursor<(String, Side)>,
    postings: Cursor<Posting>,
    questions: Cursor<()>,
}

impl BankSnapshot {
    /// `connection` is frozen.
    pub async fn open(mut connection: PgConnection) -> anyhow::Result<Self> {
        let c = &mut connection;
        let sides = Cursor::open(
            c,
            concat!(
                "declare sides no scroll cursor for select ",
                side_columns!(),
                " order by end_to_end_id, side"
            ),
            "fetch forward 5000 from sides",
            read_side,
        );
        let sides = sides.await?;
        let postings = Cursor::open(
            c,
            "declare booked no scroll cursor for
             select end_to_end_id, kind, debit, credit, amount_cents from postings
             where end_to_end_id is not null order by end_to_end_id",
            "fetch forward 5000 from booked",
            read_posting,
        );
        let postings = postings.await?;
        let questions = questions(c, ASKED).await?;
        Ok(Self { connection, sides, postings, questions })
    }

    /// The smallest id that was not taken yet.
    pub async fn next_id(&mut self) -> anyhow::Result<Option<String>> {
        let c = &mut self.connection;
        let ids =
            [self.sides.next_id(c).await?, self.postings.next_id(c).await?, self.questions.next_id(c).await?];
        Ok(ids.into_iter().flatten().min().map(str::to_owned))
    }

    /// Takes everything about `id`.
    pub async fn take(&mut self, id: &str) -> anyhow::Result<BankView> {
        let c = &mut self.connection;
        let mut view = BankView::default();
        while let Some((side, row)) = self.sides.take(c, id).await? {
            place_side(&mut view, &side, row)?;
        }
        while let Some(posting) = self.postings.take(c, id).await? {
            view.postings.push(posting);
        }
        view.question = self.questions.take(c, id).await?.is_some();
        Ok(view)
    }
}

/// The hub at one instant.
pub struct HubSnapshot {
    pub connection: PgConnection,
    forgotten_before: String,
    transfers: Cursor<HubTransfer>,
    questions: Cursor<()>,
}

impl HubSnapshot {
    /// `connection` is frozen.
    pub async fn open(mut connection: PgConnection) -> anyhow::Result<Self> {
        let transfers = Cursor::open(
            &mut connection,
            concat!("declare sides no scroll cursor for select ", hub_columns!(), " order by end_to_end_id"),
            "fetch forward 5000 from sides",
            read_hub,
        );
        let transfers = transfers.await?;
        let questions = questions(&mut connection, ASKED_OR_KEPT).await?;
        let forgotten_before = forgotten_before(&mut connection).await?;
        Ok(Self { connection, forgotten_before, transfers, questions })
    }

    /// The smallest id that was not taken yet.
    pub async fn next_id(&mut self) -> anyhow::Result<Option<String>> {
        let c = &mut self.connection;
        let ids = [self.transfers.next_id(c).await?, self.questions.next_id(c).await?];
        Ok(ids.into_iter().flatten().min().map(str::to_owned))
    }

    /// Takes everything about `id`.
    pub async fn take(&mut self, id: &str) -> anyhow::Result<HubView> {
        let c = &mut self.connection;
        let transfer = self.transfers.take(c, id).await?;
        let question = self.questions.take(c, id).await?.is_some();
        Ok(HubView { transfer, forgotten: is_before(id, &self.forgotten_before), question })
    }
}

const ASKED: &str = "declare questions no scroll cursor for
     select end_to_end_id from open_questions order by end_to_end_id";
/// The hub keeps the question of a return until what it gives back has arrived.
const ASKED_OR_KEPT: &str = "declare questions no scroll cursor for
     select end_to_end_id from open_questions union all select return_id from held_returns order by 1";

async fn questions(connection: &mut PgConnection, declare: &'static str) -> anyhow::Result<Cursor<()>> {
    Cursor::open(connection, declare, "fetch forward 5000 from questions", |_, _| Ok(())).await
}

/// A row of [`SIDES_AMONG`]: the side's name and the side.
pub fn read_side(id: &str, row: &PgRow) -> anyhow::Result<(String, Side)> {
    let side = Side {
        status: status(row.try_get(2)?, id)?,
        amount_cents: row.try_get(3)?,
        account: row.try_get(4)?,
        inside: row.try_get(5)?,
        key: row.try_get(6)?,
    };
    Ok((row.try_get(1)?, side))
}

/// A row of [`HUB_TRANSFERS_AMONG`].
pub fn read_hub(id: &str, row: &PgRow) -> anyhow::Result<HubTransfer> {
    Ok(HubTransfer {
        status: status(row.try_get(1)?, id)?,
        amount_cents: row.try_get(2)?,
        key: row.try_get(3)?,
        payer_account: row.try_get(4)?,
        destination: row.try_get(5)?,
        malformed: row.try_get(6)?,
    })
}

fn read_posting(_: &str, row: &PgRow) -> anyhow::Result<Posting> {
    Ok(Posting {
        kind: row.try_get(1)?,
        debit: row.try_get(2)?,
        credit: row.try_get(3)?,
        amount_cents: row.try_get(4)?,
    })
}
