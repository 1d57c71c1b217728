//! Holds docker-compose.yml to banks.env and to the Dockerfile, on machines where no container runs. It knows the form of
//! these files, not all of YAML.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use banks::{Bank, Banks, Secret};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What docker-compose.yml says of one bank; further lines may stand between these.
fn block(Bank { code, api_port, web_port, .. }: &Bank) -> String {
    format!(
        r#"  # ---------------------------------------------------------------- bank {code}
  bank-api-{code}:
    <<: *bank-api
    environment: {{<<: *neighbours, BANK: "{code}"}}
    ports: ["127.0.0.1:{api_port}:8000"]
  bank-web-{code}:
    <<: *bank-web
    environment:
      BANK: "{code}"
      BANK_API_URL: http://bank-api-{code}:8000
    ports: ["127.0.0.1:{web_port}:8000"]
"#
    )
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn banks() -> Banks {
    Banks::load(&root().join("banks.env")).unwrap_or_else(|error| panic!("{error}"))
}

/// What stands under each key of a mapping whose keys are indented by `indent`; comments and blank lines are left out.
/// A key keeps what follows its colon: `x-server: &server`.
fn entries<'a>(lines: impl IntoIterator<Item = &'a str>, indent: &str) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut entries = BTreeMap::<_, Vec<_>>::new();
    let mut last = "";
    for line in lines {
        match line.strip_prefix(indent).filter(|rest| !rest.starts_with([' ', '#'])) {
            _ if line.trim().is_empty() || line.trim().starts_with('#') => {}
            Some(key) => last = key,
            None => entries.entry(last).or_default().push(line),
        }
    }
    entries
}

/// Each service with all its lines, those it takes over by `<<: *anchor` where that stands.
fn services(compose: &str) -> BTreeMap<&str, Vec<&str>> {
    let top = entries(compose.lines(), "");
    let services = entries(top["services:"].iter().copied(), "  ");
    services.into_iter().map(|(name, lines)| (name.trim_end_matches(':'), inherited(&top, &lines))).collect()
}

fn inherited<'a>(top: &BTreeMap<&'a str, Vec<&'a str>>, lines: &[&'a str]) -> Vec<&'a str> {
    let anchored = |anchor: &str| top.iter().find(|(key, _)| key.ends_with(&format!("&{anchor}"))).unwrap().1;
    lines
        .iter()
        .flat_map(|line| match line.trim().strip_prefix("<<: *") {
            Some(anchor) => [vec![line.trim()], inherited(top, anchored(anchor))].concat(),
            None => vec![line.trim()],
        })
        .collect()
}

/// What the last line `key: value` says: a service's own lines come after those it takes over.
fn last<'a>(lines: &[&'a str], key: &str) -> Option<&'a str> {
    lines.iter().rev().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

#[test]
fn every_bank_of_banks_env_has_its_block() {
    let compose = read("docker-compose.yml");
    let services = services(&compose);
    for bank in &banks().banks {
        let wanted = block(bank);
        for (name, lines) in entries(wanted.lines(), "  ") {
            let name = name.trim_end_matches(':');
            let have = services.get(name).map_or(&[][..], Vec::as_slice);
            let missing: Vec<_> = lines.into_iter().filter(|line| !have.contains(&line.trim())).collect();
            assert!(
                missing.is_empty(),
                "docker-compose.yml does not run {name} as banks.env has it; it lacks\n\n{}\n\nThe whole block of \
                 bank {}, to be copied to the end of the services:\n\n{wanted}",
                missing.join("\n"),
                bank.code,
            );
        }
    }
}

#[test]
fn every_bank_of_the_compose_file_stands_in_banks_env() {
    let compose = read("docker-compose.yml");
    let known: Vec<_> = banks().banks.iter().map(|bank| bank.code.to_string()).collect();
    for name in services(&compose).keys() {
        let code = name.strip_prefix("bank-api-").or_else(|| name.strip_prefix("bank-web-"));
        assert!(
            code.is_none_or(|code| known.iter().any(|known| known == code)),
            "docker-compose.yml has {name}, but banks.env has only the banks {known:?}: remove the service, or add \
             the bank",
        );
    }
}

#[test]
fn the_head_of_the_file_says_how_a_bank_is_added() {
    let compose = read("docker-compose.yml");
    let head: Vec<_> = compose.lines().take_while(|line| line.starts_with('#')).collect();
    let head = head.join(" ");
    assert!(head.contains("A further bank") && head.contains("copy the block"), "{head}");
}

