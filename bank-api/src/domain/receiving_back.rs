//! The other end of a return: the bank that sent the first transfer credits its payer, finally, or refuses. A return may
//! fill an account above the highest balance, as a refund may; a closed account refuses it, and it goes back.

use super::{
    Account, Context, Contradiction, Decision, Forwarded, Returned, Side, Status, Transfer,
    receiving::{credit, refuse, repeat},
};
use pix::{EndToEndId, Reason, ReturnReason};

/// Money that the hub brings back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnForwarded {
    /// As a transfer; its key is the id of what it returns, and it names no account.
    pub money: Forwarded,
    pub original: EndToEndId,
    pub reason: ReturnReason,
}

/// Decides whether the payer of `original` (our side of what is returned) is credited; `account` is that payer's. `known` is
/// our side of the return, if it came before.
///
/// # Errors
/// [`Contradiction`] for an id that is known with other money, and for the return of what is still on its way: the hub has
/// not heard yet that it arrived. It asks again.
pub fn receive_back(
    known: Option<&Transfer>,
    (original, account): (Option<&Transfer>, Option<&Account>),
    forwarded: &ReturnForwarded,
    context: Context<'_>,
) -> Result<(Decision, Transfer), Contradiction> {
    let ReturnForwarded { money, .. } = forwarded;
    if !money.amount.is_positive() {
        return Err(Contradiction::NoMoney);
    }
    if let Some(transfer) = known {
        return Ok((repeat(transfer, account, money, context.bank)?, transfer.clone()));
    }
    let (decision, transfer) = match creditable(original, account)? {
        Ok(account) => credit(account, money, context),
        Err(reason) => refuse(account, money, reason, context.now),
    };
    let ReturnForwarded { original, reason, .. } = *forwarded;
    let returned = Returned { id: money.id, side: Side::In, original, amount: money.amount, reason };
    Ok((Decision { returned: vec![returned], ..decision }, transfer))
}

fn creditable<'a>(
    original: Option<&Transfer>,
    account: Option<&'a Account>,
) -> Result<Result<&'a Account, Reason>, Contradiction> {
    match original.map(|original| original.status) {
        None => return Ok(Err(Reason::AccountUnknown)),
        Some(Status::Pending) => return Err(Contradiction::NoSuchStep(Status::Pending)),
        // Its payer has the money back already.
        Some(Status::Rejected) => return Ok(Err(Reason::Refused)),
        Some(Status::Completed) => {}
    }
    let account = account.ok_or(Reason::AccountUnknown);
    Ok(account.and_then(|account| account.open.then_some(account).ok_or(Reason::AccountClosed)))
}

#[cfg(test)]
mod tests;
