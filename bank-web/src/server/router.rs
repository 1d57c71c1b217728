//! Every address of the server, and what answers there.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    response::IntoResponse,
};
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::{
    LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context, render_app_async_with_context,
};
use tower_http::catch_panic::CatchPanicLayer;

use super::{assets, headers, health};
use crate::{
    app::{StylesheetPath, document},
    site::Site,
};

/// The pages, files and health of one bank.
pub fn router(site: Site) -> Router {
    let brand = site.brand;
    let context = move || {
        provide_context(site.clone());
        provide_context(StylesheetPath(assets::stylesheet_path()));
        headers::allow_own_nonce();
    };
    let (pages, _) = generate_route_list_with_exclusions_and_ssg_and_context(document, None, context.clone());
    let options = LeptosOptions::builder().output_name("bank-web").build();
    let router = Router::new()
        .merge(health::health())
        .merge(assets::assets(brand))
        .leptos_routes_with_context(&options, pages, context.clone(), document)
        .fallback(move |request| not_found(context.clone(), request))
        .layer(CatchPanicLayer::new())
        .with_state(options);
    headers::guard(router)
}

/// The pages' own router draws this one, too: only the status is ours.
async fn not_found(
    context: impl Fn() + Clone + Send + Sync + 'static,
    request: Request<Body>,
) -> impl IntoResponse {
    (StatusCode::NOT_FOUND, render_app_async_with_context(context, document)(request).await)
}
