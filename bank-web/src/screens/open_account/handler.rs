//! `/open-account`: the form, and the account. A new account is logged in at once.

use axum::{
    Form, Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use bank_contract::{OpenRequest, SessionJson};

use super::{
    OpenAccount,
    validation::{OpenForm, checked, filled, mark},
};
use crate::{
    page::Page,
    screens::login::already_logged_in,
    server::{
        Answer, AppState, ForwardedFor, MaybeSession, PageRequest,
        bank_api::{Problem, Token},
    },
    texts::Lang,
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/open-account", get(show).post(open_account))
}

async fn show(
    State(app): State<AppState>,
    request: PageRequest,
    MaybeSession(token): MaybeSession,
) -> Response {
    if let Some(answer) = already_logged_in(&app, token.as_ref(), "/home").await {
        return app.answer(request, Ok(answer)).await;
    }
    app.answer(request, Ok(Answer::page(Page::OpenAccount(OpenAccount::default())))).await
}

async fn open_account(
    State(app): State<AppState>,
    mut request: PageRequest,
    MaybeSession(former): MaybeSession,
    ForwardedFor(forwarded_for): ForwardedFor,
    Form(form): Form<OpenForm>,
) -> Response {
    if let Some(lang) = form.lang.as_deref().and_then(Lang::from_tag) {
        request.lang = lang;
        let page = app.answer(request, Ok(Answer::page(Page::OpenAccount(filled(&form))))).await;
        return (app.cookies.set_preference("lang", lang.tag()), page).into_response();
    }
    let mut page = checked(&form, request.lang);
    if !page.has_errors() {
        match open(&app, &form, &forwarded_for, former.as_ref()).await {
            Ok(session) => {
                return (app.cookies.begin_session(&session), Redirect::to("/home")).into_response();
            }
            Err(problem) => {
                if !mark(&mut page, &problem, request.lang) {
                    return app.answer(request, Err(problem)).await;
                }
            }
        }
    }
    app.answer(request, Ok(Answer::page(Page::OpenAccount(page)))).await
}

async fn open(
    app: &AppState,
    form: &OpenForm,
    forwarded_for: &str,
    former: Option<&Token>,
) -> Result<SessionJson, Problem> {
    let OpenForm { name, tax_id, email, password, pin, lang: _ } = form;
    app.bank
        .open_account(
            &OpenRequest {
                name: name.trim().to_owned(),
                tax_id: tax_id.clone(),
                email: email.trim().to_owned(),
                password: password.clone(),
                pin: pin.clone(),
            },
            forwarded_for,
        )
        .await?;
    app.bank.log_in(email.trim(), password, forwarded_for, former).await
}
