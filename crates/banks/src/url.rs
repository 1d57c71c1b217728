//! Postgres URLs. Passwords are percent-encoded, so that none can end its own field.

use std::fmt::Write;

use crate::Secret;

/// `postgres://role:password@addr/database`; roles and databases here are names of our own, of plain letters.
pub(crate) fn postgres(addr: &str, role: &str, password: &Secret, database: &str) -> String {
    format!("postgres://{role}:{}@{addr}/{database}", percent_encoded(password.expose()))
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
}
