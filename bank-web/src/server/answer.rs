//! What a handler decided, and how it becomes HTTP.

use axum::{
    Json,
    body::Body,
    http::{HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use bank_contract::{AccountJson, problem};
use leptos_axum::render_app_async_with_context;

use super::{
    AppState, PageRequest,
    bank_api::Problem,
    document::{Branding, document},
    security_headers,
};
use crate::{
    format::{is_company, url_encoded},
    page::{Document, Page, Snapshot},
    screens::error::ErrorPage,
    site::{Frame, Holder},
};

/// What a handler decided.
pub enum Answer {
    Page {
        status: StatusCode,
        page: Box<Page>,
        holder: Option<Holder>,
    },
    /// After a form was accepted, or because the page has another address.
    Redirect(String),
    /// The next page says once what was done.
    RedirectWithFlash {
        to: &'static str,
        flash: String,
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

impl AppState {
    /// The answer as HTTP. A session that is over redirects to the log-in, and back after it.
    pub async fn answer(&self, request: PageRequest, answer: Result<Answer, Problem>) -> Response {
        match answer {
            Ok(Answer::Redirect(path)) => Redirect::to(&path).into_response(),
            Ok(Answer::RedirectWithFlash { to, flash }) => {
                (self.cookies.set_flash(&flash), Redirect::to(to)).into_response()
            }
            Ok(Answer::Page { status, page, holder }) => self.render(request, status, *page, holder).await,
            Err(problem) if problem.is(problem::NO_SESSION) && request.wants_json => {
                StatusCode::UNAUTHORIZED.into_response()
            }
            Err(problem) if problem.is(problem::NO_SESSION) => {
                let login = format!("/login?ended=1&next={}", url_encoded(&request.path));
                (self.cookies.end_session(), Redirect::to(&login)).into_response()
            }
            Err(problem) if problem.is(problem::NOT_FOUND) => self.not_found(request).await,
            Err(problem) => {
                tracing::warn!("bank-api could not serve a page: {}", problem.word);
                let page = ErrorPage::new(request.lang.say("err.500.title"), request.lang.say("err.500"));
                self.render(request, StatusCode::SERVICE_UNAVAILABLE, Page::Error(page), None).await
            }
        }
    }

    pub async fn not_found(&self, request: PageRequest) -> Response {
        let page = ErrorPage::new(request.lang.say("err.404.title"), request.lang.say("err.404"));
        let me = match &request.session {
            Some(token) => self.bank.me(token).await.ok(),
            None => None,
        };
        let holder = me.as_ref().map(holder);
        self.render(request, StatusCode::NOT_FOUND, Page::Error(page), holder).await
    }

    /// Two sessions in one request: nothing was done, and the cookies of both are removed.
    pub async fn two_sessions(&self, request: PageRequest) -> Response {
        let page = ErrorPage::new(request.lang.say("err.sessions.title"), request.lang.say("err.sessions"));
        let page = self.render(request, StatusCode::BAD_REQUEST, Page::Error(page), None).await;
        (self.cookies.end_session(), page).into_response()
    }

    async fn render(
        &self,
        request: PageRequest,
        status: StatusCode,
        page: Page,
        holder: Option<Holder>,
    ) -> Response {
        if request.wants_json {
            let headers = [(header::CACHE_CONTROL, "no-store"), (header::VARY, "accept")];
            let account = holder.map(|holder| holder.number);
            return (status, headers, Json(Snapshot { account, page })).into_response();
        }
        let PageRequest { lang, scheme, hide, path, flash, .. } = request;
        let frame = Frame { site: self.site.clone(), lang, scheme, hide, path, holder };
        let document_value = Document { frame, page };
        let branding = Branding {
            assets: self.assets.clone(),
            colours_css: self.colours_css.clone(),
            theme_colours: self.theme_colours.clone(),
        };
        let frame_ancestors = self.frame_ancestors.clone();
        let render = render_app_async_with_context(
            move || security_headers::allow_own_nonce(&frame_ancestors),
            move || document(document_value.clone(), branding.clone()),
        );
        let mut response = render(Request::new(Body::empty())).await;
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(header::VARY, HeaderValue::from_static("accept, accept-language, cookie"));
        if flash.is_some() {
            return (self.cookies.clear_flash(), response).into_response();
        }
        response
    }
}
