//! The last three lines: what was sent, the money, and the audit's verdict.

use super::line::Line;
use crate::audit::{Report, reais};

/// What became of all that was sent.
pub fn sent(line: &Line) -> String {
    let Line { sent, completed, refunded, waiting, asking, refused, .. } = line;
    let mut text = format!("{sent} sent = {completed} completed + {refunded} refunded + {waiting} waiting");
    if *refused > 0 {
        text += &format!("; {refused} more refused by their banks");
    }
    if *asking > 0 {
        text += &format!("; {asking} more never answered, so perhaps sent");
    }
    text
}

/// What became of the money.
pub fn money(line: &Line) -> String {
    let (Some(money), Some(first)) = (line.money, line.first) else {
        return "the money in the system was never seen at one instant".into();
    };
    let change = match money.since(first) {
        (0, 0) => "as at the start".to_owned(),
        (opened_cents, 0) => format!("of them {} by accounts opened meanwhile", reais(opened_cents)),
        (_, off_cents) => format!("OFF BY {}", reais(off_cents)),
    };
    format!("{} in the system, {change}", reais(money.cents))
}

/// What the audit found; where it found something, all of it.
pub fn verdict(report: &Report) -> String {
    match report.sound {
        true => format!(
            "the books are right: {} transfers audited in {:.1} s",
            report.transfers.transfers, report.seconds
        ),
        false => report.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::money::Money;

    #[test]
    fn what_was_sent_adds_up() {
        let line = Line { sent: 9, completed: 6, refunded: 1, waiting: 2, ..Line::default() };
        assert_eq!(sent(&line), "9 sent = 6 completed + 1 refunded + 2 waiting");
        let line = Line { refused: 1, asking: 3, ..line };
        assert!(
            sent(&line).ends_with("; 1 more refused by their banks; 3 more never answered, so perhaps sent")
        );
    }

    #[test]
    fn the_money_is_as_at_the_start_or_off() {
        let first = Some(Money { cents: 1000, opened_cents: 200, waiting: 0 });
        let with = |cents, opened_cents| {
            money(&Line { money: Some(Money { cents, opened_cents, waiting: 0 }), first, ..Line::default() })
        };
        assert_eq!(with(1000, 200), "R$ 10,00 in the system, as at the start");
        assert_eq!(with(1500, 700), "R$ 15,00 in the system, of them R$ 5,00 by accounts opened meanwhile");
        assert_eq!(with(1499, 700), "R$ 14,99 in the system, OFF BY -R$ 0,01");
    }
}
