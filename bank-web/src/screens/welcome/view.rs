//! `/`.

use leptos::prelude::*;

use super::{DemoPerson, Welcome};
use crate::{
    components::{PublicLayout, lang},
    format::initials,
};

pub fn welcome(page: Welcome) -> impl IntoView {
    let lang = lang();
    let person = move |DemoPerson { id, name, words }| {
        let initials = initials(&name);
        view! {
            <li class="person">
                <span class="badge who" aria-hidden="true">{initials}</span>
                <div><b>{name.clone()}</b><small>{words}</small></div>
                <form method="post" action="/demo">
                    <button class="btn tint s" name="person" value=id>
                        {lang.say("welcome.demo.use")}<span class="vh">": "{name}</span>
                    </button>
                </form>
            </li>
        }
    };
    let demo = (!page.demo.is_empty()).then(|| {
        view! {
            <section aria-labelledby="demo">
                <h2 id="demo">{lang.say("welcome.demo.title")}</h2>
                <p class="soft">{lang.say("welcome.demo.text")}</p>
                <ul class="people">{page.demo.into_iter().map(person).collect_view()}</ul>
            </section>
        }
    });
    view! {
        <PublicLayout>
            <div class="stack">
                <a class="btn full" href="/login">{lang.say("welcome.login")}</a>
                <a class="btn line full" href="/open-account">{lang.say("welcome.open")}</a>
            </div>
            {demo}
        </PublicLayout>
    }
}
