//! A page is a value: all that a page shows, already worded and formatted by the server. The same value is drawn
//! on the server, travels in the document, and is drawn again in the browser; a live page is the next value.

mod account;
mod door;
mod form;
mod keys;
mod movements;
mod send;
mod transfer;

use serde::{Deserialize, Serialize};

pub use account::{Home, Person, Profile, Statement};
pub use door::{DemoPerson, Fault, LoggedIn, Login, OpenAccount, Welcome};
pub use form::{Field, Note, Tone};
pub use keys::{KeyRow, KeysPage, NewKey, RemoveKey};
pub use movements::{Day, Movement, MovementTone};
pub use send::{Draft, PayeeFacts, SendAmount, SendKey, SendPayee, SendPin, SendReview, SendTwice};
pub use transfer::{Outcome, PartyFacts, Step, StepState, Transfer};

use crate::{
    copy::Lang,
    site::{Scheme, Site},
};

/// A page, and what stands around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub frame: Frame,
    pub page: Page,
}

/// The value of an address as it is now, and whose it is: another account's must not be drawn over this one's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Present {
    /// Its number; None outside of all accounts.
    pub account: Option<String>,
    pub page: Page,
}

/// What does not change while a page is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub site: Site,
    pub lang: Lang,
    pub scheme: Scheme,
    /// Amounts are hidden when the page is opened.
    pub hide: bool,
    /// Path and query of the page: where a change of language comes back to.
    pub path: String,
    /// Who is logged in.
    pub holder: Option<Holder>,
}

/// The holder of the account, as the pages name them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    pub name: String,
    pub branch: String,
    pub number: String,
    pub company: bool,
}

impl Holder {
    /// As the bank greets them: people by their first name, companies by the whole.
    pub fn called(&self) -> &str {
        if self.company { &self.name } else { self.name.split_whitespace().next().unwrap_or(&self.name) }
    }
}

/// One variant per screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Page {
    Welcome(Welcome),
    Login(Login),
    LoggedIn(LoggedIn),
    OpenAccount(OpenAccount),
    Home(Home),
    SendKey(SendKey),
    SendPayee(SendPayee),
    SendAmount(SendAmount),
    SendReview(SendReview),
    SendTwice(SendTwice),
    SendPin(SendPin),
    Outcome(Outcome),
    Receipt(Transfer),
    Keys(KeysPage),
    NewKey(NewKey),
    RemoveKey(RemoveKey),
    Statement(Statement),
    Profile(Profile),
    Fault(Fault),
}

impl Page {
    /// Of the document, without the bank's name. Whoever hears nothing but the title hears that something is wrong.
    pub fn title(&self, lang: Lang) -> String {
        let title = self.own_title(lang);
        if self.is_wrong() { lang.fill("title.error", &[("title", &title)]) } else { title }
    }

    fn own_title(&self, lang: Lang) -> String {
        let question = |ask: &str| format!("{} · {}", ask.trim_end_matches('?'), lang.say("send.title"));
        match self {
            Page::Welcome(_) => lang.say("welcome.title").trim_end_matches('.').to_owned(),
            Page::Login(_) => lang.say("login.submit").to_owned(),
            Page::LoggedIn(_) => lang.say("login.already").to_owned(),
            Page::OpenAccount(_) => lang.say("open.title").to_owned(),
            Page::Home(_) => lang.say("nav.home").to_owned(),
            Page::SendKey(_) => question(lang.say("fact.to")),
            Page::SendPayee(page) => question(match &page.draft.payee {
                Some(payee) if payee.is_company() => lang.say("send.payee.ask.company"),
                Some(_) => lang.say("send.payee.ask"),
                None => lang.say("send.off.ask"),
            }),
            Page::SendAmount(_) => question(lang.say("send.amount")),
            Page::SendReview(_) => question(lang.say("send.check")),
            Page::SendTwice(_) => lang.say("twice.title").to_owned(),
            Page::SendPin(_) => question(lang.say("send.pin")),
            Page::Outcome(outcome) => outcome.title.clone(),
            Page::Receipt(transfer) if transfer.tone == Tone::Ok => lang.say("receipt.title").to_owned(),
            Page::Receipt(_) => lang.say("result.facts").to_owned(),
            Page::Keys(_) => lang.say("keys.title").to_owned(),
            Page::NewKey(_) => lang.say("key.new").to_owned(),
            Page::RemoveKey(_) => lang.say("keys.remove.title").to_owned(),
            Page::Statement(_) => lang.say("stmt.title").to_owned(),
            Page::Profile(_) => lang.say("profile.title").to_owned(),
            Page::Fault(fault) => fault.title.clone(),
        }
    }

