//! The page: for the presenter and for the audience, with scripts and without.

use serde_json::Value;
use stage::journal::{Entry, Kind, Money, Node, ProcessState};

use crate::support::{PRESENTER, Theatre, at, commit, message, place, process};

fn money(banks: [i64; 2], underway_cents: i64) -> Entry {
    let [ipe, mare] = banks;
    Entry::Money(Money {
        snapshot_ms: 3,
        issued_cents: 400_000,
        banks: [(place("001"), ipe), (place("002"), mare)].into(),
        underway_cents,
        accepted: 127,
        completed: 121,
        refunded: 3,
        waiting: [(place("hub"), 3)].into(),
        unanswered: None,
    })
}

/// What the script is told.
fn embedded(page: &str, id: &str) -> Value {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    serde_json::from_str(page.split(&start).nth(1).unwrap().split("</script>").next().unwrap()).unwrap()
}

/// The tag that has this attribute.
fn tag<'a>(page: &'a str, attribute: &str) -> &'a str {
    let start = page[..page.find(attribute).unwrap()].rfind('<').unwrap();
    page[start..].split_inclusive('>').next().unwrap()
}

#[tokio::test]
async fn nothing_runs_or_is_styled_in_the_page_but_its_own_files() {
    let answer = Theatre::open().get("/", &PRESENTER).await;
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("script-src 'self'; style-src 'self'"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(
        !answer.body.contains(" style=\"")
            && !answer.body.contains("<style")
            && !answer.body.contains(" onclick")
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn the_phones_are_the_banks_pages_by_the_name_the_reader_calls_this_machine() {
    let theatre = Theatre::open();
    for (host, phones) in [
        ("localhost:3000", "http://localhost:3001 http://localhost:3002"),
        ("127.0.0.1:3000", "http://127.0.0.1:3001 http://127.0.0.1:3002"),
        ("192.0.2.10:3000", "'none'"),
    ] {
        let answer = theatre.get("/", &[("host", host)]).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains(&format!("frame-src {phones};")), "{host}: {policy}");
        let frames = answer.body.matches("<iframe").count();
        assert_eq!(frames, if phones == "'none'" { 0 } else { 2 }, "{host}");
    }
    let page = theatre.get("/", &[("host", "localhost:3000")]).await.body;
    assert!(
        page.contains("src=\"http://localhost:3001/\"") && page.contains("title=\"Páginas do Banco Ipê\""),
        "{page}"
    );
}

#[tokio::test]
async fn the_audience_sees_no_plugs() {
    let theatre = Theatre::open();
    let (presenter, audience) = (theatre.get("/", &PRESENTER).await.body, theatre.get("/", &[]).await.body);
    assert_eq!(embedded(&presenter, "opening")["presenter"], true);
    assert_eq!(embedded(&audience, "opening")["presenter"], false);
    for of_the_presenter in ["class=\"group acts\"", "class=\"seg\"", " id=\"dial\"", " id=\"b-desk\""] {
        assert!(tag(&audience, of_the_presenter).contains(" hidden"), "{of_the_presenter}");
        assert!(!tag(&presenter, of_the_presenter).contains(" hidden"), "{of_the_presenter}");
    }
    assert!(presenter.contains("id=\"desk\"") && !audience.contains("id=\"desk\""));
    assert!(!presenter.contains(crate::support::TOKEN), "no script reads the token");
}

#[tokio::test]
async fn the_script_gets_what_is_on_stage_and_every_text_in_both_languages() {
    let page = Theatre::open().get("/", &[]).await.body;
    let opening = embedded(&page, "opening");
    assert_eq!(opening["ground"]["banks"][1]["name"], "Banco Maré");
    assert_eq!((&opening["last"], &opening["nodes"][0]), (&Value::from(1), &Value::from("hub")));
    let texts = embedded(&page, "copy");
    assert_eq!(texts["page.title"], serde_json::json!(["CodePix: o palco", "CodePix: the stage"]));
    assert!(texts.as_object().unwrap().len() > 300);
}

#[tokio::test]
async fn the_page_speaks_the_readers_language() {
    let theatre = Theatre::open();
    let page = theatre.get("/", &[]).await.body;
    assert!(
        page.starts_with("<!DOCTYPE html><html lang=\"pt-BR\"")
            && tag(&page, " id=\"b-prove\"").contains("deck.prove")
    );
    assert!(page.contains(">Provar</button>"));
    for headers in [("accept-language", "en-GB,en"), ("cookie", "a=b; lang=en")] {
        let page = theatre.get("/", &[headers]).await.body;
        assert!(page.contains("<html lang=\"en\"") && page.contains(">Prove it</button>"), "{headers:?}");
    }
}

#[tokio::test]
async fn without_scripts_a_list_tells_the_same_truth() {
    let theatre = Theatre::open();
    theatre.journal.append(process(Node::Bank("001".parse().unwrap()), ProcessState::Up));
    theatre.journal.append(Entry::Process {
        node: Node::Hub,
        pid: None,
        state: ProcessState::Killed,
        since: at(0),
        bug: None,
    });
    theatre.journal.append(commit("E1", "001", 1, "pending"));
    theatre.journal.append(message("E0", Kind::Requested, 6));
    theatre.journal.append(message("E1", Kind::Requested, 7));
    theatre.journal.append(Entry::Position {
        group: "hub".into(),
        topic: "codepix.from.001".into(),
        partition: 0,
        offset: 7,
    });
    theatre.journal.append(money([153_050, 217_675], 29_275));
    let page = theatre.get("/", &[]).await.body;
    let page = page.replace("<!>", "").replace("<!---->", "");
    for words in [
        "Banco Ipê R$ 1.530,50 + a caminho R$ 292,75 + Banco Maré R$ 2.176,75 = R$ 4.000,00: certo ao centavo.",
        "127 aceitos = 121 concluídos + 3 devolvidos + 3 esperando: 3 pelo hub.",
        "<li>Banco Ipê: no ar.</li>",
        "<li>Hub CodePix: caiu há 0,0 s. 3 esperam por ele.</li>",
        "<li>pedido, R$ 80,00, Marina para Rafael, em codepix.from.001: espera na fila.</li>",
        "<li>Marina envia R$ 80,00 para Rafael</li>",
        "<li>Hub CodePix caiu</li>",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert_eq!(
        page.matches("espera na fila").count() - page.matches("token.waits").count(),
        1,
        "the other was read"
    );
    assert!(page.contains("<noscript><link rel=\"stylesheet\""));
}

#[tokio::test]
async fn a_sum_that_does_not_hold_says_by_how_much() {
    for (banks, words) in [([153_050, 209_675], "faltam R$ 80,00"), ([153_050, 225_675], "sobram R$ 80,00")] {
        let theatre = Theatre::open();
        theatre.journal.append(money(banks, 29_275));
        assert!(theatre.get("/", &[]).await.body.contains(words), "{words}");
    }
}

#[tokio::test]
async fn names_from_outside_are_written_as_text() {
    let theatre = Theatre::open();
    let customer =
        |name: &str| Entry::Customer { number: 1, place: place("001"), name: name.into(), waiting: false };
    theatre.journal.append(customer("</script><script>"));
    let mut told = commit("E1", "001", 1, "pending");
    if let Entry::Commit(commit) = &mut told {
        commit.payer = Some("<b onload=x>".into());
    }
    theatre.journal.append(told);
    let page = theatre.get("/", &[]).await.body;
    assert!(page.contains("&lt;b onload=x&gt; envia") && !page.contains("<b onload"));
}
