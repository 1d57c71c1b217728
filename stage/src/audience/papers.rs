//! What the stage shows a bank for a phone: a tax id and an e-mail address of nobody's, a password, a PIN.

use engine::Entropy;
use secret::Secret;

/// The end of everybody's e-mail address, which is the key they are paid by: by it the room's transfers are known in the
/// journal.
pub const KEYS_END: &str = "@sala.example.com";

/// One customer's, drawn once for each account.
#[derive(Clone, Debug)]
pub struct Papers {
    pub tax_id: String,
    pub email: String,
    pub password: Secret,
    pub pin: Secret,
}

impl Papers {
    pub fn drawn(entropy: &Entropy) -> Papers {
        Papers {
            tax_id: cpf(entropy()),
            email: format!("{:016x}{KEYS_END}", entropy()),
            password: Secret::new(format!("{:016x}{:016x}", entropy(), entropy())),
            pin: Secret::new(format!("{:04}", entropy() % 10_000)),
        }
    }
}

/// A CPF with its check digits, from chance. All digits the same are nobody's, though they pass.
fn cpf(chance: u64) -> String {
    let mut digits: Vec<u8> =
        format!("{:09}", chance % 1_000_000_000).bytes().map(|byte| byte - b'0').collect();
    if digits.iter().all(|digit| *digit == digits[0]) {
        digits[0] = (digits[0] + 1) % 10;
    }
    for _ in 0..2 {
        let weighted = digits.iter().rev().zip(2_u32..).map(|(digit, weight)| u32::from(*digit) * weight);
        let check = match weighted.sum::<u32>() % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        };
        digits.push(u8::try_from(check).unwrap_or_default());
    }
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pix::TaxId;

    #[test]
    fn every_tax_id_that_is_drawn_could_be_somebodys() {
        for chance in [0, 1, 111_111_111, 529_982_247, 999_999_999, u64::MAX] {
            assert!(TaxId::parse_cpf(&cpf(chance)).is_ok(), "{chance}");
        }
        assert_eq!(cpf(529_982_247), "52998224725");
    }

    #[test]
    fn no_two_have_the_same_papers_and_no_log_shows_what_is_secret() {
        let entropy = engine::system_entropy();
        let [one, other] = [(); 2].map(|()| Papers::drawn(&entropy));
        assert!(one.email != other.email && one.tax_id != other.tax_id);
        assert!(one.email.ends_with(KEYS_END));
        assert!(!format!("{one:?}").contains(one.password.expose()));
    }
}
