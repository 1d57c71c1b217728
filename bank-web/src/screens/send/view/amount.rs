//! Third question: how much, with which message.

use leptos::prelude::*;

use super::{amount_field::AmountField, head::SendHead, slip::DraftSlip};
use crate::{
    components::{AccountLayout, TextField, lang},
    screens::send::SendAmount,
};

pub fn send_amount(page: SendAmount) -> impl IntoView {
    let lang = lang();
    let draft = page.draft.clone();
    let back = draft.before_amount();
    let at_message = page.description.has_error() && !page.amount.has_error();
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <SendHead step=3 back/>
                    <div class="ask">
                        <h2>{lang.say("send.amount.ask")}</h2>
                        <p class="lead">{lang.fill("send.amount.to", &[("name", draft.payee_name())])}</p>
                    </div>
                    <form class="form" action="/pix/send" novalidate>
                        <input type="hidden" name="step" value="review"/>
                        <input type="hidden" name="key" value=draft.key.clone()/>
                        <input type="hidden" name="entry" value=draft.entry.clone()/>
                        <input type="hidden" name="code" value=draft.code.clone()/>
                        <AmountField field=page.amount available=page.available first=!at_message/>
                        <TextField id="description" label=lang.say("send.message").to_owned() field=page.description
                            hint=lang.say("send.message.hint").to_owned() optional=true maxlength=600 first=at_message/>
                        <button class="btn full">{lang.say("send.check")}</button>
                    </form>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </AccountLayout>
    }
}
