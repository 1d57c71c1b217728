//! The services' logs: nobody may learn from them who a customer is, or act in their name.

use crate::chaos::{environment::grounds::CHAOS, workload::Workload};
use std::{fs, io};

/// The customers' personal data and secrets in the services' logs, by file.
///
/// # Errors
/// When a log cannot be read.
pub fn personal_data(workload: &Workload) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(CHAOS.folder())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // PostgreSQL and Kafka are not ours.
        if !name.ends_with(".log") || !(name.starts_with("hub") || name.starts_with("bank-")) {
            continue;
        }
        let text = fs::read(&path)?;
        let text = String::from_utf8_lossy(&text);
        for customer in workload.holders.iter().map(|holder| &holder.clients[0]) {
            let person = &customer.person;
            let secrets = [&person.tax_id, &person.email, &person.name, &person.password, &customer.token];
            let said = secrets.into_iter().filter(|secret| text.contains(secret.as_str()));
            found.extend(said.map(|secret| format!("{name} says {secret}")));
        }
    }
    Ok(found)
}
