//! What answers at which address: the routes of each screen, and around them the limits that hold for all.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use tokio_util::sync::CancellationToken;
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, timeout::TimeoutLayer};

use super::{
    AppState, PageRequest, Pages,
    assets::{self, Assets},
    bank_api::BankApi,
    code_cache::CodeCache,
    compression::compressed,
    cookies::Cookies,
    demo::Demo,
    events,
    framed_by::frame_ancestors,
    health,
    payee_cache::PayeeCache,
    preferences, security_headers,
    state::Shared,
    web_app::{self, ThemeColours},
};
use crate::{
    screens::{
        charge, home, keys, login, open_account, pay_code, pix, profile, proof, scan, send, statement,
        transfer, welcome,
    },
    site::Site,
};

/// The largest form, in bytes.
const FORM_BYTES_MAX: usize = 16 << 10;
/// A page is answered within this time, the reading of its form included; a stream begins within it.
const PAGE_MAX: Duration = Duration::from_secs(30);

/// The pages, files and health of one bank; `stop` ends its streams.
pub fn router(pages: &Pages, stop: CancellationToken) -> anyhow::Result<Router> {
    // Leptos draws on the runtime that is running. A second router of the same process finds this set already.
    let _ = any_spawner::Executor::init_tokio();
    let bank = &pages.bank;
    let files = Assets::find(&pages.site_dir);
    let site = Site {
        name: bank.name.clone(),
        code: bank.code.to_string(),
        brand: bank.brand.parse()?,
        scripts: files.hydration.is_some(),
        in_memory: pages.in_memory,
    };
    let demo = if pages.demo_people { Demo::of(bank.code) } else { Demo::default() };
    let theme_colours = ThemeColours::of(&bank.colours);
    let served = assets::routes(site.brand, &files, pages.site_dir.clone())
        .merge(web_app::routes(&site, &theme_colours));
    let app = AppState(Arc::new(Shared {
        bank: BankApi::new(pages.bank_api_url.trim_end_matches('/'))?,
        assets: files,
        colours_css: bank.colours.css_declarations(),
        theme_colours,
        cookies: Cookies::new(&site.code, pages.secure_cookies),
        payees: PayeeCache::default(),
        codes: CodeCache::default(),
        demo,
        frame_ancestors: frame_ancestors(&pages.framed_by),
        site,
        stop,
    }));
    let router = Router::new()
        .merge(screens())
        .route("/preferences", post(preferences::keep))
        .route("/events", get(events::stream))
        .fallback(async |State(app): State<AppState>, request: PageRequest| -> Response {
            app.not_found(request).await
        })
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PAGE_MAX))
        .with_state(app)
        .merge(health::routes())
        .merge(served)
        .layer(CatchPanicLayer::new());
    Ok(security_headers::secured(compressed(router)))
}

fn screens() -> Router<AppState> {
    [
        welcome::routes(),
        login::routes(),
        open_account::routes(),
        home::routes(),
        statement::routes(),
        pix::routes(),
        pay_code::routes(),
        scan::routes(),
        charge::routes(),
        send::routes(),
        transfer::routes(),
        keys::routes(),
        profile::routes(),
        proof::routes(),
    ]
    .into_iter()
    .fold(Router::new(), Router::merge)
}
