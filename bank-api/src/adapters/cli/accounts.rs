//! `bank-api accounts` and `bank-api transfers`: look, unlock, close.

use crate::{
    application::App,
    domain::{AccountId, Transfer},
};
use anyhow::{Context as _, bail};
use pix::EndToEndId;

/// What can be done with an account.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum AccountCommand {
    /// Shows holder and balance.
    Show { account: i64 },
    /// Forgets failed PINs, so that transfers can be sent again.
    Unlock { account: i64 },
    /// Closes an account on which no money is, and none on its way; its keys are given up first.
    Close { account: i64 },
}

/// Carries out one command and tells what it did.
///
/// # Errors
/// When there is no such account, when it cannot be closed, or when the database is away.
pub async fn accounts(app: &App, command: AccountCommand) -> anyhow::Result<()> {
    let store = app.accounts.as_ref();
    match command {
        AccountCommand::Show { account } => {
            let view = store.view(AccountId(account)).await?;
            let view = view.with_context(|| format!("there is no account {account}"))?;
            let standing = if view.open { "open" } else { "closed" };
            println!("{}  {}  {}  {}  {standing}", view.id, view.name, view.tax_id.masked(), view.balance);
        }
        AccountCommand::Unlock { account } => {
            if !store.unlock(AccountId(account)).await? {
                bail!("there is no account {account}");
            }
            println!("{account} is unlocked");
        }
        AccountCommand::Close { account } => {
            let closed = app.keys.close(store, AccountId(account)).await;
            closed.with_context(|| format!("{account} is not closed"))?;
            println!("{account} is closed");
        }
    }
    Ok(())
}

/// Shows an account's side of a transfer.
///
/// # Errors
/// When there is none, or when the database is away.
pub async fn transfer(app: &App, account: i64, id: EndToEndId) -> anyhow::Result<()> {
    let transfer = app.statements.transfer(AccountId(account), id).await?;
    let transfer = transfer.with_context(|| format!("account {account} has no transfer {id}"))?;
    let Transfer { side, status, amount, pending_at, confirmed_at, completed_at, rejected_at, .. } =
        &transfer;
    println!("{id}  {side:?}  {amount}  {status:?}");
    let times = [
        ("pending", Some(*pending_at)),
        ("confirmed", *confirmed_at),
        ("completed", *completed_at),
        ("rejected", *rejected_at),
    ];
    for (step, at) in times.into_iter().filter_map(|(step, at)| Some((step, at?))) {
        println!("  {step:<10} {at}");
    }
    Ok(())
}
