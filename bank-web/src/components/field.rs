//! Fields of forms: the label above, a hint between, the error below, all linked for screen readers.

use leptos::prelude::*;

use super::{icon, lang};
use crate::{
    form::Field,
    input::{Mask, masked},
};

/// One line of text. `id` is its name as well. `first`: it has the focus, and its error is read aloud at once.
#[component]
pub fn TextField(
    id: &'static str,
    label: String,
    field: Field,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] hint: Option<String>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(optional)] optional: bool,
    #[prop(default = 200)] maxlength: u16,
    #[prop(optional)] first: bool,
    #[prop(optional)] mask: Option<Mask>,
) -> AnyView {
    let wrong = field.has_error();
    let described = described_by(id, hint.is_some(), wrong);
    let spelled = matches!(kind, "text") && autocomplete != "name";
    let capitals = if mask == Some(Mask::TaxId) || mask == Some(Mask::Cnpj) { "characters" } else { "none" };
    let typed = move |event| {
        if let Some(mask) = mask {
            write_as(mask, &event_target(&event));
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-h")>{hint}</p> })}
            <input class="input" id=id name=id type=kind value=field.value aria-describedby=described
                aria-invalid=wrong.then_some("true") autocomplete=autocomplete inputmode=inputmode
                autocapitalize=spelled.then_some(capitals) spellcheck=spelled.then_some("false")
                maxlength=maxlength required=!optional autofocus=first on:input=typed/>
            <FieldError id error=field.error said=first/>
        </div>
    }
    .into_any()
}

/// Only while the cursor is at the end: elsewhere it would jump.
fn write_as(mask: Mask, input: &web_sys::HtmlInputElement) {
    let raw = input.value();
    let at_end =
        input.selection_end().ok().flatten().is_none_or(|at| at as usize == raw.encode_utf16().count());
    let written = masked(mask, &raw);
    if at_end && written != raw {
        input.set_value(&written);
    }
}

/// Four digits, drawn as four boxes. The server never sends a PIN back.
#[component]
pub fn PinField(
    label: String,
    hint: String,
    error: Option<String>,
    #[prop(optional)] first: bool,
) -> AnyView {
    let wrong = error.is_some();
    view! {
        <div class="field">
            <label for="pin">{label}</label>
            <FieldError id="pin" error said=first/>
            <span class="pin">
                <input id="pin" name="pin" type="password" inputmode="numeric" pattern="[0-9]{4}" maxlength="4"
                    autocomplete="off" placeholder="0000" required aria-describedby=described_by("pin", true, wrong)
                    aria-invalid=wrong.then_some("true") autofocus=first/>
            </span>
            <p class="hint" id="pin-h">{hint}</p>
        </div>
    }
    .into_any()
}

/// The error of the field with that id; `said`: read aloud at once.
#[component]
pub fn FieldError(id: &'static str, error: Option<String>, #[prop(optional)] said: bool) -> AnyView {
    error
        .map(|error| {
            view! {
                <p class="err" id=format!("{id}-e") role=said.then_some("alert")>
                    {icon("alert", "s")}<span>{error}</span>
                </p>
            }
        })
        .into_any()
}

/// On top of a form: how many errors there are, with a link to each field.
#[component]
pub fn ErrorSummary(wrong: Vec<(&'static str, String)>) -> AnyView {
    let lang = lang();
    let title = match wrong.len() {
        1 => lang.say("form.err.one").to_owned(),
        n => lang.fill("form.err.many", &[("n", &n.to_string())]),
    };
    (!wrong.is_empty())
        .then(|| {
            let links =
                wrong.into_iter().map(|(id, label)| view! { <li><a href=format!("#{id}")>{label}</a></li> });
            view! {
                <div class="note no" role="alert" tabindex="-1">
                    {icon("alert", "")}
                    <div><b>{title}</b><ul class="comma">{links.collect_view()}</ul></div>
                </div>
            }
        })
        .into_any()
}

pub fn described_by(id: &str, hint: bool, wrong: bool) -> Option<String> {
    let ids: Vec<String> = [(hint, "h"), (wrong, "e")]
        .iter()
        .filter(|(there, _)| *there)
        .map(|(_, end)| format!("{id}-{end}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
