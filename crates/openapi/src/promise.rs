//! Does a server answer as its page says? Every story that is told over HTTP can ask.

use serde_json::{Map, Value};

/// What is wrong with an answer of `status` and media type `kind`, by `document`; nothing is wrong with addresses that the
/// page does not name.
pub fn breach(document: &Value, request: (&str, &str), answer: (u16, &str)) -> Option<String> {
    let ((method, address), (status, kind)) = (request, answer);
    let path = address.split('?').next().unwrap_or_default();
    let operation = item(document["paths"].as_object()?, path)?.get(method.to_lowercase())?;
    let named = &operation["responses"][status.to_string()];
    if named.is_null() {
        return Some(format!("{method} {path}: the page does not name {status}"));
    }
    let kinds = named["content"].as_object();
    let right = kinds.is_none_or(|kinds| kinds.keys().any(|named| kind.starts_with(named.as_str())));
    (!right).then(|| format!("{method} {path}: the page does not name `{kind}` for {status}"))
}

/// That of the path itself before that of a template.
fn item<'a>(paths: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    paths.get(path).or_else(|| paths.iter().find(|(template, _)| is_of(template, path)).map(|(_, item)| item))
}

fn is_of(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(wanted, part)| *wanted == part || wanted.starts_with('{'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_that_the_page_does_not_name_is_told() {
        let document = json!({ "paths": {
            "/keys": { "get": { "responses": { "200": { "content": { "application/json": {} } } } } },
            "/keys/{key}": { "delete": { "responses": { "204": {} } } },
        } });
        let breach = |request, answer| breach(&document, request, answer);
        assert_eq!(breach(("GET", "/keys?limit=1"), (200, "application/json; charset=utf-8")), None);
        assert_eq!(breach(("DELETE", "/keys/a@b"), (204, "")), None);
        assert_eq!(breach(("GET", "/elsewhere"), (404, "text/plain")), None);
        assert_eq!(
            breach(("GET", "/keys"), (400, "")).as_deref(),
            Some("GET /keys: the page does not name 400")
        );
        assert!(breach(("GET", "/keys"), (200, "text/plain")).is_some());
    }
}
