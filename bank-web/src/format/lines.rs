//! Where a line of text may end.

/// `text` in pieces between which a line may end: before the `@` and the dots of an e-mail, and never inside a phone.
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let (is_email, end) = (word.contains('@'), word.trim_end().len());
        for (at, c) in word.char_indices() {
            if is_email && at > 0 && (c == '@' || c == '.' && at + 1 < end) {
                pieces.push(String::new());
            }
            let phone = c == ' ' && word.starts_with('(') && word.ends_with(") ") && word.len() <= 5;
            if let Some(piece) = pieces.last_mut() {
                piece.push(if phone { '\u{a0}' } else { c });
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_e_mail_parts_before_its_at_and_dots_alone_and_a_phone_nowhere() {
        assert_eq!(
            pieces("Excluir ana.001@exemplo.com.br?").join("|"),
            "Excluir ana|.001|@exemplo|.com|.br?"
        );
        assert_eq!(pieces("por ana@b.com. Fim").join("|"), "por ana|@b|.com. Fim");
        assert_eq!(pieces("(11) 98765-4321").join("|"), "(11)\u{a0}98765-4321");
        assert_eq!(pieces("Saldo (do dia) 1.234,56"), ["Saldo (do dia) 1.234,56"]);
    }
}
