//! How the values are written, for OpenAPI documents: a text that a schema allows is read, but for check digits and piles
//! of marks, which no pattern can tell. What a schema refuses may still be read where only its spelling is off: space
//! around it, or a phone as people write it.

use std::borrow::Cow;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Object, ObjectBuilder, RefOr, Schema,
        schema::{AnyOfBuilder, OneOfBuilder, SchemaFormat, SchemaType, Type},
    },
};

use crate::{BankCode, Description, EndToEndId, Ispb, KeyKind, PersonName, PixKey, Reason, TaxId};

const CPF: &str = r"^[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}$";
const CNPJ: &str = r"^[0-9A-Za-z]{2}\.?[0-9A-Za-z]{3}\.?[0-9A-Za-z]{3}/?[0-9A-Za-z]{4}-?[0-9]{2}$";
const PHONE: &str = r"^\+[1-9][0-9]{1,14}$";
/// A Brazilian one is a mobile's.
const REACHABLE: &str = r"^\+(55[1-9]{2}9[0-9]{8}|5[0-46-9][0-9]{0,13}|[1-46-9][0-9]{1,14})$";
const EMAIL: &str = concat!(
    r"^[0-9A-Za-z.!#$'*+/=?^_`{|}~-]+@[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?",
    r"(\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*$"
);
const UUID: &str = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
/// Which years have a 29th of February is nothing that a pattern can tell.
const END_TO_END_ID: &str = concat!(
    "^[ED][0-9A-Z]{8}(19[7-9][0-9]|[2-9][0-9]{3})",
    "((0[13578]|1[02])(0[1-9]|[12][0-9]|3[01])|(0[469]|11)(0[1-9]|[12][0-9]|30)|02(0[1-9]|[12][0-9]))",
    "([01][0-9]|2[0-3])[0-5][0-9][0-9A-Za-z]{11}$"
);
const EMAIL_MAX: usize = 77;

/// What nobody sees, inside a character class; beyond the first plane, where not every reader of patterns finds its way,
/// it is refused unsaid.
macro_rules! invisible {
    () => {
        concat!(
            r"\u0000-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160",
            r"\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0",
            r"\ufff0-\ufffb"
        )
    };
}
const WORDS: &str = concat!("^[^", invisible!(), "]*$");
/// Not of white space alone.
const NAME: &str =
    concat!(r"^ *[^ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000", invisible!(), "][^", invisible!(), "]*$");

fn text(pattern: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern))
}

fn with_format(pattern: &str, format: &str) -> ObjectBuilder {
    text(pattern).format(Some(SchemaFormat::Custom(format.to_owned())))
}

fn one_of(names: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}

/// A key of a kind, as the directory takes it.
pub fn key_of(kind: KeyKind) -> Object {
    match kind {
        KeyKind::Cpf => with_format(CPF, "cpf"),
        KeyKind::Cnpj => with_format(CNPJ, "cnpj"),
        KeyKind::Phone => text(PHONE).description(Some("With its country, as in +5511987654321.")),
        KeyKind::Email => text(EMAIL).max_length(Some(EMAIL_MAX)),
        KeyKind::Random => with_format(UUID, "uuid"),
    }
    .build()
}

/// A wish for a key beside the properties of `rest`: each kind with the keys that `of` has for it, and none for a random one,
/// however that is said.
pub fn wish(rest: &Object, of: impl Fn(KeyKind) -> Object) -> OneOfBuilder {
    let one = |kind: KeyKind| {
        let wish = ObjectBuilder::from(rest.clone())
            .title(Some(kind.as_str()))
            .property("kind", one_of([kind.as_str()]))
            .required("kind");
        match kind {
            KeyKind::Random => {
                let none = SchemaType::from_iter([Type::String, Type::Null]);
                let none = ObjectBuilder::new().schema_type(none).max_length(Some(0));
                wish.property("key", none.description(Some("Left out: it is drawn.")))
            }
            KeyKind::Cpf | KeyKind::Cnpj | KeyKind::Phone | KeyKind::Email => {
                wish.property("key", of(kind)).required("key")
            }
        }
    };
    KeyKind::ALL.into_iter().fold(OneOfBuilder::new(), |any, kind| any.item(one(kind)))
}

/// A key that a customer can register: a landline receives no code.
pub fn key_of_a_customer(kind: KeyKind) -> Object {
    if kind != KeyKind::Phone {
        return key_of(kind);
    }
    text(REACHABLE)
        .description(Some("With its country, as in +5511987654321; of Brazilian phones only a mobile's."))
        .build()
}

fn tax_id() -> Schema {
    AnyOfBuilder::new()
        .item(key_of(KeyKind::Cpf))
        .item(key_of(KeyKind::Cnpj))
        .description(Some("A CPF or CNPJ, with or without its punctuation; its check digits must hold."))
        .examples(["529.982.247-25"])
        .build()
        .into()
}

fn pix_key() -> Schema {
    let any = KeyKind::ALL.into_iter().fold(AnyOfBuilder::new(), |any, kind| any.item(key_of(kind)));
    any.description(Some(
        "A key of any kind, told apart by its form: 11 bare digits are a CPF, a phone begins with `+`.",
    ))
    .examples(["bia@example.com"])
    .build()
    .into()
}

fn person_name() -> Schema {
    text(NAME)
        .min_length(Some(1))
        .max_length(Some(PersonName::MAX_CHARACTERS))
        .description(Some(
            "Kept composed (NFC), trimmed, with single spaces. No characters that nobody sees, except within an \
             emoji; at most four marks on one letter.",
        ))
        .examples(["Ana Lima"])
        .build()
        .into()
}

