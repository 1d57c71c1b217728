//! Holds docker-compose.yml to banks.env and to the Dockerfile, on machines where no container runs. It knows the form of
//! these files, not all of YAML.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use banks::{Banks, Face, Secret};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What docker-compose.yml says of one bank; further lines may stand between these.
fn block(Face { code, api_port, web_port, .. }: &Face) -> String {
    format!(
        r#"  # ---------------------------------------------------------------- bank {code}
  bank-api-{code}:
    <<: *bank-api
    environment: {{<<: *neighbours, BANK: "{code}", TRUSTED_PROXIES: bank-web-{code}}}
    volumes:
      - ./banks.env:/opt/codepix/banks.env:ro
      - ./secrets/bank-{code}.env:/opt/codepix/secrets/bank-{code}.env:ro
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

/// What a service reads of secrets: a file of its own, or none.
fn secrets_of(name: &str) -> Option<String> {
    let owner = match name.strip_suffix("-init").unwrap_or(name) {
        server @ ("postgres" | "kafka" | "codepix") => server.to_owned(),
        service => format!("bank-{}", service.strip_prefix("bank-api-")?),
    };
    Some(format!("secrets/{owner}.env"))
}

#[test]
fn each_service_has_its_own_secrets_and_pages_have_none() {
    let compose = read("docker-compose.yml");
    for (name, lines) in services(&compose) {
        let own = secrets_of(name);
        let mount = own.as_ref().map(|file| format!("- ./{file}:/opt/codepix/{file}:ro"));
        let environment = own.as_ref().map(|file| format!("env_file: {file}"));
        let named: Vec<_> =
            lines.iter().filter(|line| line.contains("secrets") || line.contains("./:")).collect();
        let allowed = |line: &str| [&mount, &environment].iter().any(|own| own.as_deref() == Some(line));
        assert!(named.iter().all(|line| allowed(line)), "{name} may read {own:?} and reads {named:?}");
        assert_eq!(named.len(), usize::from(own.is_some()), "{name} reads {own:?} once: {named:?}");
    }
}

#[test]
fn a_file_of_secrets_holds_what_its_owner_needs() {
    let all = banks();
    let codes = || all.banks.iter().map(|bank| bank.code);
    let every = |setting: &str| codes().map(|code| format!("BANK_{code}_{setting}")).collect::<Vec<_>>();
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let hub = own(&["CODEPIX_DATABASE_PASSWORD", "CODEPIX_KAFKA_PASSWORD", "CODEPIX_ADMIN_TOKEN"]);
    let postgres = own(&["POSTGRES_PASSWORD", "CODEPIX_DATABASE_PASSWORD"]);
    let kafka = own(&["KAFKA_BROKER_PASSWORD", "CODEPIX_KAFKA_PASSWORD", "STAGE_KAFKA_PASSWORD"]);
    let mut files = vec![
        ("codepix".to_owned(), [hub, every("HUB_TOKEN")].concat()),
        ("postgres".to_owned(), [postgres, every("DATABASE_PASSWORD")].concat()),
        ("kafka".to_owned(), [kafka, every("KAFKA_PASSWORD")].concat()),
        ("stage".to_owned(), own(&["STAGE_KAFKA_PASSWORD"])),
    ];
    let bank = ["DATABASE_PASSWORD", "KAFKA_PASSWORD", "HUB_TOKEN", "PIN_KEY", "ADMIN_TOKEN"];
    files.extend(
        codes().map(|code| {
            (format!("bank-{code}"), bank.map(|setting| format!("BANK_{code}_{setting}")).into())
        }),
    );
    for (name, wanted) in files {
        let text = read(&format!("secrets/{name}.env"));
        let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let keys: BTreeSet<_> = lines.filter_map(|line| line.split('=').next()).collect();
        let keys: BTreeSet<_> =
            keys.into_iter().map(|key| key.trim_end_matches("_FILE").to_owned()).collect();
        assert_eq!(keys, BTreeSet::from_iter(wanted), "secrets/{name}.env");
    }
}

#[test]
fn no_secret_stands_in_the_compose_file() {
    let (compose, all) = (read("docker-compose.yml"), banks());
    let hub = &all.hub;
    let ours = [&all.postgres_password, &all.kafka_broker_password, &hub.database_password];
    let ours = ours.into_iter().chain([&hub.kafka_password, &hub.admin_token]);
    let theirs = all.banks.iter().flat_map(|bank| {
        [&bank.database_password, &bank.kafka_password, &bank.hub_token, &bank.pin_key, &bank.admin_token]
    });
    let found = ours.chain(theirs).map(Secret::expose).find(|secret| compose.contains(secret));
    assert!(found.is_none(), "take secrets out of docker-compose.yml: services read them from secrets/");
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
