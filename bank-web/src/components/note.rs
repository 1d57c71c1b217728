//! A page's message: what happened, what it means, what to do.

use leptos::prelude::*;

use super::{breakable, icon};
use crate::form::{Note, Tone};

#[component]
pub fn NoteBox(note: Option<Note>) -> AnyView {
    note.map(|Note { tone, icon: drawing, title, text }| {
        let role = if tone == Tone::No { "alert" } else { "status" };
        view! {
            <div class=format!("note {}", tone.class()) role=role>
                {icon(&drawing, "")}
                <div><b>{breakable(&title)}</b><p>{breakable(&text)}</p></div>
            </div>
        }
    })
    .into_any()
}
