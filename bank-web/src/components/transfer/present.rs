//! A transfer, worded for its payer or its payee.

use bank_contract::{DirectionJson, PartyJson, PayeeJson, StatusJson, StepJson, TransferJson};
use pix::{Reason, Timestamp};

use crate::{
    components::{PartyFacts, Step, StepState, Transfer},
    form::Tone,
    format::{Clock, is_company, money, stored_key_as_written},
    texts::Lang,
};

/// A transfer that is pending for longer than this is late: the other bank, or CodePix, does not answer.
const LATE_AFTER_SECONDS: i64 = 8;

/// `looked_up` is the payee by the lookup before, until the transfer itself names one.
pub fn transfer_details(
    json: &TransferJson,
    looked_up: Option<&PayeeJson>,
    codepix_is_down: bool,
    clock: Clock,
) -> Transfer {
    let lang = clock.lang;
    let incoming = json.direction == DirectionJson::In;
    let at = json.at(StepJson::Pending).unwrap_or(clock.now);
    let (status, tone) = match (json.status, codepix_is_down) {
        (StatusJson::Completed, _) => (lang.say("status.completed"), Tone::Ok),
        (StatusJson::Rejected, _) => (lang.say("status.refunded"), Tone::No),
        (_, true) => (lang.say("status.queued"), Tone::Wait),
        (_, false) => (lang.say("status.pending"), Tone::Wait),
    };
    let key = stored_key_as_written(&json.key);
    let payee = match (&json.payee, looked_up) {
        (Some(party), _) => party_facts(party),
        (None, Some(payee)) => PartyFacts {
            name: payee.name.clone(),
            more: format!("{} · {}", payee.tax_id_masked, payee.bank.name),
        },
        (None, None) => PartyFacts { name: key.clone(), more: String::new() },
    };
    let again = (!incoming && json.status == StatusJson::Completed).then(|| {
        let company = json.payee.as_ref().is_some_and(|party| is_company(&party.tax_id_masked));
        let first = payee.name.split_whitespace().next().filter(|_| !company).unwrap_or(&payee.name);
        (format!("/pix/send?again={}", json.end_to_end_id), lang.fill("receipt.again", &[("name", first)]))
    });
    let title = match (incoming, json.status) {
        (true, _) => lang.say("entry.in"),
        (false, StatusJson::Rejected) => lang.say("result.rejected"),
        (false, _) => lang.say("entry.out"),
    };
    Transfer {
        end_to_end_id: json.end_to_end_id.clone(),
        title: title.to_owned(),
        amount: money(json.amount_cents),
        status: status.to_owned(),
        tone,
        reason: (json.status == StatusJson::Rejected).then(|| refusal(json, looked_up, lang).to_owned()),
        when: clock.date_and_time(at),
        when_long: clock.long(at),
        payer: json
            .payer
            .as_ref()
            .map(party_facts)
            .unwrap_or(PartyFacts { name: String::new(), more: String::new() }),
        steps: steps(json, looked_up, codepix_is_down, clock),
        payee,
        key,
        description: Some(json.description.clone()).filter(|words| !words.is_empty()),
        again,
        incoming,
        receipt_url: json.receipt_url.clone(),
    }
}

fn party_facts(party: &PartyJson) -> PartyFacts {
    PartyFacts { name: party.name.clone(), more: format!("{} · {}", party.tax_id_masked, party.bank.name) }
}

/// Why it was rejected. `looked_up`: the directory knew a payee for this key before.
fn refusal(json: &TransferJson, looked_up: Option<&PayeeJson>, lang: Lang) -> &'static str {
    match json.reason {
        Some(Reason::UnknownKey) if looked_up.is_some() => lang.say("reason.key.gone"),
        Some(Reason::UnknownKey) => lang.say("reason.key"),
        Some(Reason::PayeeChanged) => lang.say("reason.moved"),
        Some(Reason::AccountClosed | Reason::AccountUnknown) => lang.say("reason.account"),
        Some(Reason::ChargePaid) => lang.say("reason.charge.paid"),
        Some(Reason::ChargeExpired) => lang.say("reason.charge.expired"),
        Some(Reason::ChargeRemoved | Reason::ChargeUnknown) => lang.say("reason.charge.removed"),
        Some(Reason::ChargeAmount) => lang.say("reason.charge.amount"),
        _ => lang.say("reason.bank"),
    }
}

