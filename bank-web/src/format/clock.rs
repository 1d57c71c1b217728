//! Dates and times as Brazil writes them, in either language. America/Sao_Paulo by the time zone database, never
//! a literal offset.

use std::sync::LazyLock;

use jiff::{
    Zoned,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use pix::Timestamp;

use crate::texts::Lang;

static SAO_PAULO: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("America/Sao_Paulo").unwrap_or(TimeZone::UTC));

/// Instants as a reader of that language and time finds them.
#[derive(Clone, Copy)]
pub struct Clock {
    pub lang: Lang,
    pub now: Timestamp,
}

impl Clock {
    pub fn now(lang: Lang) -> Clock {
        Clock { lang, now: Timestamp::now() }
    }

    /// `14:32`.
    pub fn time(self, at: Timestamp) -> String {
        local(at).strftime("%H:%M").to_string()
    }

    /// `14:32:07`.
    pub fn second(self, at: Timestamp) -> String {
        local(at).strftime("%H:%M:%S").to_string()
    }

    /// `há 12 segundos`, `há 3 minutos`.
    pub fn ago(self, at: Timestamp) -> String {
        let seconds = (self.now.as_second() - at.as_second()).max(1);
        let (words, n) = match seconds {
            1 => ("ago.second", 1),
            2..60 => ("ago.seconds", seconds),
            60..120 => ("ago.minute", 1),
            _ => ("ago.minutes", seconds / 60),
        };
        self.lang.fill(words, &[("n", &n.to_string())])
    }

    /// `14:32:07,18`.
    pub fn hundredths(self, at: Timestamp) -> String {
        let at = local(at);
        format!("{},{:02}", at.strftime("%H:%M:%S"), at.millisecond() / 10)
    }

    /// `14:32` of today, then `Ontem`, then `21/11`.
    pub fn short(self, at: Timestamp) -> String {
        match self.days_ago(at) {
            0 => self.time(at),
            1 => self.lang.say("entry.yesterday").to_owned(),
            _ => local(at).strftime("%d/%m").to_string(),
        }
    }

    /// `hoje`, `ontem`, `em 21/11`.
    pub fn day_within(self, at: Timestamp) -> String {
        match self.days_ago(at) {
            0 => self.lang.say("entry.today").to_lowercase(),
            1 => self.lang.say("entry.yesterday").to_lowercase(),
            _ => local(at).strftime("%d/%m").to_string(),
        }
    }

    /// `03/02/2026`.
    pub fn date(self, at: Timestamp) -> String {
        local(at).strftime("%d/%m/%Y").to_string()
    }

    /// `23/11/2026 às 14:32`.
    pub fn date_and_time(self, at: Timestamp) -> String {
        let at_word = self.lang.say("date.at");
        format!("{} {at_word} {}", self.date(at), self.time(at))
    }

    /// `segunda-feira, 23 de novembro de 2026, às 14:32:07`.
    pub fn long(self, at: Timestamp) -> String {
        let local = local(at);
        let (date, time) = (local.date(), local.strftime("%H:%M:%S"));
        let weekday = self.weekday(date);
        let month = self.month(date);
        match self.lang {
            Lang::Pt => format!("{weekday}, {} de {month} de {}, às {time}", date.day(), date.year()),
            Lang::En => format!("{weekday}, {} {month} {}, at {time}", date.day(), date.year()),
        }
    }

    /// `Hoje, 23 de novembro`, `Sexta-feira, 20 de novembro`; another year is named.
    pub fn day(self, at: Timestamp) -> String {
        let date = local(at).date();
        let name = match self.days_ago(at) {
            0 => self.lang.say("entry.today").to_owned(),
            1 => self.lang.say("entry.yesterday").to_owned(),
            _ => capital(self.weekday(date)),
        };
        let month = self.month(date);
        let year = if date.year() == local(self.now).year() { None } else { Some(date.year()) };
        match (self.lang, year) {
            (Lang::Pt, None) => format!("{name}, {} de {month}", date.day()),
            (Lang::Pt, Some(year)) => format!("{name}, {} de {month} de {year}", date.day()),
            (Lang::En, None) => format!("{name}, {} {month}", date.day()),
            (Lang::En, Some(year)) => format!("{name}, {} {month} {year}", date.day()),
        }
    }

