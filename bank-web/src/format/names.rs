//! Names of people, shortened.

/// Of the first and the last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    [first, words.next_back()].into_iter().flatten().flat_map(char::to_uppercase).collect()
}

/// First and last word.
pub fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next();
    [first, words.next_back()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_to_their_ends() {
        assert_eq!(initials("Marina Albuquerque Duarte"), "MD");
        assert_eq!(short_name("Marina Albuquerque Duarte"), "Marina Duarte");
        assert_eq!((initials("ícaro"), short_name("Ícaro")), ("Í".to_owned(), "Ícaro".to_owned()));
        assert_eq!((initials(""), short_name(" ")), (String::new(), String::new()));
    }
}
