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
pub use door::{DemoPerson, Fault, Login, OpenAccount, Welcome};
pub use form::{Field, Note, Tone};
pub use keys::{KeyRow, KeysPage, NewKey, RemoveKey};
pub use movements::{Day, Movement, MovementTone};
pub use send::{Draft, PayeeFacts, SendAmount, SendKey, SendPayee, SendReview};
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

/// What does not change while a page is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub site: Site,
    pub lang: Lang,
    pub scheme: Scheme,
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
}

impl Holder {
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
}

/// One variant per screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Page {
    Welcome(Welcome),
    Login(Login),
    OpenAccount(OpenAccount),
    Home(Home),
    SendKey(SendKey),
    SendPayee(SendPayee),
    SendAmount(SendAmount),
    SendReview(SendReview),
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
    /// Of the document, without the bank's name.
    pub fn title(&self, lang: Lang) -> String {
        match self {
            Page::Welcome(_) => lang.say("welcome.title").trim_end_matches('.').to_owned(),
            Page::Login(_) => lang.say("login.submit").to_owned(),
            Page::OpenAccount(_) => lang.say("open.title").to_owned(),
            Page::Home(_) => lang.say("nav.home").to_owned(),
            Page::SendKey(_) | Page::SendPayee(_) | Page::SendAmount(_) | Page::SendReview(_) => {
                lang.say("send.title").to_owned()
            }
            Page::Outcome(outcome) => outcome.title.clone(),
            Page::Receipt(_) => lang.say("receipt.title").to_owned(),
            Page::Keys(_) => lang.say("keys.title").to_owned(),
            Page::NewKey(_) => lang.say("key.new").to_owned(),
            Page::RemoveKey(_) => lang.say("keys.remove.title").to_owned(),
            Page::Statement(_) => lang.say("stmt.title").to_owned(),
            Page::Profile(_) => lang.say("profile.title").to_owned(),
            Page::Fault(fault) => fault.title.clone(),
        }
    }

    /// Whether what it shows changes by itself: then the browser listens, and asks for the next value.
    pub fn is_live(&self) -> bool {
        match self {
            Page::Home(_) | Page::Outcome(_) | Page::Receipt(_) => true,
            Page::Statement(statement) => statement.newest,
            _ => false,
        }
    }

    /// Marks as fresh the movements that the page did not show when it was opened.
    pub fn follow(&mut self, before: &Page) {
        let (after, before) = match (self, before) {
            (Page::Home(after), Page::Home(before)) => {
                (after.movements.iter_mut().collect::<Vec<_>>(), before.movements.iter().collect::<Vec<_>>())
            }
            (Page::Statement(after), Page::Statement(before)) => (
                after.days.iter_mut().flat_map(|day| &mut day.movements).collect(),
                before.days.iter().flat_map(|day| &day.movements).collect(),
            ),
            _ => return,
        };
        for movement in after {
            let known = before.iter().find(|known| known.id == movement.id && known.words == movement.words);
            movement.fresh = known.is_none_or(|known| known.fresh);
        }
    }

    /// The newest thing that happened while the page was open, for those who listen to it.
    pub fn news(&self) -> Option<&str> {
        let mut movements: Box<dyn Iterator<Item = &Movement>> = match self {
            Page::Home(home) => Box::new(home.movements.iter()),
            Page::Statement(statement) => Box::new(statement.days.iter().flat_map(|day| &day.movements)),
            _ => return None,
        };
        movements.find(|movement| movement.fresh)?.news.as_deref()
    }
}
