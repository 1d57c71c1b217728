//! A hub and two banks in fresh databases, each bank with two customers. It uses the real migrations and nothing else of the
//! services.

use crate::audit::{BankDatabase, Databases};
use sqlx::{AssertSqlSafe, PgPool};
use std::sync::atomic::{AtomicU64, Ordering};
use testing::on_database;

pub const IPE: i64 = 100_001;
pub const MARE: i64 = 100_001;
pub const ISPBS: [&str; 2] = ["10000001", "20000002"];

pub struct Fixture {
    pub databases: Databases,
    /// The hub's, bank 001's, bank 002's.
    pools: Vec<PgPool>,
    minted: AtomicU64,
}

/// Runs a test in databases of its own, which are dropped afterwards, whether it passes or panics.
pub async fn with_fixture(test: impl AsyncFnOnce(Fixture)) {
    on_database(async |hub| {
        on_database(async |ipe| {
            on_database(async |mare| test(Fixture::build(&[hub, ipe, mare]).await).await).await;
        })
        .await;
    })
    .await;
}

impl Fixture {
    /// Two customers a bank, each with R$ 1.000,00.
    async fn build(urls: &[String; 3]) -> Self {
        let pools: Vec<_> = urls.iter().map(|url| outbox::postgres::pool(url).unwrap()).collect();
        codepix::adapters::postgres::migrate(&pools[0]).await.unwrap();
        bank_api::adapters::postgres::migrate(&pools[1]).await.unwrap();
        bank_api::adapters::postgres::migrate(&pools[2]).await.unwrap();
        let bank = |index: usize| BankDatabase {
            name: format!("bank 00{}", index + 1),
            ispb: ISPBS[index].into(),
            url: urls[index + 1].clone(),
        };
        let databases = Databases { hub_url: urls[0].clone(), banks: vec![bank(0), bank(1)] };
        let fixture = Fixture { databases, pools, minted: AtomicU64::new(0) };
        for (index, ispb) in ISPBS.iter().enumerate() {
            let code = index + 1;
            fixture
                .sql(
                    0,
                    &format!("insert into participants values ('{ispb}', '00{code}', 'B', sha256('{ispb}'))"),
                )
                .await;
            for account in [IPE, IPE + 1] {
                fixture.sql(code, "insert into accounts default values").await;
                fixture.post(code, "opening", (3, account), ("null", 100_000)).await;
            }
        }
        fixture
    }

    /// Runs statements at a place: 0 is the hub, 1 and 2 are the banks.
    pub async fn sql(&self, place: usize, statements: &str) {
        let run = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&self.pools[place]).await;
        run.map_err(|error| format!("{statements}: {error}")).unwrap();
    }

    /// A posting from the first account to the second, with the balance of the customer in it. `id` is SQL.
    pub async fn post(&self, bank: usize, kind: &str, between: (i64, i64), (id, cents): (&str, i64)) {
        let (debit, credit) = between;
        let (customer, change) = if credit > 100_000 { (credit, cents) } else { (debit, -cents) };
        let after = if kind == "settled" { "null" } else { "(select balance_cents from after)" };
        self.sql(
            bank,
            &format!(
                "with after as (
                     update accounts set balance_cents = balance_cents + {change} where id = {customer}
                     returning balance_cents
                 )
                 insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents)
                 values ({id}, '{kind}', {debit}, {credit}, {cents}, {after})"
            ),
        )
        .await;
    }

    /// A fresh id of a bank.
    pub fn mint(&self, bank: usize) -> String {
        let number = self.minted.fetch_add(1, Ordering::Relaxed);
        format!("E{}202611240000{number:011}", ISPBS[bank - 1])
    }

    /// One side of a transfer between banks, without its postings.
    pub async fn side(&self, bank: usize, (id, side, status): (&str, &str, &str), cents: i64) {
        self.sql(
            bank,
            &format!(
                "insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description,
                     inside, reason, pending_at, confirmed_at, completed_at, rejected_at, version)
                 values ('{id}', '{side}', {IPE}, '{status}', {cents}, 'k', '', false,
                     case '{status}' when 'rejected' then 'refused' end, now(),
                     case '{status}' when 'completed' then now() end,
                     case '{status}' when 'completed' then now() end,
                     case '{status}' when 'rejected' then now() end, 1)"
            ),
        )
        .await;
    }

    /// Opens a question about a transfer.
    pub async fn ask(&self, place: usize, id: &str) {
        self.sql(place, &format!("insert into open_questions values ('{id}', 'm', 't', 'k', 'x', '')")).await;
    }

    /// A transfer inside bank 001; its id.
    pub async fn paid_inside(&self, cents: i64) -> String {
        let id = self.mint(1);
        self.side(1, (&id, "out", "completed"), cents).await;
        self.side(1, (&id, "in", "completed"), cents).await;
        let payee = IPE + 1;
        self.sql(
            1,
            &format!(
                "update transfers set inside = true where end_to_end_id = '{id}';
                 update transfers set account_id = {payee} where end_to_end_id = '{id}' and side = 'in'"
            ),
        )
        .await;
        let quoted = format!("'{id}'");
        self.post(1, "sent", (IPE, 1), (&quoted, cents)).await;
        self.post(1, "received", (1, payee), (&quoted, cents)).await;
        id
    }

    /// `count` more transfers like the completed one of one cent from bank 001 to bank 002.
    pub async fn multiply(&self, id: &str, count: u32) {
        let fresh = "left(end_to_end_id, 21) || lpad((n + 1000)::text, 11, '0')";
        let of = format!("where end_to_end_id = '{id}'");
        for place in 0..3 {
            self.sql(
                place,
                &format!(
                    "create temporary table more on commit drop as
                         select t.*, n from transfers t, generate_series(1, {count}) as n {of};
                     update more set end_to_end_id = {fresh};
                     alter table more drop column n;
                     insert into transfers select * from more"
                ),
            )
            .await;
        }
        for (place, sign) in [(1, '-'), (2, '+')] {
            self.sql(
                place,
                &format!(
                    "insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents)
                         select {fresh}, kind, debit, credit, amount_cents, balance_after_cents {sign} n
                         from postings, generate_series(1, {count}) as n {of} order by n;
                     update accounts set balance_cents = balance_cents {sign} {count} where id = {IPE}"
                ),
            )
            .await;
        }
    }
}
