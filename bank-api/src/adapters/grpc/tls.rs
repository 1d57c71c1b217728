//! Where the hub is, and over what.

use anyhow::Context as _;
use tonic::transport::Endpoint;

/// The hub at `url`. Over https its certificate is from the CA whose own is `ca`, as PEM, or else from one of the web.
///
/// # Errors
/// When `url` is not a URL, or `ca` no certificate.
pub(super) fn endpoint(url: &str, ca: Option<&[u8]>) -> anyhow::Result<Endpoint> {
    let endpoint = Endpoint::from_shared(url.to_owned())
        .with_context(|| format!("the hub's address {url} is not a URL like http://127.0.0.1:50051"))?;
    if url.starts_with("https:") { encrypted(endpoint, ca) } else { Ok(endpoint) }
}

#[cfg(feature = "servers")]
fn encrypted(endpoint: Endpoint, ca: Option<&[u8]>) -> anyhow::Result<Endpoint> {
    use tonic::transport::{Certificate, ClientTlsConfig};
    let tls = match ca {
        Some(ca) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(ca)),
        None => ClientTlsConfig::new().with_webpki_roots(),
    };
    endpoint.tls_config(tls).context("the CA of the hub's certificate cannot be used")
}

#[cfg(not(feature = "servers"))]
fn encrypted(_endpoint: Endpoint, _ca: Option<&[u8]>) -> anyhow::Result<Endpoint> {
    anyhow::bail!("this program was built without TLS: the hub's address must begin with http://")
}
