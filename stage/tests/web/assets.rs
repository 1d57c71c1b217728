//! The files of `assets/`, as a browser gets and keeps them.

use std::{collections::BTreeSet, fs, path::Path};

use axum::http::StatusCode;
use stage::rest::assets;

use crate::support::{PRESENTER, Theatre};

#[tokio::test]
async fn a_page_asks_for_its_files_by_their_content_and_keeps_them_for_ever() {
    let theatre = Theatre::open();
    let page = theatre.get("/", &[]).await.body;
    let folder = assets::folder();
    assert!(
        page.contains(&format!("href=\"{folder}/stage.css\""))
            && page.contains(&format!("src=\"{folder}/stage.js\""))
    );
    let answer = theatre.get(&format!("{folder}/plain.css"), &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert!(answer.header("cache-control").contains("immutable"));
}

#[tokio::test]
async fn by_its_bare_name_a_file_is_asked_for_again_and_not_sent_twice() {
    let theatre = Theatre::open();
    let answer = theatre.get("/assets/plain.css", &[]).await;
    assert_eq!(answer.header("cache-control"), "no-cache");
    let again = theatre.get("/assets/plain.css", &[("if-none-match", answer.header("etag"))]).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    for path in ["/assets/none.css", "/assets/0000000000000000/plain.css", "/assets/../Cargo.toml"] {
        assert_eq!(theatre.get(path, &[]).await.problem(), (404, "no_route".into()), "{path}");
    }
}

#[test]
fn the_list_names_every_file_that_stands_there_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let mut standing = BTreeSet::new();
    read(&folder, "", &mut standing);
    let listed: BTreeSet<String> = assets::names().map(str::to_owned).collect();
    assert_eq!(listed, standing);
}

#[tokio::test]
async fn what_the_script_looks_for_is_on_the_page_or_of_its_own_making() {
    let page = Theatre::open().get("/", &PRESENTER).await.body;
    // Those have pages of their own.
    let of_phones = ["audience.js", "remote.js"];
    let scripts: Vec<&str> = assets::names()
        .filter(|name| name.ends_with(".js") && !of_phones.contains(name))
        .map(|name| std::str::from_utf8(assets::content(name).unwrap()).unwrap())
        .collect();
    let script = scripts.concat();
    let own =
        |id: &str| [format!("id=\"{id}\""), format!("id: '{id}'")].iter().any(|made| script.contains(made));
    // A recording alone has that one.
    for id in named(&script, "$('").filter(|id| *id != "recording") {
        assert!(page.contains(&format!(" id=\"{id}\"")) || own(id), "nothing is called #{id}");
    }
    for sign in named(&script, "ic('") {
        assert!(page.contains(&format!("<symbol id=\"{sign}\"")), "no sign is called #{sign}");
    }
}

/// What stands in the quotation marks that `call` opens.
fn named<'a>(script: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    script.split(call).skip(1).map(|rest| rest.split('\'').next().unwrap())
}

/// But what the browser does not ask for: the list, the texts, licences, the modules' own tests.
fn read(folder: &Path, before: &str, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{before}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() && name != "tests" {
            read(&path, &format!("{name}/"), into);
        } else if path.is_file() && ![".rs", ".tsv", ".md", "LICENSE"].iter().any(|end| name.ends_with(end)) {
            into.insert(name);
        }
    }
}
