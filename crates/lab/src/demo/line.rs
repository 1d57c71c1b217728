//! The one line that is shown. Pure.

use super::money::Money;
use crate::audit::reais;
use std::{fmt, time::Duration};

/// All that is shown at one moment.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub sent: u64,
    pub completed: u64,
    pub refunded: u64,
    pub refused: u64,
    pub waiting: usize,
    /// Age of the oldest that waits.
    pub oldest: Duration,
    /// Requests without an answer.
    pub asking: usize,
    /// None until it was seen once.
    pub money: Option<Money>,
    /// The money as it was seen first; None as long as `money`.
    pub first: Option<Money>,
    /// Who does not answer.
    pub away: Vec<String>,
    /// No more is sent.
    pub ending: bool,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sent, completed, refunded, waiting, .. } = self;
        write!(f, "{sent} sent, {completed} completed, {refunded} refunded, {waiting} waiting")?;
        if self.oldest >= Duration::from_secs(1) {
            write!(f, " (oldest {} s)", self.oldest.as_secs())?;
        }
        if self.refused > 0 {
            write!(f, ", {} refused", self.refused)?;
        }
        if let Some(money) = self.money {
            write!(f, " · {} in the system", reais(money.cents))?;
            let (_, off_cents) = money.since(self.first.unwrap_or(money));
            if off_cents != 0 {
                write!(f, ", OFF BY {}", reais(off_cents))?;
            }
        }
        write!(f, " · {}", self.words())
    }
}

impl Line {
    /// Who does not answer, and what that means.
    pub fn words(&self) -> String {
        let who = match self.away.as_slice() {
            [] if self.ending && !self.is_quiet() => "ending, waiting for the rest".to_owned(),
            [] => "all answer".to_owned(),
            [one] if one.starts_with("the pages") => format!("{one} do not answer"),
            [one] => format!("{one} does not answer"),
            [some @ .., last] => format!("{} and {last} do not answer", some.join(", ")),
        };
        match (self.waiting, self.asking) {
            // Nobody's money waits for pages.
            _ if self.away.iter().all(|name| name.starts_with("the pages")) => who,
            (0, 0) => who,
            (waiting, 0) => format!("{who}: {waiting} wait"),
            (0, asking) => format!("{who}: {asking} ask again"),
            (waiting, asking) => format!("{who}: {waiting} wait, {asking} ask again"),
        }
    }

    fn is_quiet(&self) -> bool {
        self.waiting == 0 && self.asking == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        let first = Some(Money { cents: 1_500_000, opened_cents: 200_000, waiting: 0 });
        let money = Some(Money { cents: 1_600_000, opened_cents: 300_000, waiting: 0 });
        Line { sent: 182, completed: 168, refunded: 2, money, first, ..Line::default() }
    }

    #[test]
    fn a_calm_line_says_that_all_answer() {
        let line = Line { completed: 180, ..line() };
        assert_eq!(
            line.to_string(),
            "182 sent, 180 completed, 2 refunded, 0 waiting · R$ 16.000,00 in the system · all answer"
        );
    }

    #[test]
    fn who_does_not_answer_is_named_with_what_waits() {
        let oldest = Duration::from_millis(4700);
        let line = Line { waiting: 12, oldest, away: vec!["the hub".into()], ..line() };
        assert_eq!(
            line.to_string(),
            "182 sent, 168 completed, 2 refunded, 12 waiting (oldest 4 s) · R$ 16.000,00 in the system · \
             the hub does not answer: 12 wait"
        );
    }

    #[test]
    fn each_trouble_has_its_words() {
        let words = |away: &[&str], waiting, asking| {
            let away = away.iter().map(|name| (*name).to_owned()).collect();
            Line { away, waiting, asking, ..Line::default() }.words()
        };
        assert_eq!(words(&["Banco Ipê"], 0, 3), "Banco Ipê does not answer: 3 ask again");
        assert_eq!(words(&["the pages of Banco Ipê"], 1, 1), "the pages of Banco Ipê do not answer");
        assert_eq!(
            words(&["the hub", "Banco Maré", "Kafka"], 7, 1),
            "the hub, Banco Maré and Kafka do not answer: 7 wait, 1 ask again"
        );
        assert_eq!(words(&[], 1, 1), "all answer");
        let ending = Line { ending: true, waiting: 1, ..Line::default() };
        assert_eq!(ending.words(), "ending, waiting for the rest");
    }

    #[test]
    fn money_that_changed_by_anything_but_opened_accounts_is_cried_out() {
        let line =
            Line { first: Some(Money { cents: 1_500_001, opened_cents: 200_000, waiting: 0 }), ..line() };
        assert!(line.to_string().contains("R$ 16.000,00 in the system, OFF BY -R$ 0,01 ·"), "{line}");
    }
}
