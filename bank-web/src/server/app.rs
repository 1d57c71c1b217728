//! What the handlers share: the bank, the look, and how a page becomes an answer.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    http::{HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos_axum::render_app_async_with_context;
use tokio_util::sync::CancellationToken;

use super::{
    api::{AccountJson, Bank, Problem},
    assets::Assets,
    cookies::Cookies,
    demo::Demo,
    document::{Look, document},
    drawn::is_company,
    headers,
    installed::Grounds,
    payees::Payees,
    visitor::Visitor,
};
use crate::{
    model::{Document, Fault, Frame, Holder, Page, Present},
    site::Site,
    text::percent,
};

#[derive(Clone)]
pub struct App(pub Arc<Shared>);

pub struct Shared {
    pub site: Site,
    pub bank: Bank,
    pub assets: Assets,
    /// The bank's colours as CSS declarations.
    pub colours_css: String,
    /// What a browser draws around a page has the page's own ground.
    pub grounds: Grounds,
    pub cookies: Cookies,
    pub payees: Payees,
    pub demo: Demo,
    /// Ends the streams, which would never end by themselves.
    pub stop: CancellationToken,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What a handler decided.
pub enum Answer {
    Page {
        status: StatusCode,
        page: Box<Page>,
        holder: Option<Holder>,
    },
    /// After a form was taken, or because the page is elsewhere.
    To(String),
    /// The same, where the next page says once what was done.
    Noted {
        to: &'static str,
        note: String,
    },
}

impl Answer {
    pub fn page(page: Page) -> Answer {
        Answer::Page { status: StatusCode::OK, page: Box::new(page), holder: None }
    }

    /// A page inside an account.
    pub fn inside(me: &AccountJson, page: Page) -> Answer {
        Answer::Page { status: StatusCode::OK, page: Box::new(page), holder: Some(holder(me)) }
    }
}

pub fn holder(me: &AccountJson) -> Holder {
    Holder {
        name: me.name.clone(),
        branch: me.branch.clone(),
        number: me.number.clone(),
        company: is_company(&me.tax_id_masked),
    }
}

impl App {
    /// The decision as HTTP. A session that is over leads to the log-in, and back.
    pub async fn answer(&self, visitor: Visitor, answer: Result<Answer, Problem>) -> Response {
        match answer {
            Ok(Answer::To(path)) => Redirect::to(&path).into_response(),
            Ok(Answer::Noted { to, note }) => (self.cookies.note(&note), Redirect::to(to)).into_response(),
            Ok(Answer::Page { status, page, holder }) => self.render(visitor, status, *page, holder).await,
            Err(problem) if problem.is("no_session") && visitor.wants_value => {
                StatusCode::UNAUTHORIZED.into_response()
            }
            Err(problem) if problem.is("no_session") => {
                let login = format!("/login?ended=1&next={}", percent(&visitor.path));
                (self.cookies.end_session(), Redirect::to(&login)).into_response()
            }
            Err(problem) if problem.is("not_found") => self.not_found(visitor).await,
            Err(problem) => {
                tracing::warn!("bank-api could not serve a page: {}", problem.word);
                let (title, text) = (visitor.lang.say("err.500.title"), visitor.lang.say("err.500"));
                let fault = Fault { title: title.to_owned(), text: text.to_owned() };
                self.render(visitor, StatusCode::SERVICE_UNAVAILABLE, Page::Fault(fault), None).await
            }
        }
    }

    pub async fn not_found(&self, visitor: Visitor) -> Response {
        let (title, text) = (visitor.lang.say("err.404.title"), visitor.lang.say("err.404"));
        let fault = Fault { title: title.to_owned(), text: text.to_owned() };
        let me = match &visitor.session {
            Some(token) => self.bank.me(token).await.ok(),
            None => None,
        };
        let holder = me.as_ref().map(holder);
        self.render(visitor, StatusCode::NOT_FOUND, Page::Fault(fault), holder).await
    }

    /// Two sessions at once: nothing was done, and neither counts any more.
    pub async fn two_sessions(&self, visitor: Visitor) -> Response {
        let (title, text) = (visitor.lang.say("err.sessions.title"), visitor.lang.say("err.sessions"));
        let fault = Fault { title: title.to_owned(), text: text.to_owned() };
        let page = self.render(visitor, StatusCode::BAD_REQUEST, Page::Fault(fault), None).await;
        (self.cookies.end_session(), page).into_response()
    }

    async fn render(
        &self,
        visitor: Visitor,
        status: StatusCode,
        page: Page,
        holder: Option<Holder>,
    ) -> Response {
        if visitor.wants_value {
            let headers = [(header::CACHE_CONTROL, "no-store"), (header::VARY, "accept")];
            let account = holder.map(|holder| holder.number);
            return (status, headers, Json(Present { account, page })).into_response();
        }
        let Visitor { lang, scheme, hide, path, noted, .. } = visitor;
        let frame = Frame { site: self.site.clone(), lang, scheme, hide, path, holder };
        let document_value = Document { frame, page };
        let look = Look {
            assets: self.assets.clone(),
            colours_css: self.colours_css.clone(),
            grounds: self.grounds.clone(),
        };
        let render = render_app_async_with_context(headers::allow_own_nonce, move || {
            document(document_value.clone(), look.clone())
        });
        let mut response = render(Request::new(Body::empty())).await;
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(header::VARY, HeaderValue::from_static("accept, accept-language, cookie"));
        if noted.is_some() {
            return (self.cookies.note_was_shown(), response).into_response();
        }
        response
    }
}
