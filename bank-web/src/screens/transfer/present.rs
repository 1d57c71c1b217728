//! The outcome of a Pix that was just sent.

use super::Outcome;
use crate::{
    components::{StepState, is_late, transfer_details},
    format::Clock,
};
use bank_contract::{PayeeJson, StatusJson, TransferJson};

pub fn outcome(
    json: &TransferJson,
    looked_up: Option<&PayeeJson>,
    codepix_is_down: bool,
    clock: Clock,
) -> Outcome {
    let lang = clock.lang;
    let transfer = transfer_details(json, looked_up, codepix_is_down, clock);
    let to = lang.fill("result.to", &[("amount", &transfer.amount), ("name", &transfer.payee.name)]);
    let bank = looked_up.map(|payee| payee.bank.name.as_str()).unwrap_or(lang.say("result.bankdown.any"));
    let (state, title, sum, more) = match json.status {
        StatusJson::Completed => (StepState::Done, lang.say("result.completed"), to, None),
        StatusJson::Rejected => {
            let back = lang.fill("result.rejected.sum", &[("amount", &transfer.amount)]);
            (StepState::No, lang.say("result.rejected"), back, None)
        }
        _ if codepix_is_down => (
            StepState::Wait,
            lang.say("result.waiting"),
            to,
            Some(lang.say("result.waiting.text").to_owned()),
        ),
        _ if is_late(json, clock) => {
            let more = lang.fill("result.bankdown.text", &[("bank", bank)]);
            (StepState::Wait, lang.say("result.waiting"), to, Some(more))
        }
        _ => (StepState::Now, lang.say("result.pending"), to, None),
    };
    let open = json.status == StatusJson::Pending;
    Outcome { state, title: title.to_owned(), sum, more, open, transfer }
}