fn description() -> Schema {
    text(WORDS)
        .max_length(Some(Description::MAX_CHARACTERS))
        .description(Some(
            "Kept composed (NFC), trimmed, with single spaces; blank is as good as none. No characters that nobody \
             sees, except within an emoji; at most four marks on one letter.",
        ))
        .examples(["Metade do almoço"])
        .build()
        .into()
}

fn end_to_end_id() -> Schema {
    text(END_TO_END_ID)
        .description(Some("E, the ISPB of the payer's bank, the UTC minute as yyyyMMddHHmm, 11 characters."))
        .examples(["E100000012026112402150A1b2C3d4E5"])
        .build()
        .into()
}

fn ispb() -> Schema {
    text("^[0-9A-Z]{8}$")
        .description(Some("What the payment system knows a bank by."))
        .examples(["10000001"])
        .build()
        .into()
}

fn bank_code() -> Schema {
    text("^[0-9]{3}$").examples(["001"]).build().into()
}

fn reason() -> Schema {
    one_of(Reason::ALL.map(Reason::as_str)).into()
}

fn key_kind() -> Schema {
    one_of(KeyKind::ALL.iter().map(KeyKind::as_str)).into()
}

macro_rules! described {
    ($($type:ident: $schema:expr;)*) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($type))
            }
        }
    )*};
}

described! {
    BankCode: bank_code();
    Description: description();
    EndToEndId: end_to_end_id();
    Ispb: ispb();
    KeyKind: key_kind();
    PersonName: person_name();
    PixKey: pix_key();
    Reason: reason();
    TaxId: tax_id();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{DescriptionError, KeyError, PersonNameError, TaxIdError};
    use proptest::{prelude::*, string::string_regex};
    use regex::Regex;

    /// Texts that match `pattern`.
    fn texts(pattern: &str) -> impl Strategy<Value = String> + use<> {
        string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).unwrap()
    }

    fn pattern_of(kind: KeyKind) -> String {
        key_of(kind).pattern.unwrap()
    }

    proptest! {
        #[test]
        fn a_key_that_the_schema_allows_is_read_but_for_its_check_digits(
            cpf in texts(CPF), cnpj in texts(CNPJ), phone in texts(PHONE), email in texts(EMAIL), uuid in texts(UUID),
        ) {
            let email = if email.len() > EMAIL_MAX { "a@b".to_owned() } else { email };
            for (kind, raw) in KeyKind::ALL.into_iter().zip([cpf, cnpj, phone, email, uuid]) {
                for read in [PixKey::parse(kind, &raw), PixKey::detect(&raw)] {
                    let digits = matches!(
                        read,
                        Err(KeyError::CpfOrPhone | KeyError::TaxId(TaxIdError::CpfCheckDigits | TaxIdError::CnpjCheckDigits))
                    );
                    prop_assert!(digits || read.is_ok_and(|key| key.kind() == kind), "{kind}: {raw:?}");
                }
            }
        }

        #[test]
        fn a_key_that_is_read_is_allowed_in_its_one_spelling(raw in "\\PC{0,40}|[-+@. 0-9a-z]{0,20}|[0-9]{11,14}") {
            for kind in KeyKind::ALL {
                if let Ok(key) = PixKey::parse(kind, &raw) {
                    prop_assert!(Regex::new(&pattern_of(kind)).unwrap().is_match(key.as_str()), "{raw:?}");
                }
            }
        }

        #[test]
        fn a_phone_is_a_mobiles_where_the_schema_says_so(raw in texts(PHONE)) {
            let landline = PixKey::detect(&raw).unwrap().is_landline();
            prop_assert_eq!(Regex::new(REACHABLE).unwrap().is_match(&raw), !landline, "{}", raw);
        }

        #[test]
        fn words_that_the_schema_allows_are_read_but_for_piles_of_marks(name in texts(NAME), words in texts(WORDS)) {
            let plane = |text: &str| text.chars().all(|c| c <= '\u{ffff}');
            let read = PersonName::parse(&name);
            prop_assert!(matches!(read, Ok(_) | Err(PersonNameError::Marks)) || !plane(&name), "{name:?}: {read:?}");
            let read = Description::parse(&words);
            prop_assert!(matches!(read, Ok(_) | Err(DescriptionError::Marks)) || !plane(&words), "{words:?}: {read:?}");
        }

        #[test]
        fn words_that_are_read_are_allowed_in_their_one_spelling_but_for_joined_emoji(raw in "\\PC{0,20}|[ \u{200b}\u{fe0f}a🍲]{0,6}") {
            let joins = |text: &str| text.contains(['\u{200d}', '\u{fe0e}', '\u{fe0f}']);
            if let Ok(words) = Description::parse(&raw) && !joins(words.as_str()) {
                prop_assert!(Regex::new(WORDS).unwrap().is_match(words.as_str()), "{raw:?}");
                prop_assert_eq!(Regex::new(NAME).unwrap().is_match(words.as_str()), !words.is_blank(), "{:?}", raw);
            }
        }
    }

    #[test]
    fn the_examples_are_what_they_stand_for() {
        assert!("E100000012026112402150A1b2C3d4E5".parse::<EndToEndId>().is_ok());
        assert!("529.982.247-25".parse::<TaxId>().is_ok());
    }
}
