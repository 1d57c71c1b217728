//! The pages that the one field leads to.

use futures::future::try_join;
use pix::{Cents, Description, Part, PixKey, Role, Unsure};

use super::{choices, words};
use crate::{
    components::recent_payees,
    form::Field,
    format::{Clock, bare_money, money, pay_page},
    page::Page,
    screens::{
        pix::{Pix, PixRead, PixUnsure, Question},
        send::{Draft, PayeeLookup, SendContext, draft},
    },
    server::{
        Answer, AppState, PageRequest,
        bank_api::{Problem, Token},
    },
};

pub struct Reader<'a> {
    pub app: &'a AppState,
    pub request: &'a PageRequest,
    pub token: &'a Token,
}

/// What a message says, once nothing in it is in doubt.
pub struct Sure {
    pub key: PixKey,
    pub amount: Option<Cents>,
    pub description: Option<Description>,
    pub parts: Vec<Part>,
}

impl From<pix::Message> for Sure {
    fn from(pix::Message { key, amount, description, parts }: pix::Message) -> Sure {
        Sure { key, amount, description, parts }
    }
}

impl Reader<'_> {
    /// The field, with what is wrong in it.
    pub async fn field(&self, what: String, error: Option<String>) -> Result<Answer, Problem> {
        let bank = &self.app.bank;
        let (me, statement) =
            try_join(bank.me(self.token), bank.statement(self.token, "limit=50&direction=out")).await?;
        let people = recent_payees(&statement.entries, Clock::now(self.request.lang));
        let what = Field { value: what, error };
        Ok(Answer::inside(&me, Page::Pix(Pix { balance: bare_money(me.balance_cents), what, people })))
    }

    /// Whom the message pays, how much, and for what.
    pub async fn message(&self, what: String, message: Sure) -> Result<Answer, Problem> {
        let context = SendContext { app: self.app, request: self.request, token: self.token };
        let payee = match context.payee(&message.key, false).await? {
            PayeeLookup::Found(payee) => Some(payee),
            PayeeLookup::Unavailable => None,
            PayeeLookup::Refused(words) => return self.field(what, Some(words.to_owned())).await,
        };
        let draft = Draft {
            amount: message.amount.map(|amount| money(amount.get())),
            description: message.description.as_ref().map(|words| words.as_str().to_owned()),
            ..draft(&message.key, payee.as_ref())
        };
        let said = words::said(&message.parts, &message.key, self.request.lang);
        let me = self.app.bank.me(self.token).await?;
        Ok(Answer::inside(&me, Page::PixRead(PixRead { said, draft })))
    }

    /// Asks for what is in doubt, the payee first; with both answered it is a message like any other.
    pub async fn unsure(
        &self,
        what: String,
        unsure: Unsure,
        (key, amount): (String, String),
    ) -> Result<Answer, Problem> {
        if let Some(code) = choices::chosen_code(&unsure, &key) {
            return Ok(Answer::Redirect(pay_page(&code)));
        }
        let payee = choices::chosen_key(&unsure, &key);
        let Some(payee) = payee else {
            let choices = choices::payees(self, &unsure).await?;
            let chosen = vec![("amount".to_owned(), amount)];
            return self.ask((Question::Payee, choices), (what, unsure, chosen), Draft::default()).await;
        };
        match choices::chosen_amount(&unsure, &amount) {
            Some(amount) => {
                let Unsure { description, parts, .. } = unsure;
                self.message(what, Sure { key: payee, amount, description, parts }).await
            }
            None => {
                let choices = choices::amounts(&unsure, self.request.lang);
                let chosen = vec![("key".to_owned(), payee.as_str().to_owned())];
                self.ask((Question::Amount, choices), (what, unsure, chosen), draft(&payee, None)).await
            }
        }
    }

    async fn ask(
        &self,
        (question, choices): (Question, Vec<crate::screens::pix::Choice>),
        (what, unsure, chosen): (String, Unsure, Vec<(String, String)>),
        draft: Draft,
    ) -> Result<Answer, Problem> {
        let me = self.app.bank.me(self.token).await?;
        let role = if question == Question::Payee { Role::Key } else { Role::Amount };
        let said = words::said_in_doubt(&unsure.parts, role, self.request.lang);
        let chosen = chosen.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let page = PixUnsure { what, said, question, choices, chosen, draft };
        Ok(Answer::inside(&me, Page::PixUnsure(page)))
    }
}
