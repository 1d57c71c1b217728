//! Every address of the server, and what answers there.

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
    Settings,
    app::{App, Shared},
    assets::{self, Assets},
    cookies::Cookies,
    demo::Demo,
    handlers::{self, account, door, events, keys, preferences, send, statement, transfer},
    headers, health,
    installed::{Grounds, installed},
    packed::packed,
    payees::Payees,
    visitor::Visitor,
};
use crate::site::Site;

/// The largest form, in bytes.
const FORM_BYTES_MAX: usize = 16 << 10;
/// No page takes longer, the reading of its form included; streams begin within this time.
const PAGE_MAX: Duration = Duration::from_secs(30);

/// The pages, files and health of one bank; `stop` ends its streams.
pub fn router(settings: &Settings, stop: CancellationToken) -> anyhow::Result<Router> {
    // What is drawn runs on the runtime there is. A second router of one process finds that already said.
    let _ = any_spawner::Executor::init_tokio();
    let bank = settings.of_banks_file()?;
    let files = Assets::find(&settings.site_dir);
    let site = Site {
        name: bank.name.clone(),
        code: bank.code.to_string(),
        brand: bank.brand.parse()?,
        scripts: files.boot.is_some(),
    };
    let demo = if settings.demo_people { Demo::of(bank.code) } else { Demo::default() };
    let grounds = Grounds::of(&bank.colours);
    let served =
        assets::assets(site.brand, &files, settings.site_dir.clone()).merge(installed(&site, &grounds));
    let app = App(Arc::new(Shared {
        bank: settings.api()?,
        assets: files,
        colours_css: bank.colours.css_declarations(),
        grounds,
        cookies: Cookies::new(&site.code, settings.secure_cookies),
        payees: Payees::default(),
        demo,
        site,
        stop,
    }));
    let router = Router::new()
        .merge(pages())
        .route("/events", get(events::stream))
        .fallback(async |State(app): State<App>, visitor: Visitor| -> Response {
            app.not_found(visitor).await
        })
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PAGE_MAX))
        .with_state(app)
        .merge(health::health())
        .merge(served)
        .layer(CatchPanicLayer::new());
    Ok(headers::guard(packed(router)))
}

fn pages() -> Router<App> {
    Router::new()
        .route("/", get(door::welcome))
        .route("/demo", post(handlers::demo::use_account))
        .route("/login", get(door::show_login).post(door::log_in))
        .route("/logout", post(door::log_out))
        .route("/open-account", get(door::show_open_account).post(door::open_account))
        .route("/preferences", post(preferences::keep))
        .route("/home", get(account::home))
        .route("/profile", get(account::profile))
        .route("/statement", get(statement::show))
        .route("/pix/send", get(send::ask).post(send::send))
        .route("/pix/keys", get(keys::list).post(keys::register))
        .route("/pix/keys/new", get(keys::show_new))
        .route("/pix/keys/remove", get(keys::show_remove).post(keys::remove))
        .route("/transfers/{end_to_end_id}", get(transfer::show))
}
