//! The pages as an app on a device's home screen: the icons, the manifest that names them, and the theme colour, in which a
//! browser draws what is around a page.

use axum::Router;
use banks::Colours;
use serde_json::json;

use super::assets::{FOR_AN_HOUR, FOR_EVER, file, path};
use crate::{
    components::StepState,
    page::Page,
    site::{Brand, Scheme, Site},
};

pub const MANIFEST: &str = "/bank.webmanifest";

type Icons = [(&'static str, &'static [u8]); 5];

const IPE: Icons = [
    ("ipe-180.png", include_bytes!("../../art/app/ipe-180.png")),
    ("ipe-192.png", include_bytes!("../../art/app/ipe-192.png")),
    ("ipe-512.png", include_bytes!("../../art/app/ipe-512.png")),
    ("ipe-app.svg", include_bytes!("../../art/app/ipe-app.svg")),
    ("ipe.ico", include_bytes!("../../art/app/ipe.ico")),
];

const MARE: Icons = [
    ("mare-180.png", include_bytes!("../../art/app/mare-180.png")),
    ("mare-192.png", include_bytes!("../../art/app/mare-192.png")),
    ("mare-512.png", include_bytes!("../../art/app/mare-512.png")),
    ("mare-app.svg", include_bytes!("../../art/app/mare-app.svg")),
    ("mare.ico", include_bytes!("../../art/app/mare.ico")),
];

fn icons(brand: Brand) -> Icons {
    match brand {
        Brand::Ipe => IPE,
        Brand::Mare => MARE,
    }
}

/// Where the icon stands whose name ends so.
fn icon(brand: Brand, end: &str) -> String {
    let icon = icons(brand).into_iter().find(|(name, _)| name.ends_with(end));
    icon.map(|(name, content)| path(name, content)).unwrap_or_default()
}

/// What devices without manifests put on their screen.
pub fn touch_icon(brand: Brand) -> String {
    icon(brand, "-180.png")
}

/// The backgrounds at the top of pages, in light and in dark.
#[derive(Clone, Default)]
pub struct ThemeColours {
    page: [String; 2],
    hero: [String; 2],
}

impl ThemeColours {
    pub fn of(colours: &Colours) -> ThemeColours {
        let colour = |token| {
            let colour = colours.get(token);
            colour.map(|colour| [colour.day.clone(), colour.night.clone()]).unwrap_or_default()
        };
        ThemeColours { page: colour("page"), hero: colour("hero") }
    }

    /// The theme colour of that page, in light and in dark; both are the same where the reader has chosen one.
    pub fn of_page(&self, page: &Page, scheme: Scheme) -> [String; 2] {
        let begins_with_hero = match page {
            Page::Welcome(_) | Page::Login(_) | Page::OpenAccount(_) | Page::Home(_) => true,
            Page::Outcome(outcome) => matches!(outcome.state, StepState::Now | StepState::Done),
            _ => false,
        };
        let [day, night] = if begins_with_hero { self.hero.clone() } else { self.page.clone() };
        match scheme {
            Scheme::Auto => [day, night],
            Scheme::Light => [day.clone(), day],
            Scheme::Dark => [night.clone(), night],
        }
    }
}

pub fn routes<S: Clone + Send + Sync + 'static>(site: &Site, theme_colours: &ThemeColours) -> Router<S> {
    let mut router = Router::new().route(
        MANIFEST,
        file("application/manifest+json", FOR_AN_HOUR, manifest(site, theme_colours).into_bytes()),
    );
    for (name, content) in icons(site.brand) {
        let content_type = match name.rsplit('.').next() {
            Some("svg") => "image/svg+xml",
            Some("ico") => "image/x-icon",
            _ => "image/png",
        };
        router = if name.ends_with(".ico") {
            router.route("/favicon.ico", file(content_type, FOR_AN_HOUR, content.to_vec()))
        } else {
            router.route(&path(name, content), file(content_type, FOR_EVER, content.to_vec()))
        };
    }
    router
}

fn manifest(site: &Site, theme_colours: &ThemeColours) -> String {
    let png = |size: &str| {
        let src = icon(site.brand, &format!("-{size}.png"));
        json!({ "src": src, "sizes": format!("{size}x{size}"), "type": "image/png", "purpose": "any" })
    };
    let shape = |src: String, purpose: &str| json!({ "src": src, "sizes": "any", "type": "image/svg+xml", "purpose": purpose });
    json!({
        "id": "/",
        "name": site.name,
        "short_name": site.name.trim_start_matches("Banco "),
        "lang": "pt-BR",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": theme_colours.page[0],
        "theme_color": theme_colours.hero[0],
        "icons": [
            shape("/favicon.svg".to_owned(), "any"),
            shape(icon(site.brand, "-app.svg"), "maskable"),
            png("192"),
            png("512"),
        ],
        "shortcuts": [
            { "name": "Enviar Pix", "url": "/pix/send" },
            { "name": "Extrato", "url": "/statement" },
        ],
    })
    .to_string()
}
