//! Postgres URLs. Passwords are percent-encoded, so that none can end its own field.

use std::fmt::Write;

use crate::Secret;

/// `postgres://role:password@addr/database`; roles and databases here are names of our own, of plain letters. An address
/// that begins with `/` is the directory of a Unix socket, and the port that is part of the socket's name.
pub(crate) fn postgres(addr: &str, role: &str, password: &Secret, database: &str) -> String {
    let password = percent_encoded(password.expose());
    match addr.rsplit_once(':').filter(|_| addr.starts_with('/')) {
        Some((directory, port)) => {
            let directory = percent_encoded(directory);
            format!("postgres://{role}:{password}@localhost:{port}/{database}?host={directory}")
        }
        None => format!("postgres://{role}:{password}@{addr}/{database}"),
    }
}

/// All but the unreserved characters of RFC 3986 as `%XX`.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            _ => write!(encoded, "%{byte:02X}").expect("a String takes all that is written to it"),
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_cannot_break_out_of_its_place() {
        let url = postgres("127.0.0.1:54320", "bank_001", &Secret::new("p@ss:w/rd?#%ê~-._"), "bank_001");
        assert_eq!(url, "postgres://bank_001:p%40ss%3Aw%2Frd%3F%23%25%C3%AA~-._@127.0.0.1:54320/bank_001");
    }

    #[test]
    fn a_server_on_the_same_machine_is_reached_through_its_socket() {
        let url = postgres("/var/lib/a b/socket:54320", "codepix", &Secret::new("p"), "codepix");
        assert_eq!(url, "postgres://codepix:p@localhost:54320/codepix?host=%2Fvar%2Flib%2Fa%20b%2Fsocket");
    }
}
