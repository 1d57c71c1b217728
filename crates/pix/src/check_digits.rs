//! The two check digits of CPF and CNPJ (Receita Federal; the CNPJ with letters since July 2026). A character
//! is worth its ASCII code minus 48, so `A` is 17. Written here because the published crate draws in a random
//! generator, which does not build for the browser; the tests hold this against it.

/// Whether the last two of 11 digits are the check digits of the nine before.
pub(crate) fn cpf_holds(digits: &[u8; 11]) -> bool {
    holds(digits, 11)
}

/// Whether the last two of 14 characters are the check digits of the twelve before.
pub(crate) fn cnpj_holds(characters: &[u8; 14]) -> bool {
    holds(characters, 9)
}

/// Weights run from the right, beginning with 2, up to `top_weight`, and begin again. Equal characters
/// throughout pass the arithmetic and are refused by name.
fn holds(text: &[u8], top_weight: u32) -> bool {
    let all_equal = text.iter().all(|character| *character == text[0]);
    let digits_from = text.len() - 2;
    !all_equal && (digits_from..text.len()).all(|at| text[at] == check_digit(&text[..at], top_weight))
}

fn check_digit(before: &[u8], top_weight: u32) -> u8 {
    let weights = (2..=top_weight).cycle();
    let sum: u32 = before
        .iter()
        .rev()
        .zip(weights)
        .map(|(&character, weight)| u32::from(character - b'0') * weight)
        .sum();
    match sum % 11 {
        0 | 1 => b'0',
        rest => b'0' + (11 - rest) as u8,
    }
}
