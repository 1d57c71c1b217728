//! `codepix transfers`: where each transfer stands, and since when.

use super::table;
use crate::{
    application::{App, TransferPage},
    domain::{Status, Transfer},
};
use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use pix::{BankCode, EndToEndId, Ispb, Timestamp};

#[derive(Debug, Subcommand)]
pub enum Transfers {
    /// The newest of each bank.
    List {
        /// Only those that one bank sends, by its code.
        #[arg(long)]
        bank: Option<BankCode>,
        /// Only those that stand so.
        #[arg(long)]
        status: Option<Stage>,
        /// At the most so many of each bank.
        #[arg(long, default_value_t = 20)]
        limit: i64,
    },
    /// One transfer, with its times.
    Show { end_to_end_id: EndToEndId },
}

/// The stages of a transfer.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Stage {
    Pending,
    Confirmed,
    Completed,
    Rejected,
    Refunded,
}

impl Transfers {
    pub async fn run(self, app: &App) -> anyhow::Result<()> {
        match self {
            Self::List { bank, status, limit } => {
                let statuses: Vec<_> = status.map(Status::from).into_iter().collect();
                let mut rows = Vec::new();
                let all = app.participants.all();
                let banks = all.iter().map(|enrolled| &enrolled.bank);
                for origin in banks.filter(|b| bank.is_none_or(|code| b.code == code)) {
                    let (origin, statuses) = (Some(origin.ispb), statuses.clone());
                    let page = TransferPage { origin, before: None, statuses, limit };
                    let transfers = newest(app, page).await?;
                    rows.extend(transfers.iter().map(|transfer| row(app, transfer)));
                }
                table::print(
                    ["END-TO-END ID", "STATUS", "AMOUNT", "FROM", "TO", "KEY", "SINCE", "TOOK"],
                    &rows,
                );
            }
            Self::Show { end_to_end_id } => {
                let transfer = app.transfers.load(&[end_to_end_id]).await?.pop();
                show(app, &transfer.context("no transfer of this id is registered")?);
            }
        }
        Ok(())
    }
}

/// As many as `page` wants, however far back they are.
async fn newest(app: &App, mut page: TransferPage) -> anyhow::Result<Vec<Transfer>> {
    let mut found = Vec::new();
    loop {
        let list = app.transfers.list(&page).await?;
        page.limit -= i64::try_from(list.transfers.len())?;
        page.before = list.next_before;
        found.extend(list.transfers);
        if page.before.is_none() || page.limit <= 0 {
            return Ok(found);
        }
    }
}

fn row(app: &App, transfer: &Transfer) -> [String; 8] {
    let end = transfer.completed_at.or(transfer.refunded_at);
    [
        transfer.id.to_string(),
        format!("{:?}", transfer.status).to_lowercase(),
        transfer.amount.to_string(),
        name(app, Some(transfer.id.ispb())),
        name(app, transfer.destination),
        transfer.key.clone(),
        format!("{:.0}", transfer.registered_at),
        end.map(|end| after(transfer.registered_at, end)).unwrap_or_default(),
    ]
}

fn show(app: &App, transfer: &Transfer) {
    let payee = transfer.payee.as_ref().map(|payee| format!("{} ({})", payee.name, payee.tax_id_masked));
    let payer = format!("branch {} account {}", transfer.payer_branch, transfer.payer_account);
    println!("{}", transfer.id);
    println!("  {} to key {}", transfer.amount, transfer.key);
    println!("  from  {}, {payer}", name(app, Some(transfer.id.ispb())));
    println!(
        "  to    {}, {}",
        name(app, transfer.destination),
        payee.unwrap_or_else(|| "not yet known".into())
    );
    if let Some(reason) = transfer.reason {
        println!("  rejected because: {reason}");
    }
    let times = [
        ("registered", Some(transfer.registered_at)),
        ("confirmed", transfer.confirmed_at),
        ("completed", transfer.completed_at),
        ("rejected", transfer.rejected_at),
        ("refunded", transfer.refunded_at),
    ];
    let rows: Vec<_> = (times.into_iter())
        .filter_map(|(step, at)| {
            Some([step.into(), format!("{:.3}", at?), after(transfer.registered_at, at?)])
        })
        .collect();
    table::print(["STEP", "AT", "AFTER"], &rows);
}

fn after(start: Timestamp, end: Timestamp) -> String {
    format!("{} ms", end.duration_since(start).as_millis())
}

fn name(app: &App, ispb: Option<Ispb>) -> String {
    let Some(ispb) = ispb else { return "nobody".into() };
    app.participants
        .by_ispb(ispb)
        .map_or_else(|| ispb.to_string(), |bank| format!("{} {}", bank.code, bank.name))
}

impl From<Stage> for Status {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Pending => Self::Pending,
            Stage::Confirmed => Self::Confirmed,
            Stage::Completed => Self::Completed,
            Stage::Rejected => Self::Rejected,
            Stage::Refunded => Self::Refunded,
        }
    }
}
