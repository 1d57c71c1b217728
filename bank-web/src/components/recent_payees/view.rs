//! Those who were paid lately: by their initials in a line, or as rows.

use leptos::prelude::*;

use crate::components::{RecentPayee, icon};

#[component]
pub fn RecentPayees(people: Vec<RecentPayee>) -> AnyView {
    let face = |person: RecentPayee| {
        view! {
            <a href=person.href><span class="badge who" aria-hidden="true">{person.initials}</span>{person.short}</a>
        }
    };
    view! { <div class="faces">{people.into_iter().map(face).collect_view()}</div> }.into_any()
}

#[component]
pub fn RecentPayeeRows(people: Vec<RecentPayee>) -> AnyView {
    let row = |person: RecentPayee| {
        view! {
            <li>
                <a class="row" href=person.href>
                    <span class="badge who" aria-hidden="true">{person.initials}</span>
                    <span class="what"><b>{person.name}</b><small>{person.bank}" · "{person.when}</small></span>
                    {icon("right", "s")}
                </a>
            </li>
        }
    };
    view! { <ul class="rows">{people.into_iter().map(row).collect_view()}</ul> }.into_any()
}
