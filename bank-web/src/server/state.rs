//! What all handlers share.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    assets::Assets, bank_api::BankApi, code_cache::CodeCache, cookies::Cookies, demo::Demo,
    payee_cache::PayeeCache, web_app::ThemeColours,
};
use crate::site::Site;

#[derive(Clone)]
pub struct AppState(pub Arc<Shared>);

pub struct Shared {
    pub site: Site,
    pub bank: BankApi,
    pub assets: Assets,
    /// The bank's colours as CSS declarations.
    pub colours_css: String,
    /// What a browser draws around a page has the page's background.
    pub theme_colours: ThemeColours,
    pub cookies: Cookies,
    pub payees: PayeeCache,
    pub codes: CodeCache,
    pub demo: Demo,
    /// Whose pages may frame ours, as the policy of every page says it.
    pub frame_ancestors: String,
    /// Ends the streams, which would never end by themselves.
    pub stop: CancellationToken,
}

impl std::ops::Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
