//! The program. `codepix-demo --help` is its manual.

use ::stage::rest::Token;
use clap::Parser;
use codepix_demo::{
    System, console,
    stage::{self, Open},
};
use listener::{Bounds, Limits, Listener};
use std::{
    io::IsTerminal as _,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};
use tracing_subscriber::EnvFilter;

/// Needs no C compiler, and gives memory back: each hash of a password takes 19 MiB for some milliseconds.
#[global_allocator]
static MEMORY: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// All services together are ready within this, on the slowest machine.
const READY_MAX: Duration = Duration::from_secs(30);

/// CodePix, two banks and their pages in one process. Nothing is installed, nothing is kept: the money is gone at its end
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The banks [default: banks.env where this is started, or else the two that are built in]
    #[arg(long, env)]
    banks_file: Option<PathBuf>,
    /// Folder of the pages' wasm, as scripts/up builds it; without it the pages work without scripts
    #[arg(long, env, default_value = "target/site")]
    site_dir: PathBuf,
    /// The presenter's token, for whoever pulls plugs on the stage's page [default: one made at random]
    #[arg(long, env = "STAGE_TOKEN", hide_env_values = true)]
    token: Option<Token>,
    /// Where the stage listens. With 0.0.0.0 the network's phones may join the room; the picture and its plugs stay the
    /// presenter's
    #[arg(long, env = "STAGE_LISTEN", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// What to log, as in info or codepix=debug; each line names its service
    #[arg(long, env = "RUST_LOG", default_value = "warn")]
    log: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(&arguments.log)).with_target(false);
    log.with_thread_names(true)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    // Whoever types waits on a thread, and is not waited for at the end.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(present(arguments));
    runtime.shutdown_background();
    ended
}

async fn present(arguments: &Arguments) -> anyhow::Result<()> {
    let began = Instant::now();
    let system = System::new(arguments.banks_file.as_deref(), &arguments.site_dir)?;
    let token = arguments.token.clone();
    let token = token.unwrap_or_else(|| Token::at_random(&engine::system_entropy()));
    let address = SocketAddr::new(arguments.listen, system.places.stage);
    let page = format!("http://{}/?token={}", called(address), token.expose());
    let listener = Listener::bind(address, Bounds::http(Limits::default())).await?;
    let open = Open::over(system, token, READY_MAX).await?;
    let system = open.boards.system();
    println!(
        "CodePix in one process, ready in {} ms. The money is gone at its end.\n",
        began.elapsed().as_millis()
    );
    print!("{}", stage::lock(&system).addresses());
    println!("  {:<12} {page}", "the stage");
    println!("\nType help for what you can do here; Ctrl-C ends it.");
    tokio::select! {
        () = console::serve(&system) => {}
        served = open.serve(listener) => served?,
        signalled = listener::signalled() => signalled?,
    }
    stage::lock(&system).stop_all();
    Ok(())
}

/// As a browser on this machine calls it.
fn called(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { SocketAddr::from(([127, 0, 0, 1], address.port())) } else { address }
}
