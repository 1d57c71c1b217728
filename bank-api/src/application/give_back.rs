//! The writer's part of a customer's order to return.

use super::{
    admission::Grounds,
    move_money::{MoveMoney, Refusal, refused, repeated},
    return_pix::ReturnPix,
    working_copy::WorkingCopy,
};
use crate::domain::{ReturnOrder, give_back};
use engine::DecidedBy;
use pix::EndToEndId;

impl MoveMoney {
    pub(super) fn give_back(&self, copy: &mut WorkingCopy, request: &ReturnPix) -> DecidedBy<Self> {
        let Some(payee) = copy.session(&request.session) else { return refused(Refusal::NoSession) };
        let idempotency = request.idempotency();
        if let Some(repeated) = repeated(copy, payee.id, &idempotency) {
            return repeated;
        }
        let context = self.context();
        let order = ReturnOrder {
            id: EndToEndId::mint_return(self.bank.ispb, context.now, (self.entropy)()),
            original: request.original,
            amount: request.amount,
            reason: request.reason,
            description: request.description.as_str().to_owned(),
            idempotency,
            pin: (self.pin_digest)(payee.id, request.pin.expose()),
        };
        let grounds = Grounds { session: (request.session, payee.id), key: None };
        let (decision, answer) = give_back(payee, copy.returnable(order.original).as_ref(), &order, context);
        self.decided(copy, decision, answer.map_err(Refusal::Return), Some(grounds))
    }
}
