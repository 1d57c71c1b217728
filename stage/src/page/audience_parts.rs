//! What changes on a phone's page while it lies open. Plain text, made in microseconds: every phone of a room is sent it
//! several times a second.

use std::fmt::Write as _;

use super::{
    phone::{bank, safe},
    texts::Lang,
    words::reais,
};
use crate::{
    audience::{AMOUNTS, Course, Mine, Move, Person, Standing},
    journal::Ground,
};

/// Where a script draws the face; without one it is the first letter of the name.
pub fn face(ground: &Ground, who: &Person, waits: bool) -> String {
    let (mark, side) =
        bank(ground, who.bank).map(|(bank, side)| (bank.mark.as_str(), side)).unwrap_or_default();
    let letter: String = who.name.chars().take(1).collect();
    format!(
        r#"<i class="face-of {}" data-number="{}" data-mark="{}" data-side="{side}" data-waits="{waits}" aria-hidden="true">{}</i>"#,
        safe(mark),
        who.number,
        safe(mark),
        safe(&letter)
    )
}

/// Those whom somebody at that bank can pay, each with the amounts.
pub fn rows(lang: Lang, ground: &Ground, people: &[Person], at: usize) -> String {
    people.iter().map(|person| row(lang, ground, person, person.bank == at)).collect()
}

fn row(lang: Lang, ground: &Ground, who: &Person, near: bool) -> String {
    let class = if near { "near" } else { "" };
    let (number, name) = (who.number, safe(&who.name));
    let bank = bank(ground, who.bank).map(|(bank, _)| safe(&bank.name)).unwrap_or_default();
    let face = face(ground, who, false);
    let buttons: String = AMOUNTS.iter().map(|cents| button(lang, who, *cents)).collect();
    format!(
        r#"<li data-n="{number}" class="{class}">{face}<span class="name">{name}<small>{bank}</small></span><span class="pay">{buttons}</span></li>"#
    )
}

fn button(lang: Lang, who: &Person, cents: i64) -> String {
    let reais = cents / 100;
    let label = lang.fill("aud.send.to", &[("m", &reais.to_string()), ("who", &who.name)]);
    let (number, label) = (who.number, safe(&label));
    format!(
        r#"<button name="amount" value="{cents}" formaction="/join/send?to={number}" aria-label="{label}">{reais}</button>"#
    )
}

/// The balance, how the account stands, and what moved.
pub fn mine(lang: Lang, ground: &Ground, mine: &Mine) -> String {
    let balance = mine.balance_cents.map_or_else(|| "–".to_owned(), reais);
    let waiting = match mine.waiting {
        0 => String::new(),
        n => format!("<small class=\"wait\">{}</small>", lang.fill("aud.waiting", &[("n", &n.to_string())])),
    };
    let mut html = format!(
        r#"<p class="balance"><span>{} {waiting}</span><b>{balance}</b></p>"#,
        lang.say("aud.balance")
    );
    let standing = match mine.standing {
        Standing::Opening => Some("aud.opening"),
        Standing::Keyless => Some("aud.keyless"),
        Standing::Open => mine.moves.is_empty().then_some("aud.nothing"),
    };
    let standing =
        standing.map(|key| format!(r#"<p class="standing">{}</p>"#, lang.say(key))).unwrap_or_default();
    let moves: String = mine.moves.iter().map(|it| movement(lang, ground, it)).collect();
    let moves = if moves.is_empty() { moves } else { format!(r#"<ul class="moves">{moves}</ul>"#) };
    let _ = write!(
        html,
        r#"<h2 class="vh">{}</h2><div class="moved">{standing}{moves}</div>"#,
        lang.say("aud.moves")
    );
    html
}

fn movement(lang: Lang, ground: &Ground, it: &Move) -> String {
    let (class, words) = words(lang, ground, &it.course);
    let incoming = it.course == Course::Received;
    let who = lang.fill(if incoming { "aud.from" } else { "aud.to" }, &[("who", &it.name)]);
    let amount = format!("{}{}", if incoming { "+ " } else { "" }, reais(it.amount_cents));
    format!(
        r#"<li data-nth="{}" class="{class}"><span class="what">{}</span><b>{amount}</b><small>{}</small></li>"#,
        it.nth,
        safe(&who),
        safe(&words)
    )
}

/// How it looks, and what it is called.
fn words(lang: Lang, ground: &Ground, course: &Course) -> (&'static str, String) {
    let say = |key| lang.say(key).to_owned();
    match course {
        Course::Received => ("in", say("aud.received")),
        Course::Asked => ("way", say("aud.asked")),
        Course::AskedInVain => ("wait", say("aud.asked.vain")),
        Course::Travelling => ("way", say("aud.travels")),
        Course::WaitsForHub => ("wait", say("aud.waits.hub")),
        Course::WaitsForBank(at) => {
            let bank = bank(ground, *at).map(|(bank, _)| bank.name.as_str()).unwrap_or_default();
            ("wait", lang.fill("aud.waits.bank", &[("bank", bank)]))
        }
        Course::WaitsForRoad => ("wait", say("aud.waits.road")),
        Course::Arrived => ("ok", say("aud.arrived")),
        Course::CameBack => ("back", say("aud.back")),
        Course::Refused(word) if word == "insufficient_funds" => ("back", say("aud.refused.funds")),
        Course::Refused(_) => ("back", say("aud.refused")),
    }
}
