//! The files a page asks for: style sheet, drawings, fonts and, where it was built, the wasm. Each name changes
//! with its content, so all are kept for ever.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use axum::{
    Router,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    routing::{MethodRouter, get},
};
use tower::Layer;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::site::Brand;

/// In this order: custom properties come before the rules that use them.
const STYLESHEET: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/bank.css"),
    include_str!("../../style/money.css"),
    include_str!("../../style/codes.css"),
    include_str!("../../style/proof.css"),
);

/// As the style sheet names them.
const DRAWINGS: [(&str, &str); 6] = [
    ("ipe.svg", include_str!("../../art/ipe.svg")),
    ("ipe-art.svg", include_str!("../../art/ipe-art.svg")),
    ("ipe-spot.svg", include_str!("../../art/ipe-spot.svg")),
    ("mare.svg", include_str!("../../art/mare.svg")),
    ("mare-art.svg", include_str!("../../art/mare-art.svg")),
    ("mare-spot.svg", include_str!("../../art/mare-spot.svg")),
];

const FONTS: [(&str, &[u8]); 2] = [
    ("ipe.woff2", include_bytes!("../../fonts/ipe.woff2")),
    ("mare.woff2", include_bytes!("../../fonts/mare.woff2")),
];

pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
pub const FOR_AN_HOUR: &str = "public, max-age=3600";

/// Where a page finds its files.
#[derive(Clone)]
pub struct Assets {
    pub stylesheet: String,
    /// None where the wasm was not built.
    pub hydration: Option<HydrationFiles>,
}

/// The files that hydrate a page.
#[derive(Clone)]
pub struct HydrationFiles {
    /// A script of three lines that loads the other two.
    pub start: String,
    pub js: String,
    pub wasm: String,
}

impl Assets {
    /// `pages` is the folder that the pages' wasm was built into.
    pub fn find(pages: &Path) -> Assets {
        Assets { stylesheet: path("bank.css", stylesheet().as_bytes()), hydration: hydration(pages) }
    }

    pub fn fonts(&self, brand: Brand) -> Option<String> {
        let name = format!("{}.woff2", brand.as_str());
        FONTS.iter().find(|(font, _)| *font == name).map(|(font, content)| path(font, content))
    }
}

fn hydration(pages: &Path) -> Option<HydrationFiles> {
    let names: Vec<String> =
        std::fs::read_dir(pages).ok()?.filter_map(|file| file.ok()?.file_name().into_string().ok()).collect();
    let find = |end: &str| names.iter().find(|name| name.starts_with("bank-web-") && name.ends_with(end));
    let (js, wasm) = (format!("/pkg/{}", find(".js")?), format!("/pkg/{}", find(".wasm")?));
    let start = path("start.js", start_script(&js, &wasm).as_bytes());
    Some(HydrationFiles { start, js, wasm })
}

/// Loads the wasm and the script that runs it at the same time.
fn start_script(js: &str, wasm: &str) -> String {
    format!(
        "const wasm = fetch(\"{wasm}\");\nconst {{ default: start, hydrate }} = await import(\"{js}\");\n\
         await start({{ module_or_path: wasm }});\nhydrate();\n"
    )
}

/// The style sheet with the names that its files have here.
fn stylesheet() -> String {
    let drawings =
        DRAWINGS.iter().map(|(name, content)| (format!("marks/{name}"), path(name, content.as_bytes())));
    let fonts = FONTS.iter().map(|(name, content)| (format!("fonts/{name}"), path(name, content)));
    drawings.chain(fonts).fold(STYLESHEET.to_owned(), |css, (written, served)| css.replace(&written, &served))
}

/// `/assets/bank-0123456789abcdef.css`.
pub fn path(name: &str, content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let (stem, end) = name.split_once('.').unwrap_or((name, ""));
    format!("/assets/{stem}-{:016x}.{end}", hasher.finish())
}

/// A route that always returns that content.
pub fn file<S: Clone + Send + Sync + 'static>(
    content_type: &'static str,
    cache_control: &'static str,
    content: Vec<u8>,
) -> MethodRouter<S> {
    get(move || async move { ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, cache_control)], content) })
}

pub fn routes<S: Clone + Send + Sync + 'static>(brand: Brand, assets: &Assets, pages: PathBuf) -> Router<S> {
    let text = |content_type, content: &str| file(content_type, FOR_EVER, content.as_bytes().to_vec());
    let mut router = Router::new().route(&assets.stylesheet, text("text/css; charset=utf-8", &stylesheet()));
    for (name, content) in DRAWINGS {
        router = router.route(&path(name, content.as_bytes()), text("image/svg+xml", content));
        if name == format!("{}.svg", brand.as_str()) {
            router =
                router.route("/favicon.svg", file("image/svg+xml", FOR_AN_HOUR, content.as_bytes().to_vec()));
        }
    }
    for (name, content) in FONTS {
        router = router.route(&path(name, content), file("font/woff2", FOR_EVER, content.to_vec()));
    }
    if let Some(files) = &assets.hydration {
        let script = start_script(&files.js, &files.wasm);
        let for_ever =
            SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
        let built = ServeDir::new(pages).precompressed_br().precompressed_gzip();
        router = router
            .route(&files.start, text("text/javascript; charset=utf-8", &script))
            .nest_service("/pkg", for_ever.layer(built));
    }
    router
}
