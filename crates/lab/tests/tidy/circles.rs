//! No circles: which file uses which, by the paths in their text, and the first way back to where it began.
//!
//! A file may use what its folder's `mod.rs` re-exports, or what stands in it: a folder and its files are one thing.

use crate::rust_files;
use std::collections::{BTreeMap, BTreeSet};

/// Modules by their paths, `a::b`, each with what it uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

/// What the files of one crate use of each other.
fn uses_in(folder: &str, files: &[(String, String)]) -> Uses {
    let name = |place: &str| {
        let inside = place.strip_prefix(folder)?.strip_prefix("/src/")?.strip_suffix(".rs")?;
        let module = inside.strip_suffix("/mod").unwrap_or(inside);
        let is_ours = !matches!(module, "lib" | "main") && !module.split('/').any(|part| part == "tests");
        is_ours.then(|| module.replace('/', "::"))
    };
    let texts: BTreeMap<_, _> =
        files.iter().filter_map(|(place, text)| Some((name(place)?, text.as_str()))).collect();
    let uses = |module: &str, text: &str| {
        let named =
            paths(text).into_iter().filter_map(|path| module_of(&absolute(module, &path, &texts)?, &texts));
        named.filter(|used| used != module && !module.starts_with(&format!("{used}::"))).collect()
    };
    texts.iter().map(|(module, text)| (module.clone(), uses(module, text))).collect()
}

/// Every path that the code names: in `use`, and with `crate::` or `super::` in between.
fn paths(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: Vec<_> = code.lines().map(|line| line.split("//").next().unwrap()).collect();
    let code = code.join("\n");
    let mut paths = Vec::new();
    for statement in code.split(';') {
        if let Some((_, tree)) = statement.rsplit_once("use ").filter(|(before, _)| !before.ends_with('_')) {
            expand("", &tree.split_whitespace().collect::<Vec<_>>().join(" "), &mut paths);
        }
    }
    for start in ["crate::", "super::"] {
        let follows = |(at, _): (usize, &str)| {
            let path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
            code[at..].split(|c| !path(c)).next().unwrap().to_owned()
        };
        paths.extend(code.match_indices(start).map(follows));
    }
    paths
}

/// The single paths of `a::{b, c::{d, e}}`.
fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let Some((head, rest)) = tree.split_once('{') else {
        paths.push(format!("{prefix}{}", tree.trim().split(' ').next().unwrap()));
        return;
    };
    let (mut depth, mut from) = (0, 0);
    let body = rest.rsplit_once('}').map_or(rest, |(body, _)| body);
    for (at, c) in body.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&format!("{prefix}{}", head.trim()), &body[from..at], paths);
                from = at + 1;
            }
            _ => {}
        }
    }
    expand(&format!("{prefix}{}", head.trim()), &body[from..], paths);
}

/// The path from the root of the crate; None where it leads to another crate.
fn absolute(module: &str, path: &str, modules: &BTreeMap<String, &str>) -> Option<Vec<String>> {
    let mut base: Vec<&str> = module.split("::").collect();
    let mut parts: Vec<&str> = path.split("::").map(str::trim).filter(|part| !part.is_empty()).collect();
    match *parts.first()? {
        "crate" => base.clear(),
        "super" => {
            while parts.first() == Some(&"super") {
                base.pop();
                parts.remove(0);
            }
            return Some([base, parts].concat().into_iter().map(str::to_owned).collect());
        }
        "self" => {}
        child if modules.contains_key(&format!("{module}::{child}")) => parts.insert(0, "self"),
        _ => return None,
    }
    Some([base, parts.split_off(1)].concat().into_iter().map(str::to_owned).collect())
}

/// The module that the longest part of the path names.
fn module_of(path: &[String], modules: &BTreeMap<String, &str>) -> Option<String> {
    (1..=path.len()).rev().map(|length| path[..length].join("::")).find(|name| modules.contains_key(name))
}

/// A way that leads back to a module on it.
fn circle(uses: &Uses) -> Option<Vec<String>> {
    fn walk(
        module: &str,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
        uses: &Uses,
    ) -> Option<Vec<String>> {
        if let Some(at) = way.iter().position(|passed| passed == module) {
            return Some(way[at..].to_vec());
        }
        if !done.insert(module.to_owned()) {
            return None;
        }
        way.push(module.to_owned());
        let found = uses[module].iter().find_map(|used| walk(used, way, done, uses));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    uses.keys().find_map(|module| walk(module, &mut Vec::new(), &mut done, uses))
}

/// Whose folders stand in a circle, though no two files do: each screen answers through the server's frame, and the frame
/// draws every screen.
const EXCEPT: [&str; 1] = ["bank-web"];

#[test]
fn no_file_uses_one_that_uses_it() {
    let files = rust_files();
    let crates: BTreeSet<_> =
        files.iter().filter_map(|(place, _)| Some(place.split_once("/src/")?.0)).collect();
    let held = crates.into_iter().filter(|folder| !EXCEPT.contains(folder));
    let circles = held.filter_map(|folder| Some((folder, circle(&uses_in(folder, &files))?)));
    let circles: Vec<_> = circles.collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn a_circle_is_found_over_nested_paths_and_over_what_a_folder_holds() {
    let file = |place: &str, text: &str| (format!("x/src/{place}"), text.to_owned());
    let files = [
        file("a/mod.rs", "//! A.\npub mod one;\npub mod two;"),
        file("a/one.rs", "use super::{two::{Of, Many},\n    Own};"),
        file("a/two.rs", "fn f() { crate::b::g() }"),
        file("b.rs", "use crate::a::one;"),
    ];
    assert_eq!(circle(&uses_in("x", &files)), Some(["a::one", "a::two", "b"].map(str::to_owned).to_vec()));
    assert_eq!(circle(&uses_in("x", &files[..3])), None);
}