/// Whether it has been pending for longer than usual.
pub fn is_late(json: &TransferJson, clock: Clock) -> bool {
    json.at(StepJson::Pending).is_some_and(|at| clock.now.as_second() - at.as_second() > LATE_AFTER_SECONDS)
}

fn steps(
    json: &TransferJson,
    looked_up: Option<&PayeeJson>,
    codepix_is_down: bool,
    clock: Clock,
) -> Vec<Step> {
    let lang = clock.lang;
    let incoming = json.direction == DirectionJson::In;
    let step = |state, title: &str, text: &str, at: Option<Timestamp>| Step {
        state,
        title: title.to_owned(),
        text: text.to_owned(),
        at: at.map(|at| clock.hundredths(at)),
    };
    let todo = |title: &str| step(StepState::Todo, title, "", None);
    let accepted_at = json.at(StepJson::Pending);
    let accepted = |text: &str| step(StepState::Done, lang.say("step.pending"), text, accepted_at);
    let bank = json.payee.as_ref().map(|party| party.bank.name.as_str());
    let bank = bank.or(looked_up.map(|payee| payee.bank.name.as_str()));
    let (confirmed, completed) = (lang.say("step.confirmed"), lang.say("step.completed"));
    match (json.status, incoming) {
        (StatusJson::Rejected, _) => {
            let why = refusal(json, looked_up, lang);
            let (at, back) = (json.at(StepJson::Rejected), lang.say("step.refunded.text"));
            vec![
                accepted(lang.say("step.pending.text")),
                step(StepState::No, lang.say("step.rejected"), why, at),
                step(StepState::Done, lang.say("step.refunded"), back, at),
            ]
        }
        (StatusJson::Completed, true) => {
            let payer = json.payer.as_ref().map(|party| party.name.as_str()).unwrap_or_default();
            let left = lang.fill("step.pending.theirs", &[("name", payer)]);
            let credited = lang.say("step.received.text");
            vec![accepted(&left), step(StepState::Done, completed, credited, json.at(StepJson::Completed))]
        }
        (StatusJson::Completed, false) => {
            let seconds =
                accepted_at.zip(json.at(StepJson::Completed)).map(|(from, to)| clock.seconds(from, to));
            let text = seconds.map(|seconds| lang.fill("step.completed.text", &[("seconds", &seconds)]));
            let credited = lang.fill("step.confirmed.text", &[("bank", bank.unwrap_or_default())]);
            let confirmed_at = json.at(StepJson::Confirmed).or(json.at(StepJson::Completed));
            vec![
                accepted(lang.say("step.pending.text")),
                step(StepState::Done, confirmed, &credited, confirmed_at),
                step(StepState::Done, completed, &text.unwrap_or_default(), json.at(StepJson::Completed)),
            ]
        }
        _ if codepix_is_down => vec![
            accepted(lang.say("step.pending.held")),
            step(StepState::Wait, lang.say("step.queued"), lang.say("step.queued.text"), None),
            todo(confirmed),
            todo(completed),
        ],
        _ => {
            let late = is_late(json, clock);
            let state = if late { StepState::Wait } else { StepState::Now };
            let waits = match bank {
                Some(bank) => lang.fill("step.waitbank", &[("bank", bank)]),
                None => lang.say("step.waitany").to_owned(),
            };
            let text = if late { lang.say("step.late.text") } else { lang.say("step.waitbank.text") };
            vec![accepted(lang.say("step.pending.text")), step(state, &waits, text, None), todo(completed)]
        }
    }
}
