//! Is a transfer that a bank shows the one that was ordered? Nobody may ever be shown another's.

use super::customer::{Customer, SendPix};
use pix::{Description, PixKey};
use serde_json::{Value, json};

impl SendPix {
    /// Holds what `payer` is shown, at the acceptance or later, against this order.
    ///
    /// # Errors
    /// In words, what is not as it was ordered.
    pub fn is_shown_to(&self, payer: &Customer, shown: &Value) -> Result<(), String> {
        let key = PixKey::detect(&self.key).map_or(self.key.clone(), |key| key.as_str().to_owned());
        let description = Description::parse(&self.description);
        let description =
            description.map_or(self.description.clone(), |description| description.as_str().to_owned());
        let mut ordered = vec![
            ("direction", json!("out")),
            ("amount_cents", json!(self.amount_cents)),
            ("key", json!(key)),
            ("description", json!(description)),
        ];
        // An acceptance does not repeat who pays.
        if !shown["payer"].is_null() {
            ordered.push(("/payer/name", json!(payer.person.name)));
        }
        let seen = |field: &str| match field.starts_with('/') {
            true => shown.pointer(field).cloned().unwrap_or_default(),
            false => shown[field].clone(),
        };
        let differs = ordered.iter().filter(|(field, ordered)| seen(field) != *ordered);
        let differs: Vec<_> =
            differs.map(|(field, ordered)| format!("{field} is {}, not {ordered}", seen(field))).collect();
        if differs.is_empty() { Ok(()) } else { Err(format!("{} in {shown}", differs.join(", "))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{BankClient, Person};

    fn ana() -> Customer {
        let person = Person { name: "Ana Lima".into(), ..Person::draw() };
        let bank = BankClient::new(1).expect("a client");
        Customer { bank, person, account_id: "1".into(), token: String::new() }
    }

    fn shown() -> Value {
        json!({ "end_to_end_id": "E1", "direction": "out", "amount_cents": 7, "key": "bia@example.com",
            "description": "café", "payer": { "name": "Ana Lima" } })
    }

    #[test]
    fn what_was_ordered_is_recognised_as_the_bank_writes_it() {
        let order = SendPix { description: " café ".into(), ..SendPix::new("BIA@example.com", 7) };
        assert_eq!(order.is_shown_to(&ana(), &shown()), Ok(()));
        let accepted = json!({ "direction": "out", "amount_cents": 7, "key": "bia@example.com",
            "description": "café" });
        assert_eq!(order.is_shown_to(&ana(), &accepted), Ok(()));
    }

    #[test]
    fn another_order_is_noticed_by_each_of_its_fields() {
        let order = SendPix { description: "café".into(), ..SendPix::new("bia@example.com", 7) };
        let others = [
            ("/direction", json!("in")),
            ("/amount_cents", json!(8)),
            ("/key", json!("eva@example.com")),
            ("/description", json!("")),
            ("/payer/name", json!("Eva Reis")),
        ];
        for (field, value) in others {
            let mut shown = shown();
            *shown.pointer_mut(field).expect(field) = value;
            assert!(order.is_shown_to(&ana(), &shown).is_err(), "{field}");
        }
    }
}
