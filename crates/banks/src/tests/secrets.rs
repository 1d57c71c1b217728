//! Who reads whose secrets, and what is said when two who share one do not agree.

use super::*;
use std::fs;

/// A folder with the banks file of two banks, whose secrets stand in files of their owners.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("banks-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("secrets")).unwrap();
        let folder = Self(folder);
        let (secrets, public): (Vec<_>, Vec<_>) = TWO_BANKS.lines().partition(|line| is_a_secret(line));
        folder.write("banks.env", &public);
        let of = |words: &[&str]| -> Vec<&str> {
            let wanted = |line: &&str| words.iter().any(|word| line.contains(word));
            secrets.iter().copied().filter(wanted).collect()
        };
        folder.write("secrets/postgres.env", &of(&["POSTGRES_", "_DATABASE_"]));
        folder.write("secrets/kafka.env", &of(&["KAFKA_"]));
        folder.write("secrets/codepix.env", &of(&["CODEPIX_", "_HUB_TOKEN"]));
        folder.write("secrets/bank-001.env", &of(&["BANK_001_"]));
        folder.write("secrets/bank-002.env", &of(&["BANK_002_"]));
        folder
    }

    fn write(&self, name: &str, lines: &[&str]) {
        fs::write(self.0.join(name), lines.join("\n") + "\n").unwrap();
    }

    fn banks_file(&self) -> PathBuf {
        self.0.join("banks.env")
    }

    /// Takes everybody's secrets away but those.
    fn keep_only(&self, name: &str) {
        for entry in fs::read_dir(self.0.join("secrets")).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name() != name {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn is_a_secret(line: &str) -> bool {
    !line.starts_with('#') && ["_PASSWORD=", "_TOKEN=", "_PIN_KEY="].iter().any(|word| line.contains(word))
}

#[test]
fn a_bank_needs_its_own_secrets_and_no_others() {
    let folder = Folder::new("bank");
    folder.keep_only("bank-001.env");
    let bank = Bank::load(&folder.banks_file(), code("001")).unwrap();
    assert_eq!((&*bank.name, bank.pin_key.expose()), ("Banco Ipê", "demo-bank-001-pin-key"));
    assert_eq!(bank.admin_token.expose(), "demo-bank-001-admin");
    let error = Bank::load(&folder.banks_file(), code("002")).unwrap_err().to_string();
    assert!(error.contains("BANK_002_DATABASE_PASSWORD is missing in secrets/bank-002.env"), "{error}");
}

#[test]
fn the_hub_needs_its_own_secrets_and_no_others() {
    let folder = Folder::new("hub");
    folder.keep_only("codepix.env");
    let hub = Hub::load(&folder.banks_file()).unwrap();
    assert_eq!(hub.hub.admin_token.expose(), "demo-codepix-admin");
    assert_eq!(hub.banks[1].hub_token.expose(), "demo-bank-002-hub-token");
}

#[test]
fn pages_need_no_secrets() {
    let folder = Folder::new("pages");
    folder.keep_only("none");
    assert_eq!(Face::load(&folder.banks_file(), code("002")).unwrap().name, "Banco Maré");
    let error = Face::load(&folder.banks_file(), code("003")).unwrap_err().to_string();
    assert!(error.contains("no bank 003") && error.contains("001, 002"), "{error}");
}

#[test]
fn whoever_runs_it_reads_everything_and_is_told_of_a_secret_that_differs() {
    let folder = Folder::new("all");
    let banks = Banks::load(&folder.banks_file()).unwrap();
    assert_eq!(banks.postgres_password.expose(), "demo-postgres");
    assert_eq!(banks.bank(code("001")).unwrap().hub_token.expose(), "demo-bank-001-hub-token");

    folder.write("secrets/kafka.env", &["KAFKA_BROKER_PASSWORD=x", "BANK_001_KAFKA_PASSWORD=another"]);
    let error = Banks::load(&folder.banks_file()).unwrap_err().to_string();
    for word in ["BANK_001_KAFKA_PASSWORD has two values", "secrets/bank-001.env", "secrets/kafka.env"] {
        assert!(error.contains(word), "{error}");
    }
    assert!(!error.contains("another"), "{error}");
}

#[test]
fn a_secret_in_the_banks_file_stands_in_no_other() {
    let folder = Folder::new("twice");
    let text = fs::read_to_string(folder.banks_file()).unwrap();
    folder.write("banks.env", &[&text, "BANK_001_PIN_KEY=x"]);
    let error = Banks::load(&folder.banks_file()).unwrap_err().to_string();
    for word in ["BANK_001_PIN_KEY stands twice", "of banks.env", "of secrets/bank-001.env"] {
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn a_misspelt_secret_is_not_passed_over() {
    let folder = Folder::new("misspelt");
    let text = fs::read_to_string(folder.0.join("secrets/bank-001.env")).unwrap();
    folder.write("secrets/bank-001.env", &[&text, "BANK_001_PIN_KEI=x"]);
    let error = Bank::load(&folder.banks_file(), code("001")).unwrap_err().to_string();
    assert!(error.contains("BANK_001_PIN_KEI in line"), "{error}");
}

#[test]
fn in_the_repository_everybody_has_what_they_need() {
    Banks::load(&repository_file()).unwrap();
    let hub = Hub::load(&repository_file()).unwrap();
    for member in hub.banks {
        let bank = Bank::load(&repository_file(), member.code).unwrap();
        assert_eq!(bank.hub_token.expose(), member.hub_token.expose());
    }
    let public = fs::read_to_string(repository_file()).unwrap();
    assert!(!public.lines().any(is_a_secret), "everybody reads banks.env");
}