    /// `2026-11-23`.
    pub fn day_id(self, at: Timestamp) -> String {
        local(at).date().to_string()
    }

    /// `0,70`, between two instants.
    pub fn seconds(self, from: Timestamp, to: Timestamp) -> String {
        let hundredths = (to.as_millisecond() - from.as_millisecond()).max(0) / 10;
        format!("{},{:02}", hundredths / 100, hundredths % 100)
    }

    fn days_ago(self, at: Timestamp) -> i32 {
        let days = local(self.now).date().since(local(at).date()).map(|span| span.get_days());
        days.unwrap_or(i32::MAX)
    }

    fn weekday(self, date: Date) -> &'static str {
        let [pt, en] = match date.weekday() {
            Weekday::Monday => ["segunda-feira", "Monday"],
            Weekday::Tuesday => ["terça-feira", "Tuesday"],
            Weekday::Wednesday => ["quarta-feira", "Wednesday"],
            Weekday::Thursday => ["quinta-feira", "Thursday"],
            Weekday::Friday => ["sexta-feira", "Friday"],
            Weekday::Saturday => ["sábado", "Saturday"],
            Weekday::Sunday => ["domingo", "Sunday"],
        };
        if self.lang == Lang::Pt { pt } else { en }
    }

    fn month(self, date: Date) -> &'static str {
        const MONTHS: [[&str; 2]; 12] = [
            ["janeiro", "January"],
            ["fevereiro", "February"],
            ["março", "March"],
            ["abril", "April"],
            ["maio", "May"],
            ["junho", "June"],
            ["julho", "July"],
            ["agosto", "August"],
            ["setembro", "September"],
            ["outubro", "October"],
            ["novembro", "November"],
            ["dezembro", "December"],
        ];
        let month = MONTHS.get(usize::from(date.month().unsigned_abs()) - 1);
        month.map_or("", |names| names[self.lang as usize])
    }
}

fn local(at: Timestamp) -> Zoned {
    at.to_zoned(SAO_PAULO.clone())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn clock(lang: Lang) -> Clock {
        Clock { lang, now: "2026-11-24T02:30:00Z".parse().unwrap() }
    }

    #[test]
    fn the_day_ends_at_midnight_in_sao_paulo() {
        let clock = clock(Lang::Pt);
        assert_eq!(clock.day("2026-11-23T17:32:07Z".parse().unwrap()), "Hoje, 23 de novembro");
        assert_eq!(clock.day("2026-11-23T02:59:59Z".parse().unwrap()), "Ontem, 22 de novembro");
        assert_eq!(clock.day("2026-11-21T12:00:00Z".parse().unwrap()), "Sábado, 21 de novembro");
        assert_eq!(clock.day("2025-11-21T12:00:00Z".parse().unwrap()), "Sexta-feira, 21 de novembro de 2025");
    }

    #[test]
    fn times_are_written_the_brazilian_way_in_both_languages() {
        let at = "2026-11-23T17:32:07.186Z".parse().unwrap();
        assert_eq!(clock(Lang::Pt).long(at), "segunda-feira, 23 de novembro de 2026, às 14:32:07");
        assert_eq!(clock(Lang::En).long(at), "Monday, 23 November 2026, at 14:32:07");
        assert_eq!(clock(Lang::En).hundredths(at), "14:32:07,18");
        assert_eq!(clock(Lang::En).short(at), "14:32");
        assert_eq!(clock(Lang::Pt).date_and_time(at), "23/11/2026 às 14:32");
    }
}
