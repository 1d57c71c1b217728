//! The stage of a system of processes: brings it up, prints one address, and takes everything down at its end.

use std::{
    net::{IpAddr, SocketAddr},
    process::ExitCode,
};

use clap::Parser;
use listener::{Bounds, Limits, Listener};
use stage::{
    journal::Journal,
    rest::{self, Stage, Token},
    servers,
};
use tracing_subscriber::EnvFilter;

/// One page on which a room sees that nothing is lost
#[derive(Debug, Parser)]
#[command(version)]
struct Settings {
    /// Where the pages are. Other than on loopback the network's phones may join the room and take home what there is; the
    /// picture and its plugs stay the presenter's
    #[arg(long, env = "STAGE_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The presenter's token [default: one made at random]
    #[arg(long, env = "STAGE_TOKEN", hide_env_values = true)]
    token: Option<Token>,
    /// Draws the same people's payments again; stands in each certificate
    #[arg(long)]
    seed: Option<u64>,
    /// What to log, as in info,stage=debug
    #[arg(long, env, default_value = "warn")]
    rust_log: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let settings = Settings::parse();
    let filter = EnvFilter::try_new(&settings.rust_log).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    // Whatever has come up by then is taken down as it is dropped.
    let ended = tokio::select! {
        ended = put_on(settings) => ended,
        signal = listener::signalled() => signal,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn put_on(settings: Settings) -> anyhow::Result<()> {
    let token = settings.token.unwrap_or_else(|| Token::at_random(&engine::system_entropy()));
    // Before minutes are spent on a system: is the place free?
    let listener = Listener::bind(settings.listen, Bounds::http(Limits::default())).await?;
    let journal = Journal::new(engine::system_clock());
    let framed_by = origins(listener.address()?);
    let boards = servers::open(servers::Settings { framed_by, seed: settings.seed }, journal.clone()).await?;
    println!("http://{}/?token={}", called(listener.address()?), token.expose());
    let stage = Stage::new(boards, journal, token);
    rest::serve(stage, listener, std::future::pending()).await
}

/// As a browser on this machine calls it.
fn called(address: SocketAddr) -> String {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_loopback() || ip.is_unspecified() => format!("localhost:{}", address.port()),
        _ => address.to_string(),
    }
}

/// The stage's pages by all names that this machine has to itself: the phones let themselves be framed by these.
fn origins(address: SocketAddr) -> String {
    ["localhost", "127.0.0.1"].map(|host| format!("http://{host}:{}", address.port())).join(" ")
}
