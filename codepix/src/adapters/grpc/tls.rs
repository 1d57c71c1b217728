//! gRPC over TLS, where the program has it.

use tonic::transport::Server;

/// Who a server is, both as PEM: the certificate with what leads to its CA, and its private key.
#[derive(Clone)]
pub struct Identity {
    pub certificate: Vec<u8>,
    pub key: Vec<u8>,
}

/// A server, over TLS if it has an identity.
///
/// # Errors
/// When the identity is none.
#[cfg(feature = "servers")]
pub(super) fn server(identity: Option<Identity>) -> anyhow::Result<Server> {
    use anyhow::Context as _;
    use tonic::transport::{self, ServerTlsConfig};
    let Some(Identity { certificate, key }) = identity else { return Ok(Server::builder()) };
    let tls = ServerTlsConfig::new().identity(transport::Identity::from_pem(certificate, key));
    Server::builder().tls_config(tls).context("the certificate and key for gRPC do not fit")
}

/// A server without TLS.
///
/// # Errors
/// When there is an identity: what was meant to be encrypted is never sent in plain text.
#[cfg(not(feature = "servers"))]
pub(super) fn server(identity: Option<Identity>) -> anyhow::Result<Server> {
    anyhow::ensure!(identity.is_none(), "this program was built without TLS");
    Ok(Server::builder())
}
