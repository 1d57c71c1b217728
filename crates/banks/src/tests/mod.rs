//! What is read from a file of two banks, what is said when it is wrong, and that the repository's own is right.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use super::*;

mod secrets;

const TWO_BANKS: &str = include_str!("two_banks.env");

/// The repository's own file, to which a reader may have added banks.
fn repository_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../banks.env")
}

fn code(text: &str) -> BankCode {
    text.parse().unwrap()
}

/// The file of two banks with one line of it put in another's place.
fn with(key: &str, line: &str) -> String {
    let text = TWO_BANKS;
    assert!(text.lines().any(|old| old.starts_with(&format!("{key}="))), "{key} is there to be replaced");
    let replaced =
        |old: &str| if old.starts_with(&format!("{key}=")) { line.to_owned() } else { old.to_owned() };
    text.lines().map(|old| replaced(old) + "\n").collect()
}

#[track_caller]
fn refuses(text: &str, words: &[&str]) {
    let error = Banks::parse(text).map(|_| "it was read").unwrap_err().to_string();
    for word in words {
        assert!(error.contains(word), "{word:?} is not in: {error}");
    }
}

#[test]
fn a_file_describes_its_banks() {
    let banks = Banks::parse(TWO_BANKS).unwrap();
    let described = banks.banks.iter().map(|bank| {
        (
            bank.code.as_str(),
            bank.ispb.as_str(),
            bank.name.as_str(),
            bank.brand.as_str(),
            bank.api_port,
            bank.web_port,
        )
    });
    let expected = [
        ("001", "10000001", "Banco Ipê", "ipe", 8001, 3001),
        ("002", "20000002", "Banco Maré", "mare", 8002, 3002),
    ];
    assert_eq!(described.collect::<Vec<_>>(), expected);
    assert_eq!(banks.bank_by_ispb("20000002".parse().unwrap()).unwrap().code, code("002"));
    assert!(banks.bank_by_ispb("30000003".parse().unwrap()).is_none());
}

#[test]
fn the_names_of_a_bank_follow_from_its_code() {
    let banks =
        Banks::parse(&with("BANK_001_DATABASE_PASSWORD", "BANK_001_DATABASE_PASSWORD=a:b@c/d")).unwrap();
    let bank = banks.bank(code("001")).unwrap();
    assert_eq!(bank.database_role(), "bank_001");
    assert_eq!(
        bank.database_url("127.0.0.1:54320"),
        "postgres://bank_001:a%3Ab%40c%2Fd@127.0.0.1:54320/bank_001"
    );
    assert_eq!(bank.kafka_user(), "bank-001");
    assert_eq!((banks.hub.database_role(), banks.hub.kafka_user()), ("codepix", "codepix"));
    assert_eq!(banks.hub.database_url("db:5432"), "postgres://codepix:demo-codepix-database@db:5432/codepix");
    assert_eq!(
        banks.postgres_url("db:5432", "bank_001"),
        "postgres://postgres:demo-postgres@db:5432/bank_001"
    );
}

#[test]
fn bash_and_dotenv_readers_read_the_repositorys_files_as_we_do() {
    let secrets = std::fs::read_dir(repository_file().with_file_name("secrets")).unwrap();
    for file in secrets.map(|entry| entry.unwrap().path()).chain([repository_file()]) {
        reads_as_others_do(&file);
    }
}

fn reads_as_others_do(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let ours: BTreeMap<String, String> =
        lines::read(&text).unwrap().iter().map(|line| (line.key.into(), line.value.into())).collect();
    let dotenv: BTreeMap<String, String> =
        dotenvy::from_path_iter(file).unwrap().map(Result::unwrap).collect();
    assert_eq!(ours, dotenv);

    let script = "set -a; source \"$1\"; env -0";
    let output = Command::new("bash").args(["-c", script, "bash"]).arg(file).env_clear().output().unwrap();
    let environment = String::from_utf8(output.stdout).unwrap();
    let bash: BTreeMap<&str, &str> =
        environment.split('\0').filter_map(|entry| entry.split_once('=')).collect();
    for (key, value) in &ours {
        assert_eq!(bash.get(key.as_str()), Some(&value.as_str()), "{key}");
    }
}

