//! The area codes of Brazil (Anatel). A key may name one that does not exist, as the Central Bank's own sample does;
//! but eleven bare digits are taken for a phone only where one could ring.

/// Those that exist, by their first digit, told by their second.
const SECOND_DIGITS: [&[u8]; 10] = [
    b"",
    b"123456789",
    b"12478",
    b"1234578",
    b"123456789",
    b"1345",
    b"123456789",
    b"134579",
    b"123456789",
    b"123456789",
];

/// Whether `digits` begin with an area code that exists.
pub(crate) fn begins(digits: &str) -> bool {
    let mut digits = digits.bytes().map(|b| usize::from(b.wrapping_sub(b'0')));
    let (Some(first), Some(second)) = (digits.next(), digits.next()) else { return false };
    SECOND_DIGITS.get(first).is_some_and(|seconds| seconds.iter().any(|b| usize::from(b - b'0') == second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_sixty_seven_area_codes() {
        let all = (0..100).filter(|code| begins(&format!("{code:02}987654321")));
        assert_eq!(all.count(), 67);
        for none in ["", "1", "1x", "é1", "52", "10", "00"] {
            assert!(!begins(none), "{none}");
        }
    }
}
