//! What the fields of a whole code mean. The checksum holds already, so that a wrong value is its maker's.

use super::{
    BrCode, CodeError, DynamicCode, GUI, Location, Merchant, StaticCode, tlv, tlv::Field, tlv::Measure,
};
use crate::{Cents, Description, KeyKind, PixKey, Txid, area_codes};

/// The fields of one code and how its maker counted.
pub(super) struct Fields<'t> {
    pub(super) all: Vec<Field<'t>>,
    pub(super) measure: Measure,
}

impl<'t> Fields<'t> {
    /// The value of the first field `id`, if it is written and not empty.
    fn value(&self, id: u8) -> Option<&'t str> {
        value(&self.all, id)
    }

    fn template(&self, text: &'t str) -> Option<Vec<Field<'t>>> {
        tlv::all(text, self.measure)
    }

    pub(super) fn understand(&self) -> Result<BrCode, CodeError> {
        let account = self.account()?;
        if !self.value(58).is_some_and(|country| country.eq_ignore_ascii_case("BR")) {
            return Err(CodeError::Country);
        }
        if self.value(53) != Some("986") {
            return Err(CodeError::Currency);
        }
        let merchant =
            Merchant::found(self.value(59).unwrap_or_default(), self.value(60).unwrap_or_default());
        match (value(&account, 1), value(&account, 25)) {
            (Some(_), Some(_)) => Err(CodeError::TwoPayees),
            (None, None) => Err(CodeError::NoPayee),
            (None, Some(address)) => {
                let location = address.parse::<Location>().map_err(|_| CodeError::Location)?;
                Ok(BrCode::Dynamic(DynamicCode { location, merchant }))
            }
            (Some(raw), None) => Ok(BrCode::Static(StaticCode {
                key: key(raw)?,
                amount: self.amount()?,
                txid: self.txid(),
                description: value(&account, 2).and_then(|words| Description::parse(words).ok()),
                merchant,
            })),
        }
    }

    /// The template of Pix among those of other ways to pay.
    fn account(&self) -> Result<Vec<Field<'t>>, CodeError> {
        let templates = self.all.iter().filter(|field| (26..=51).contains(&field.id));
        let mut pix = templates
            .filter_map(|field| self.template(field.value))
            .filter(|template| value(template, 0).is_some_and(|gui| gui.trim().eq_ignore_ascii_case(GUI)));
        let account = pix.next().ok_or(CodeError::NotPix)?;
        let twice = |id| account.iter().filter(|field| field.id == id).count() > 1;
        if pix.next().is_some() || twice(1) || twice(25) {
            return Err(CodeError::TwoPayees);
        }
        Ok(account)
    }

    /// Whole reais, or a point and one or two decimals; more than zero.
    fn amount(&self) -> Result<Option<Cents>, CodeError> {
        let mut written = self.all.iter().filter(|field| field.id == 54 && !field.value.is_empty());
        let Some(field) = written.next() else { return Ok(None) };
        let amount = cents(field.value.trim()).filter(|_| written.next().is_none());
        amount.map(Some).ok_or(CodeError::Amount)
    }

    /// What the payee knows the payment by. One that cannot travel, for its length or its letters, is left out: the
    /// payment is none the worse.
    fn txid(&self) -> Option<Txid> {
        let template = self.template(self.value(62)?)?;
        Txid::parse(value(&template, 5)?).ok()
    }
}

fn value<'t>(fields: &[Field<'t>], id: u8) -> Option<&'t str> {
    fields.iter().find(|field| field.id == id).map(|field| field.value).filter(|value| !value.is_empty())
}

fn cents(text: &str) -> Option<Cents> {
    let (reais, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if reais.is_empty()
        || text.len() > 13
        || !matches!(decimals.len(), 1 | 2)
        || !digits(reais)
        || !digits(decimals)
    {
        return None;
    }
    let cents: i64 = format!("{reais}{decimals:0<2}").parse().ok()?;
    Some(Cents::new(cents)).filter(|cents| cents.is_positive())
}

/// As in the field for a key. Eleven digits are a CPF, as the standard has it, and a mobile only where no such CPF
/// is.
fn key(raw: &str) -> Result<PixKey, CodeError> {
    PixKey::detect(raw).map_err(CodeError::Key).or_else(|error| match PixKey::parse(KeyKind::Phone, raw) {
        Ok(phone) if !phone.is_landline() && area_codes::begins(raw) => Ok(phone),
        _ => Err(error),
    })
}