#[test]
fn a_third_bank_is_a_copied_block_with_another_number() {
    let text = TWO_BANKS;
    let block: String =
        text.lines().filter(|line| line.starts_with("BANK_002_")).map(|line| format!("{line}\n")).collect();
    let block = block.replace("BANK_002", "BANK_003").replace("bank-002", "bank-003");
    refuses(&format!("{text}\n{block}"), &["BANK_002_ISPB", "BANK_003_ISPB", "the same"]);
    let block = block.replace("20000002", "30000003").replace("8002", "8003").replace("3002", "3003");
    let banks = Banks::parse(&format!("{text}\n{block}")).unwrap();
    assert_eq!(banks.bank(code("003")).unwrap().kafka_user(), "bank-003");
}

#[test]
fn an_unknown_bank_is_answered_with_the_known_ones_and_the_line_to_add() {
    let error = Banks::parse(TWO_BANKS).unwrap().bank(code("003")).unwrap_err().to_string();
    for word in ["no bank 003", "001, 002", "BANK_003_NAME="] {
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn every_line_of_the_file_is_needed_and_none_may_stand_twice() {
    let text = TWO_BANKS;
    for line in lines::read(text).unwrap() {
        refuses(&with(line.key, ""), &[line.key, "is missing in "]);
        refuses(&format!("{text}{}=x\n", line.key), &[line.key, "stands twice", &line.number.to_string()]);
    }
    refuses("POSTGRES_PASSWORD=x", &["no bank", "BANK_001_NAME"]);
}

#[test]
fn a_wrong_value_is_named_with_its_line_and_what_to_write() {
    for (key, value, words) in [
        ("BANK_001_NAME", "\" \"", "name is missing"),
        ("BANK_001_ISPB", "1000000", "exactly 8 characters"),
        ("BANK_001_BRAND", "\"Ipê\"", "small letters"),
        ("BANK_001_BRAND", "\"ipe}*{x\"", "small letters"),
        ("BANK_001_API_PORT", "0", "1 to 65535"),
        ("BANK_001_WEB_PORT", "65536", "1 to 65535"),
        ("BANK_001_COLOUR_INK", "red", "#54207A"),
        ("BANK_001_COLOUR_INK", "\"#12345\"", "#54207A"),
        ("BANK_001_COLOUR_INK", "\"#fff #000 #fff\"", "#54207A"),
        ("BANK_001_COLOUR_INK", "\"#fff;}body{x\"", "#54207A"),
        ("BANK_001_PIN_KEY", "\"\"", "empty"),
        ("BANK_001_HUB_TOKEN", "\"two words\"", "only letters"),
        ("KAFKA_BROKER_PASSWORD", "\"a;b\"", "only letters"),
    ] {
        refuses(&with(key, &format!("{key}={value}")), &[key, "in line", "of banks.env is wrong", words]);
    }
}

#[test]
fn a_misspelt_setting_is_not_passed_over() {
    for key in ["BANK_001_PROT", "BANK_1_NAME", "BANK_001", "CODEPIX_TOKEN", "POSTGRES_PASWORD"] {
        refuses(&format!("{}{key}=x\n", TWO_BANKS), &[key, "is not a setting"]);
    }
    refuses(&format!("{}BANK_003_ISPB=30000003\n", TWO_BANKS), &["BANK_003_NAME is missing"]);
}

#[test]
fn two_banks_share_neither_ispb_nor_port_nor_token() {
    for (key, value, other) in [
        ("BANK_002_ISPB", "10000001", "BANK_001_ISPB"),
        ("BANK_002_API_PORT", "8001", "BANK_001_API_PORT"),
        ("BANK_002_WEB_PORT", "8001", "BANK_001_API_PORT"),
        ("BANK_001_WEB_PORT", "8001", "BANK_001_API_PORT"),
        ("BANK_002_HUB_TOKEN", "demo-bank-001-hub-token", "BANK_001_HUB_TOKEN"),
        ("CODEPIX_ADMIN_TOKEN", "demo-bank-002-hub-token", "BANK_002_HUB_TOKEN"),
        ("BANK_002_ADMIN_TOKEN", "demo-bank-001-admin", "BANK_001_ADMIN_TOKEN"),
    ] {
        refuses(&with(key, &format!("{key}={value}")), &[key, other, "the same"]);
    }
}

#[test]
fn no_secret_shows_in_debug_output_or_errors() {
    let banks = format!("{:?}", Banks::parse(TWO_BANKS).unwrap());
    assert!(banks.contains("Banco Ipê") && banks.contains("***") && !banks.contains("demo-"), "{banks}");
    for wrong in
        ["CODEPIX_ADMIN_TOKEN=hush;hush", "CODEPIX_ADMIN_TOKEN=\"hush hush\"", "CODEPIX_ADMIN_TOKEN=\"hush"]
    {
        let error = Banks::parse(&with("CODEPIX_ADMIN_TOKEN", wrong)).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hush"), "{error}");
    }
}

#[test]
fn a_secret_may_stand_in_a_file_of_its_own_beside_the_banks_file() {
    let folder = std::env::temp_dir().join(format!("banks-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("pin.key"), "from a file\n").unwrap();
    let read = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).unwrap();
        Banks::load(&folder.join(name))
    };
    let banks = read("banks.env", &with("BANK_001_PIN_KEY", "BANK_001_PIN_KEY_FILE=pin.key")).unwrap();
    let missing = read("wrong.env", &with("BANK_001_PIN_KEY", "BANK_001_PIN_KEY_FILE=none.key")).unwrap_err();
    let both = read("both.env", &format!("{}BANK_001_PIN_KEY_FILE=pin.key\n", TWO_BANKS)).unwrap_err();
    std::fs::remove_dir_all(&folder).unwrap();

    assert_eq!(banks.bank(code("001")).unwrap().pin_key.expose(), "from a file");
    assert!(
        missing.to_string().contains("BANK_001_PIN_KEY_FILE") && missing.to_string().contains("none.key"),
        "{missing}"
    );
    assert!(both.to_string().contains("remove one"), "{both}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Banks::load(Path::new("nowhere/banks.env")).unwrap_err().to_string();
    assert!(error.contains("nowhere/banks.env") && error.contains("BANKS_FILE"), "{error}");
}

#[test]
fn colours_become_declarations_that_follow_the_scheme() {
    let text = format!("{}BANK_001_COLOUR_LINK=\"#6A2A98 #E2BDF8\"\n", TWO_BANKS);
    let banks = Banks::parse(&text).unwrap();
    let css = banks.bank(code("001")).unwrap().colours.css_declarations();
    assert!(css.contains("--hero-ink:light-dark(#2A1038,#FFF3D6);"), "{css}");
    assert!(css.contains("--link:light-dark(#6A2A98,#E2BDF8);"), "{css}");
    let mare = banks.bank(code("002")).unwrap();
    assert_eq!(mare.colours.get("hero-ink").unwrap().to_string(), "light-dark(#FFFFFF,#FFFFFF)");
    assert!(mare.colours.get("link").is_none());
}

#[test]
fn every_text_of_the_repositorys_banks_is_readable_on_its_ground_by_day_and_by_night() {
    for bank in Banks::load(&repository_file()).unwrap().banks {
        for (ground, text) in [("page", "ink"), ("primary", "on-primary"), ("hero", "hero-ink")] {
            let [ground, text] = [ground, text].map(|token| bank.colours.get(token).unwrap());
            for (ground, text) in [(&ground.day, &text.day), (&ground.night, &text.night)] {
                let ratio = contrast(ground, text);
                assert!(ratio >= 4.5, "bank {}: {text} on {ground} has {ratio:.1}:1", bank.code);
            }
        }
    }
    assert_eq!(contrast("#000000", "#ffffff"), 21.0);
}

/// WCAG 2 contrast ratio of two colours `#rrggbb`.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| -> f64 {
        let channel = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5))
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
