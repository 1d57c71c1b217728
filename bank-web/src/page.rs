//! A page is a value: all that a page shows, already worded and formatted by the server. The same value is drawn
//! on the server, travels in the document, and is drawn again in the browser; a page that is live gets a next value.

mod changes;

use serde::{Deserialize, Serialize};

use crate::{
    components::Transfer,
    screens::{
        charge::{Charge, Charges, NewCharge},
        error::ErrorPage,
        home::Home,
        keys::{KeysPage, NewKey, RemoveKey},
        login::{LoggedIn, Login},
        open_account::OpenAccount,
        pay_code::{CodeRefused, PayCode},
        pix::{Pix, PixRead, PixUnsure},
        profile::Profile,
        proof::Proof,
        scan::Scan,
        send::{SendAmount, SendKey, SendPayee, SendPin, SendReview, SendTwice},
        statement::Statement,
        transfer::{Outcome, receipt_title},
        welcome::Welcome,
    },
    site::Frame,
    texts::Lang,
};

/// A page, and what stands around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub frame: Frame,
    pub page: Page,
}

/// What an address shows now, and to whom: another account's page must not be drawn over this one's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The account's number; None outside of all accounts.
    pub account: Option<String>,
    pub page: Page,
}

/// One variant for each page that a screen can show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Page {
    Welcome(Welcome),
    Login(Login),
    LoggedIn(LoggedIn),
    OpenAccount(OpenAccount),
    Home(Home),
    Pix(Pix),
    PixRead(PixRead),
    PixUnsure(PixUnsure),
    PayCode(PayCode),
    CodeRefused(CodeRefused),
    Scan(Scan),
    NewCharge(NewCharge),
    Charge(Charge),
    Charges(Charges),
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
    Proof(Proof),
    Error(ErrorPage),
}

impl Page {
    /// Of the document, without the bank's name. It says when a form has errors, for whoever hears nothing but the title.
    pub fn title(&self, lang: Lang) -> String {
        let title = self.own_title(lang);
        if self.has_errors() { lang.fill("title.error", &[("title", &title)]) } else { title }
    }

    fn own_title(&self, lang: Lang) -> String {
        match self {
            Page::Welcome(page) => page.title(lang),
            Page::Login(page) => page.title(lang),
            Page::LoggedIn(page) => page.title(lang),
            Page::OpenAccount(page) => page.title(lang),
            Page::Home(page) => page.title(lang),
            Page::Pix(page) => page.title(lang),
            Page::PixRead(page) => page.title(lang),
            Page::PixUnsure(page) => page.title(lang),
            Page::PayCode(page) => page.title(lang),
            Page::CodeRefused(page) => page.title.clone(),
            Page::Scan(page) => page.title(lang),
            Page::NewCharge(page) => page.title(lang),
            Page::Charge(page) => page.title(lang),
            Page::Charges(page) => page.title(lang),
            Page::SendKey(page) => page.title(lang),
            Page::SendPayee(page) => page.title(lang),
            Page::SendAmount(page) => page.title(lang),
            Page::SendReview(page) => page.title(lang),
            Page::SendTwice(page) => page.title(lang),
            Page::SendPin(page) => page.title(lang),
            Page::Outcome(page) => page.title.clone(),
            Page::Receipt(transfer) => receipt_title(transfer, lang).to_owned(),
            Page::Keys(page) => page.title(lang),
            Page::NewKey(page) => page.title(lang),
            Page::RemoveKey(page) => page.title(lang),
            Page::Statement(page) => page.title(lang),
            Page::Profile(page) => page.title(lang),
            Page::Proof(page) => page.title(lang),
            Page::Error(page) => page.title.clone(),
        }
    }

    /// Whether its form was refused.
    fn has_errors(&self) -> bool {
        match self {
            Page::Login(page) => page.has_errors(),
            Page::OpenAccount(page) => page.has_errors(),
            Page::Pix(page) => page.what.has_error(),
            Page::Scan(page) => page.has_errors(),
            Page::NewCharge(page) => page.has_errors(),
            Page::SendKey(page) => page.key.has_error(),
            Page::SendAmount(page) => page.has_errors(),
            Page::SendReview(page) => page.has_errors(),
            Page::SendPin(page) => page.has_errors(),
            Page::NewKey(page) => page.has_errors(),
            _ => false,
        }
    }

    /// Whether what it shows changes by itself: then the browser asks for the next value when something happened.
    pub fn is_live(&self) -> bool {
        match self {
            Page::Home(_) => true,
            Page::Outcome(outcome) => outcome.open,
            Page::Receipt(transfer) => transfer.is_pending(),
            Page::Charge(charge) => charge.is_open(),
            Page::Statement(statement) => statement.newest,
            _ => false,
        }
    }

    /// A transfer that has ended: nothing more will happen that is worth a connection.
    pub fn is_final(&self) -> bool {
        matches!(self, Page::Outcome(_) | Page::Receipt(_)) && !self.is_live()
    }

    /// An order that may have been paid by the time somebody comes back to its page.
    pub fn is_order(&self) -> bool {
        matches!(self, Page::SendReview(_) | Page::SendTwice(_) | Page::SendPin(_))
    }
}
