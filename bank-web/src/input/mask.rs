//! Masks of fields: adds the usual signs between digits while somebody types.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    Phone,
    Cpf,
    Cnpj,
    /// A CPF while it can be one, then a CNPJ.
    TaxId,
}

/// The text with the signs of the mask; a text that does not fit the mask stays as it is. It never ends with such a
/// sign, so that a backspace always removes a digit.
pub fn masked(mask: Mask, raw: &str) -> String {
    let signs: String = raw.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = signs.bytes().all(|b| b.is_ascii_digit());
    let signs = match (mask, signs.strip_prefix("55")) {
        (Mask::Phone, Some(local)) if signs.len() == 13 => local.to_owned(),
        _ => signs.to_ascii_uppercase(),
    };
    let (pattern, holds) = match mask {
        Mask::Phone => ("(##) #####-####", digits && !raw.starts_with('+') || raw.starts_with("+55")),
        Mask::TaxId if !digits || signs.len() > 11 => ("##.###.###/####-##", true),
        Mask::Cnpj => ("##.###.###/####-##", true),
        Mask::Cpf | Mask::TaxId => ("###.###.###-##", digits),
    };
    let places = pattern.bytes().filter(|place| *place == b'#').count();
    if !holds || signs.is_empty() || signs.len() > places {
        return raw.to_owned();
    }
    let mut rest = signs.chars().peekable();
    let mut written = String::new();
    for place in pattern.chars() {
        if rest.peek().is_none() {
            break;
        }
        written.push(if place == '#' { rest.next().unwrap_or(place) } else { place });
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_written_as_it_grows() {
        for (mask, raw, written) in [
            (Mask::Phone, "1", "(1"),
            (Mask::Phone, "119", "(11) 9"),
            (Mask::Phone, "(11) ", "(11"),
            (Mask::Phone, "11987654321", "(11) 98765-4321"),
            (Mask::Phone, "+55 11 98765-4321", "(11) 98765-4321"),
            (Mask::Phone, "+1 415 555 0100", "+1 415 555 0100"),
            (Mask::Cpf, "5299", "529.9"),
            (Mask::Cpf, "52998224725", "529.982.247-25"),
            (Mask::Cpf, "529982247259", "529982247259"),
            (Mask::TaxId, "52998224725", "529.982.247-25"),
            (Mask::TaxId, "529.982.247-251", "52.998.224/7251"),
            (Mask::TaxId, "12abc34501de35", "12.ABC.345/01DE-35"),
            (Mask::Cnpj, "11222", "11.222"),
            (Mask::Cpf, "ana", "ana"),
            (Mask::Cpf, "", ""),
        ] {
            assert_eq!(masked(mask, raw), written, "{raw}");
        }
    }
}
