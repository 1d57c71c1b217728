//! Compiles the contracts with a pure-Rust compiler, so that no `protoc` has to be installed.

use std::{env, error::Error, path::PathBuf};

#[expect(clippy::disallowed_methods, reason = "only the environment knows where cargo wants the output")]
fn main() -> Result<(), Box<dyn Error>> {
    let files = ["keys", "messages", "transfers", "participants", "dead_letters"]
        .map(|name| format!("codepix/v1/{name}.proto"));
    println!("cargo:rerun-if-changed=codepix");
    let descriptors = protox::compile(&files, ["."])?;
    let encoded = protox::prost::Message::encode_to_vec(&descriptors);
    std::fs::write(PathBuf::from(env::var("OUT_DIR")?).join("codepix.v1.bin"), encoded)?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
