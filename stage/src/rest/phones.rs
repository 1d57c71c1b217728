//! The addresses of the banks' pages as this reader's browser reaches them.

use axum::http::{Uri, uri::Authority};

use crate::journal::Ground;

/// The ground with the phones that a browser can show which asked for the stage by `host`, as in the header of that name.
///
/// This machine's own names are one to a person and several to a browser: a page at `localhost` that frames `127.0.0.1` is
/// another site, and its log-in is not sent along. And whoever came from outside reaches none of its own pages there.
pub(super) fn reached_by(mut ground: Ground, host: Option<&str>) -> Ground {
    let host = host.and_then(|host| host.parse::<Authority>().ok());
    for bank in &mut ground.banks {
        let Ok(url) = bank.web_url.parse::<Uri>() else { continue };
        let (Some(of_bank), Some(of_stage)) = (url.authority(), &host) else { continue };
        if is_loopback(of_bank.host()) {
            bank.web_url =
                if is_loopback(of_stage.host()) { moved(&url, of_stage.host()) } else { String::new() };
        }
    }
    ground
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}

/// The same page by another name of its machine. Only the names change: pages listen on IPv4 alone.
fn moved(url: &Uri, host: &str) -> String {
    let host = if host == "[::1]" { "localhost" } else { host };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{host}{port}{}", url.scheme_str().unwrap_or("http"), url.path())
}

/// Scheme, host and port of a page: what a policy names it by.
pub(super) fn origin(url: &str) -> Option<String> {
    let url = url.parse::<Uri>().ok()?;
    Some(format!("{}://{}", url.scheme_str()?, url.authority()?))
}
