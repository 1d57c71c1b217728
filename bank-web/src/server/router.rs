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
    AppState, PageRequest,
    assets::{self, Assets},
    compression::compressed,
    cookies::Cookies,
    demo::Demo,
    events, health,
    payee_cache::PayeeCache,
    preferences, security_headers,
    settings::Settings,
    state::Shared,
    web_app::{self, ThemeColours},
};
use crate::{
    screens::{home, keys, login, open_account, profile, send, statement, transfer, welcome},
    site::Site,
};

/// The largest form, in bytes.
const FORM_BYTES_MAX: usize = 16 << 10;
/// A page is answered within this time, the reading of its form included; a stream begins within it.
const PAGE_MAX: Duration = Duration::from_secs(30);

/// The pages, files and health of one bank; `stop` ends its streams.
pub fn router(settings: &Settings, stop: CancellationToken) -> anyhow::Result<Router> {
    // Leptos draws on the runtime that is running. A second router of the same process finds this set already.
    let _ = any_spawner::Executor::init_tokio();
    let bank = settings.of_banks_file()?;
    let files = Assets::find(&settings.site_dir);
    let site = Site {
        name: bank.name.clone(),
        code: bank.code.to_string(),
        brand: bank.brand.parse()?,
        scripts: files.hydration.is_some(),
    };
    let demo = if settings.demo_people { Demo::of(bank.code) } else { Demo::default() };
    let theme_colours = ThemeColours::of(&bank.colours);
    let served = assets::routes(site.brand, &files, settings.site_dir.clone())
        .merge(web_app::routes(&site, &theme_colours));
    let app = AppState(Arc::new(Shared {
        bank: settings.api()?,
        assets: files,
        colours_css: bank.colours.css_declarations(),
        theme_colours,
        cookies: Cookies::new(&site.code, settings.secure_cookies),
        payees: PayeeCache::default(),
        demo,
        site,
        stop,
    }));
    let router = Router::new()
        .merge(pages())
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

fn pages() -> Router<AppState> {
    [
        welcome::routes(),
        login::routes(),
        open_account::routes(),
        home::routes(),
        statement::routes(),
        send::routes(),
        transfer::routes(),
        keys::routes(),
        profile::routes(),
    ]
    .into_iter()
    .fold(Router::new(), Router::merge)
}