#[test]
fn services_come_back_and_can_be_asked_how_they_are() {
    let (compose, dockerfile) = (read("docker-compose.yml"), read("Dockerfile"));
    let stages = entries(dockerfile.lines(), "FROM ");
    for (name, lines) in services(&compose) {
        let once = name.ends_with("-init");
        let restart = if once { "on-failure" } else { "unless-stopped" };
        assert_eq!(
            last(&lines, "restart"),
            Some(restart),
            "{name} in docker-compose.yml: write restart: {restart}"
        );
        let stage = last(&lines, "build").map(|build| {
            let target = build.split("target: ").nth(1).unwrap().trim_end_matches('}');
            let stage = stages.iter().find(|(stage, _)| stage.ends_with(&format!(" AS {target}")));
            stage.unwrap_or_else(|| panic!("{name} is built from {target}, which the Dockerfile lacks")).1
        });
        let asked = stage.is_some_and(|lines| lines.iter().any(|line| line.starts_with("HEALTHCHECK ")));
        assert!(
            once || asked || lines.contains(&"healthcheck:"),
            "{name} has a healthcheck neither in docker-compose.yml nor in the Dockerfile",
        );
    }
}

#[test]
fn ports_are_open_to_this_machine_only() {
    let compose = read("docker-compose.yml");
    let mut open = Vec::new();
    for (name, lines) in services(&compose) {
        assert!(!lines.contains(&"ports:"), "{name}: write its ports into one line, as the others do");
        let ports = last(&lines, "ports").unwrap_or_default().trim_matches(['[', ']']);
        for port in ports.split(", ").filter(|port| !port.is_empty()) {
            let (host, _) = port.trim_matches('"').rsplit_once(':').unwrap();
            let host = host.strip_prefix("127.0.0.1:");
            open.push(host.unwrap_or_else(|| panic!("{name}: begin {port} with 127.0.0.1:")).to_owned());
        }
    }
    for port in ["54320", "9092", "8000", "50051"] {
        assert!(open.iter().any(|open| open == port), "{port} is not open; open are {open:?}");
    }
}

#[test]
fn what_services_keep_lies_in_declared_volumes() {
    let compose = read("docker-compose.yml");
    let top = entries(compose.lines(), "");
    let declared: Vec<_> = top["volumes:"].iter().map(|line| line.trim().trim_end_matches(':')).collect();
    let services = services(&compose);
    for (name, place) in [("postgres", "/var/lib/postgresql/data"), ("kafka", "/var/lib/kafka/data")] {
        let mounted = services[name].iter().find_map(|line| line.strip_prefix("- ")?.split_once(':'));
        let (volume, inside) = mounted.unwrap();
        assert_eq!(inside, place, "the first volume of {name}");
        assert!(declared.contains(&volume), "{volume} of {name} is not one of the volumes {declared:?}");
    }
}

#[test]
fn topics_and_rights_are_made_for_whoever_stands_in_banks_env() {
    let compose = read("docker-compose.yml");
    let init = last(&services(&compose)["kafka-init"], "entrypoint").unwrap().to_owned();
    assert_eq!(init, "[bash, scripts/kafka/container.sh, identities]");
    assert!(read("scripts/kafka/container.sh").contains(" $(banks)"));
}

#[test]
fn no_secret_of_banks_env_stands_in_the_compose_file() {
    let (compose, all) = (read("docker-compose.yml"), banks());
    let hub = &all.hub;
    let ours = [&all.postgres_password, &all.kafka_broker_password, &hub.database_password];
    let ours = ours.into_iter().chain([&hub.kafka_password, &hub.admin_token]);
    let theirs =
        all.banks.iter().flat_map(|b| [&b.database_password, &b.kafka_password, &b.hub_token, &b.pin_key]);
    let found = ours.chain(theirs).map(Secret::expose).find(|secret| compose.contains(secret));
    assert!(found.is_none(), "take secrets out of docker-compose.yml: services read them from banks.env");
}

#[test]
fn containers_run_the_versions_that_this_machine_runs() {
    let between = |text: &str, before: &str, after: &str| {
        text.split_once(before).unwrap().1.split_once(after).unwrap().0.to_owned()
    };
    let kafka = between(&read("scripts/kafka/pom.xml"), "<kafka.version>", "</");
    let images = read("docker-compose.yml");
    let images: Vec<_> = images.lines().filter(|line| line.contains("image: apache/kafka")).collect();
    assert!(
        images.iter().all(|line| line.ends_with(&format!(":{kafka}"))),
        "Kafka is {kafka} in pom.xml: {images:?}"
    );
    let rust = between(&read("Cargo.toml"), "rust-version = \"", "\"");
    assert!(read("Dockerfile").contains(&format!("FROM rust:{rust}-")), "Rust is {rust} in Cargo.toml");
}

/// Users have the plugin, Debian has its forerunner; the file is valid for both. Whichever is here is asked.
#[test]
fn compose_itself_accepts_the_file() {
    for tool in [&["docker-compose"][..], &["docker", "compose"]] {
        let run = |arguments: &[&str]| {
            Command::new(tool[0])
                .args(&tool[1..])
                .args(arguments)
                .current_dir(root())
                .stdin(Stdio::null())
                .output()
        };
        if !run(&["version"]).is_ok_and(|output| output.status.success()) {
            eprintln!("{} is not here: not asked", tool.join(" "));
            continue;
        }
        let output = run(&["-f", "docker-compose.yml", "config", "-q"]).unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {complaint}", tool.join(" "));
    }
}