    /// Whether something in its form has to be mended.
    fn is_wrong(&self) -> bool {
        let refused = |note: &Option<Note>| note.as_ref().is_some_and(|note| note.tone == Tone::No);
        match self {
            Page::Login(page) => {
                page.login.is_wrong() || page.password_error.is_some() || refused(&page.note)
            }
            Page::OpenAccount(page) => {
                [&page.name, &page.tax_id, &page.email].iter().any(|field| field.is_wrong())
                    || page.password_error.is_some()
                    || page.pin_error.is_some()
            }
            Page::SendKey(page) => page.key.is_wrong(),
            Page::SendAmount(page) => page.amount.is_wrong() || page.description.is_wrong(),
            Page::SendReview(page) => refused(&page.note),
            Page::SendPin(page) => page.pin_error.is_some() || refused(&page.note),
            Page::NewKey(page) => page.key.is_wrong() || refused(&page.note),
            _ => false,
        }
    }

    /// Whether what it shows changes by itself: then the browser asks for the next value when something happened.
    pub fn is_live(&self) -> bool {
        match self {
            Page::Home(_) => true,
            Page::Outcome(outcome) => outcome.open,
            Page::Receipt(transfer) => transfer.tone == Tone::Wait,
            Page::Statement(statement) => statement.newest,
            _ => false,
        }
    }

    /// What it shows has come to its end, so that nothing is worth a connection of its own.
    pub fn is_final(&self) -> bool {
        matches!(self, Page::Outcome(_) | Page::Receipt(_)) && !self.is_live()
    }

    /// An order that may have been paid by the time somebody comes back to its page.
    pub fn is_order(&self) -> bool {
        matches!(self, Page::SendReview(_) | Page::SendTwice(_) | Page::SendPin(_))
    }

    /// Marks as fresh the movements that came or changed since the value before. Where there are none, those that were fresh
    /// stay so: one and the same change may be asked about twice.
    pub fn follow(&mut self, before: &Page) {
        let known: Vec<Movement> = before.movements().cloned().collect();
        let before = |movement: &Movement| {
            known.iter().find(|known| known.id == movement.id && known.words == movement.words)
        };
        let changed = self.movements().any(|movement| before(movement).is_none());
        let movements: Box<dyn Iterator<Item = &mut Movement>> = match self {
            Page::Home(home) => Box::new(home.movements.iter_mut()),
            Page::Statement(statement) => {
                Box::new(statement.days.iter_mut().flat_map(|day| &mut day.movements))
            }
            _ => return,
        };
        for movement in movements {
            let known = before(movement);
            movement.fresh = if changed { known.is_none() } else { known.is_some_and(|known| known.fresh) };
        }
    }

    /// What happened between the value before and this one, in words.
    pub fn news(&self, before: &Page) -> Option<&str> {
        let told = |movement: &Movement| {
            before
                .movements()
                .any(|known| known.fresh && known.id == movement.id && known.words == movement.words)
        };
        self.movements().find(|movement| movement.fresh && !told(movement))?.news.as_deref()
    }

    fn movements(&self) -> Box<dyn Iterator<Item = &Movement> + '_> {
        match self {
            Page::Home(home) => Box::new(home.movements.iter()),
            Page::Statement(statement) => Box::new(statement.days.iter().flat_map(|day| &day.movements)),
            _ => Box::new(std::iter::empty()),
        }
    }
}
