//! The house rules that no compiler knows: which way dependencies point, what every file says of itself, how long it is.

#![allow(clippy::unwrap_used)]

mod circles;
mod crates;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Lines of a file, tests included, at the most.
const LINES_MAX: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All Rust files of the workspace, by their path from the root.
fn rust_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for place in ["proto", "codepix", "bank-api", "bank-web", "stage", "crates"] {
        collect(&root().join(place), &mut files);
    }
    assert!(files.len() > 100, "the workspace has many files, found {}", files.len());
    files
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules"].contains(&name.as_str()) {
            collect(&path, files);
        } else if name.ends_with(".rs") {
            let place = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            files.push((place, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The places where `breaks` finds something, with what it found.
fn places(files: &[(String, String)], breaks: impl Fn(&str, &str) -> Option<String>) -> Vec<String> {
    files.iter().filter_map(|(place, text)| Some(format!("{place}: {}", breaks(place, text)?))).collect()
}

fn names_one_of(text: &str, words: &[&str]) -> Option<String> {
    let mut code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let found = |line: &str| words.iter().find(|word| line.contains(**word)).map(|word| (*word).to_owned());
    code.find_map(found)
}

#[test]
fn the_domain_knows_no_async_clock_chance_io_or_logging() {
    let outside = [
        "async ",
        "tokio",
        "sqlx",
        "axum",
        "tonic",
        "rdkafka",
        "reqwest",
        "tracing::",
        "metrics::",
        "telemetry",
        "::now()",
        "rand::",
        "std::fs",
    ];
    let files = rust_files();
    let broken = places(&files, |place, text| {
        let pure = place.contains("/src/domain/") || place.starts_with("crates/pix/src/");
        pure.then(|| names_one_of(text, &outside)).flatten()
    });
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_application_names_no_transport_and_no_database() {
    // To count is no transport; to know who collects is one.
    let adapters = [
        "sqlx",
        "axum",
        "tonic",
        "rdkafka",
        "reqwest",
        "metrics_exporter",
        "opentelemetry",
        "crate::adapters",
    ];
    let files = rust_files();
    let broken = places(&files, |place, text| {
        place.contains("/src/application/").then(|| names_one_of(text, &adapters)).flatten()
    });
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn an_adapter_never_calls_another() {
    let files = rust_files();
    let broken = places(&files, |place, text| {
        let (_, inside) = place.split_once("/src/adapters/")?;
        let own = inside.split_once('/')?.0;
        let others =
            ["cli", "grpc", "kafka", "memory", "postgres", "rest"].into_iter().filter(|name| *name != own);
        let calls: Vec<_> = others.map(|name| format!("adapters::{name}")).collect();
        names_one_of(text, &calls.iter().map(String::as_str).collect::<Vec<_>>())
    });
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_file_says_what_it_is_for_and_fits_in_a_head() {
    let files = rust_files();
    let silent = places(&files, |_, text| {
        let says = text.starts_with("//!") || text.starts_with("#![doc");
        (!says).then(|| "does not begin with `//!`".to_owned())
    });
    assert!(silent.is_empty(), "{silent:#?}");
    let long = places(&files, |_, text| {
        let lines = text.lines().count();
        (lines > LINES_MAX).then(|| format!("{lines} lines, {LINES_MAX} are allowed"))
    });
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn a_program_has_no_tests_since_only_those_of_its_library_are_run() {
    let files = rust_files();
    let programs: Vec<_> = files.iter().filter(|(place, _)| place.ends_with("/src/main.rs")).collect();
    assert!(programs.len() >= 4, "{programs:#?}");
    let modules = |source: &str| -> Vec<String> {
        let names = source.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
        names.map(str::to_owned).collect()
    };
    for (place, source) in programs {
        let folder = place.strip_suffix("main.rs").unwrap();
        let mut parts = vec![place.clone()];
        for name in modules(source) {
            parts.extend([format!("{folder}{name}.rs"), format!("{folder}{name}/")]);
        }
        let broken = places(&files, |place, text| {
            let of_the_program = parts.iter().any(|part| place.starts_with(part.as_str()));
            of_the_program.then(|| names_one_of(text, &["#[cfg(test)]", "#[test]"])).flatten()
        });
        assert!(broken.is_empty(), "{broken:#?}");
    }
}

#[test]
fn nothing_is_left_to_be_done() {
    let marks = [
        ["todo", "!("].concat(),
        ["unimplemented", "!("].concat(),
        ["FIX", "ME"].concat(),
        ["#[ig", "nore"].concat(),
    ];
    let files = rust_files();
    let broken = places(&files, |_, text| marks.iter().find(|mark| text.contains(mark.as_str())).cloned());
    assert!(broken.is_empty(), "{broken:#?}");
}
