//! Rows of a table of any size, in the order of end-to-end ids, a few thousand at a time. Several cursors share one
//! connection, and so one snapshot. What the rows mean is the reader's business.

use sqlx::{PgConnection, Row as _, postgres::PgRow};
use std::collections::VecDeque;

/// Something that stands under an end-to-end id, from a row whose first column is that id.
pub type Read<T> = fn(&str, &PgRow) -> anyhow::Result<T>;

/// The rows not yet taken. The ids compare byte by byte, as in the collation "C" of their columns.
pub struct Cursor<T> {
    /// `fetch forward N from NAME`.
    fetch: &'static str,
    read: Read<T>,
    rows: VecDeque<(String, T)>,
    exhausted: bool,
}

impl<T> Cursor<T> {
    /// Declares the cursor by the statement `declare`; `fetch` takes its next rows.
    pub async fn open(
        connection: &mut PgConnection,
        declare: &'static str,
        fetch: &'static str,
        read: Read<T>,
    ) -> anyhow::Result<Self> {
        sqlx::query(declare).persistent(false).execute(connection).await?;
        Ok(Self { fetch, read, rows: VecDeque::new(), exhausted: false })
    }

    /// The id of the next row; None at the end.
    pub async fn next_id(&mut self, connection: &mut PgConnection) -> anyhow::Result<Option<&str>> {
        if self.rows.is_empty() && !self.exhausted {
            self.refill(connection).await?;
        }
        Ok(self.rows.front().map(|(id, _)| id.as_str()))
    }

    /// Takes the next row, if it stands under `id`.
    pub async fn take(&mut self, connection: &mut PgConnection, id: &str) -> anyhow::Result<Option<T>> {
        let here = self.next_id(connection).await? == Some(id);
        Ok(if here { self.rows.pop_front().map(|(_, row)| row) } else { None })
    }

    async fn refill(&mut self, connection: &mut PgConnection) -> anyhow::Result<()> {
        let rows = sqlx::query(self.fetch).persistent(false).fetch_all(connection).await?;
        self.exhausted = rows.is_empty();
        for row in rows {
            let id: String = row.try_get(0)?;
            let value = (self.read)(&id, &row)?;
            self.rows.push_back((id, value));
        }
        Ok(())
    }
}
