//! What the OpenAPI pages of our services share: the form of a problem, the answers that every route of its kind can give,
//! which no handler has to name and none can forget, and, for tests, whether an answer is as its page says. It knows no
//! route.

mod promise;

pub use promise::breach;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Content, Header, ObjectBuilder, OpenApi, Ref, RefOr, Response,
        path::Operation,
        schema::Type,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// What a problem is written in (RFC 9457).
pub const PROBLEM: &str = "application/problem+json";

/// Every answer that is not a success. Some carry more: `holder` of a key that is taken, `attempts_left` of a PIN,
/// `missing_cents` of a balance.
#[derive(ToSchema)]
pub struct Problem {
    /// Stable: what programs go by.
    #[schema(
        rename = "type",
        pattern = "^urn:codepix:problem:[a-z_]+$",
        example = "urn:codepix:problem:invalid_field"
    )]
    pub kind: String,
    /// The status in words.
    #[schema(example = "Unprocessable Entity")]
    pub title: String,
    #[schema(example = 422, minimum = 400, maximum = 599)]
    pub status: u16,
    /// For people: what to correct.
    pub detail: String,
    /// The field that is wrong, where it is one.
    #[schema(nullable = false)]
    pub field: Option<String>,
}

/// How the work of a server goes, in its report of readiness.
#[derive(ToSchema)]
pub struct Work {
    /// `moves`; `stuck`: somebody has waited for too long, and a restart may help.
    pub status: WorkWord,
    pub oldest_job_seconds: Option<f64>,
    pub since_settled_seconds: Option<f64>,
    pub since_heard_seconds: Option<f64>,
    /// Partitions with unread messages of which nothing comes; with one of them the work is stuck.
    #[schema(minimum = 0)]
    pub silent_partitions: u32,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum WorkWord {
    Moves,
    Stuck,
}

/// Names a bearer token that routes ask for.
pub fn add_bearer(document: &mut OpenApi, name: &str, description: &str) {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
    document.components.get_or_insert_default().add_security_scheme(name, SecurityScheme::Http(scheme));
}

/// Adds to each route the problems that any of its kind can answer, and to every problem its form.
pub fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            for (status, words) in common(operation) {
                let answers = &mut operation.responses.responses;
                answers.entry(status.to_owned()).or_insert_with(|| RefOr::T(Response::new(words)));
            }
            for (status, answer) in &mut operation.responses.responses {
                if let RefOr::T(answer) = answer {
                    give_form(status, answer);
                }
            }
        }
    }
    let components = document.components.get_or_insert_default();
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
}

fn common(operation: &Operation) -> Vec<(&'static str, &'static str)> {
    let mut problems = vec![
        ("400", "what cannot be read: JSON, address, query, or a header; or a header that stands twice"),
        ("500", "a mistake of the server; its log has more"),
        ("503", "not possible at present, and no refusal: ask again after `Retry-After`"),
    ];
    let (token, body) = (operation.security.is_some(), operation.request_body.is_some());
    if token {
        problems.push(("401", "no token, or none that is known"));
    }
    if body {
        problems.extend([
            ("413", "the body is larger than 16 KiB"),
            ("415", "the body is not `application/json`, or it is compressed"),
            ("422", "a field breaks a rule; `field` names it"),
        ]);
    }
    problems
}

fn give_form(status: &str, answer: &mut Response) {
    if !status.starts_with(['4', '5']) {
        return;
    }
    if answer.content.is_empty() {
        let form = Content::new(Some(Ref::from_schema_name(Problem::name())));
        answer.content.insert(PROBLEM.to_owned(), RefOr::T(form));
    }
    let header = match status {
        "401" => ("WWW-Authenticate", Header::default()),
        "423" | "429" | "503" => {
            ("Retry-After", Header::new(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1))))
        }
        _ => return,
    };
    answer.headers.insert(header.0.to_owned(), RefOr::T(header.1));
}
