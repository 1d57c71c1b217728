//! The field of the amount. With scripts digits fill it from the right, cents first; a text with a comma or a point, or
//! a pasted one, is read as it is written. Without scripts the server reads it the same way.

use leptos::{html::Input, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, InputEvent};

use crate::{
    components::{Amount, FieldError, described_by, lang},
    form::Field,
    input::AmountPad,
};

#[component]
pub fn AmountField(field: Field, available: String, first: bool) -> AnyView {
    let lang = lang();
    let wrong = field.has_error();
    let described = described_by("amount", true, wrong);
    let pad = StoredValue::new(AmountPad::default());
    let input = NodeRef::<Input>::new();
    // What was typed before the script was loaded.
    Effect::new(move || {
        if let Some(input) = input.get() {
            pad.update_value(|pad| input.set_value(&pad.written(&input.value())));
        }
    });
    let typed = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let by_key = event.dyn_ref::<InputEvent>().is_some_and(is_key);
        pad.update_value(|pad| {
            let text = input.value();
            let shown = if by_key { pad.typed(&text) } else { pad.written(&text) };
            if shown != text {
                input.set_value(&shown);
            }
        });
    };
    let left = move |event: leptos::ev::FocusEvent| {
        let input: HtmlInputElement = event_target(&event);
        pad.update_value(|pad| input.set_value(&pad.written(&input.value())));
    };
    view! {
        <div class="field">
            <label for="amount">{lang.say("send.amount")}</label>
            <div class="amount">
                <span aria-hidden="true">"R$"</span>
                <input id="amount" name="amount" inputmode="decimal" autocomplete="off" placeholder="0,00"
                    value=field.value aria-describedby=described required maxlength="24" autofocus=first
                    aria-invalid=wrong.then_some("true") node_ref=input on:input=typed on:blur=left/>
            </div>
            <p class="hint" id="amount-h">
                {lang.fill("send.amount.available", &[("amount", "")])}<Amount words=available/>
            </p>
            <FieldError id="amount" error=field.error/>
        </div>
    }
    .into_any()
}

/// Whether a key was pressed, rather than a text pasted, dropped or filled in.
fn is_key(event: &InputEvent) -> bool {
    let one = || event.data().is_some_and(|data| data.chars().count() == 1);
    match event.input_type().as_str() {
        "insertText" => one(),
        // The keyboard of a phone sends the whole text that it is composing.
        "insertCompositionText" => true,
        kind => kind.starts_with("deleteContent"),
    }
}
