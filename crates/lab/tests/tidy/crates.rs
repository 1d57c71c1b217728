//! Which crate may know which: each only those on the floors below its own; and what one of them must do without.

use crate::root;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};

/// The house, from its foundations up.
const FLOORS: [&[&str]; 9] = [
    &["faults", "listener", "openapi", "pix", "qr", "secret", "telemetry"],
    &["banks", "codepix-proto", "engine"],
    &["outbox", "testing"],
    &["service"],
    &["bank-contract"],
    &["bank-api", "bank-web", "codepix"],
    &["lab"],
    &["stage"],
    &["codepix-demo"],
];

/// The crates of the workspace that a crate's program knows: tests may look at anything.
fn known_to(manifest: &str) -> Vec<String> {
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default();
    let dependencies = dependencies.split("\n[").next().unwrap();
    let names = dependencies.lines().filter_map(|line| Some(line.split_once(['.', ' ', '='])?.0.to_owned()));
    names.filter(|name| floor(name).is_some()).collect()
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|crates| crates.contains(&name))
}

fn manifests() -> BTreeMap<String, String> {
    let folders = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let folders =
        folders.chain(["proto", "codepix", "bank-api", "bank-web", "stage"].map(|place| root().join(place)));
    let manifests = folders.map(|folder| fs::read_to_string(folder.join("Cargo.toml")).unwrap());
    manifests
        .map(|manifest| {
            let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap();
            (name.trim_matches('"').to_owned(), manifest)
        })
        .collect()
}

#[test]
fn no_crate_knows_one_above_it_or_beside_it() {
    let mut wrong = Vec::new();
    for (name, manifest) in manifests() {
        let own = floor(&name).unwrap_or_else(|| panic!("{name} stands on no floor: give it one here"));
        let known = known_to(&manifest).into_iter().filter(|known| floor(known) >= Some(own));
        wrong.extend(known.map(|known| format!("{name} knows {known}")));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_manifest_is_read_as_far_as_its_programs_go() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\nserde = \"1\"\npix.workspace = true\n[dev-dependencies]\nlab.workspace = true\n";
    assert_eq!(known_to(manifest), ["pix"]);
}

#[test]
fn the_system_in_one_process_needs_no_server_and_no_c_compiler() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--package", "codepix-demo", "--edges", "normal,build", "--prefix", "none"])
        .args(["--offline", "--format", "{p}"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let names: BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains("codepix") && names.contains("bank-web"), "the tree was read");
    let unwanted = ["cc", "cmake", "libmimalloc-sys", "openssl-sys", "pkg-config", "rdkafka", "ring", "sqlx"];
    assert_eq!(names.intersection(&unwanted.into()).collect::<Vec<_>>(), [&""; 0]);
}
