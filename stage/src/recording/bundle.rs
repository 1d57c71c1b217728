//! Puts modules that import each other by `./name.js` into one script, in the order in which they need each other. It knows
//! the few forms that our own modules use, as `assets/bundle.js` does, and refuses others.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};

const KINDS: [&str; 4] = ["async function", "function", "class", "const"];

/// `source` gives a module's text. The script runs as the entry does.
pub fn bundle<'a>(entry: &str, source: impl Fn(&str) -> anyhow::Result<&'a str>) -> anyhow::Result<String> {
    let mut bundle = Bundle { source: &source, begun: Vec::new(), script: String::new() };
    bundle.script.push_str("'use strict';\nconst modules = {};\n");
    bundle.add(entry)?;
    Ok(bundle.script)
}

struct Bundle<'s, S> {
    source: &'s S,
    begun: Vec<String>,
    script: String,
}

impl<'a, S: Fn(&str) -> anyhow::Result<&'a str>> Bundle<'_, S> {
    fn add(&mut self, name: &str) -> anyhow::Result<()> {
        if self.begun.iter().any(|begun| begun == name) {
            return Ok(());
        }
        self.begun.push(name.to_owned());
        let text = (self.source)(name)?;
        let (mut body, mut exported) = (String::new(), Vec::new());
        for line in text.lines() {
            if line.starts_with("import") {
                let (list, needed) = import(line).with_context(|| not_known(name, line))?;
                self.add(needed)?;
                if let Some(list) = list {
                    write!(body, "const {{{}}} = modules['{needed}'];", list.replace(" as ", ": "))?;
                }
            } else if let Some(rest) = line.strip_prefix("export ") {
                exported.push(exports(rest).with_context(|| not_known(name, line))?);
                body.push_str(rest);
            } else if line.starts_with("export") {
                bail!(not_known(name, line));
            } else {
                body.push_str(line);
            }
            body.push('\n');
        }
        let exported = exported.join(", ");
        writeln!(self.script, "modules['{name}'] = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();")?;
        Ok(())
    }
}

/// `import { a, b as c } from './x.js';` or `import './x.js';`: the list, if there is one, and the file.
fn import(line: &str) -> Option<(Option<&str>, &str)> {
    let rest = line.strip_prefix("import ")?.trim_end().trim_end_matches(';');
    let (list, from) = match rest.strip_prefix('{') {
        Some(listed) => {
            let (list, from) = listed.split_once('}')?;
            (Some(list), from.trim_start().strip_prefix("from ")?)
        }
        None => (None, rest),
    };
    Some((list, from.strip_prefix("'./")?.strip_suffix('\'')?))
}

/// The name that a declaration exports.
fn exports(declaration: &str) -> Option<&str> {
    let name = KINDS.iter().find_map(|kind| declaration.strip_prefix(kind)?.strip_prefix(' '))?;
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '$'))?;
    Some(&name[..end])
}

fn not_known(name: &str, line: &str) -> String {
    format!(
        "{name} imports or exports in a form that a recording cannot carry: {line:?}: use import {{ a }} from './b.js' and \
         export const, function or class"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str) -> anyhow::Result<&'static str> {
        Ok(match name {
            "a.js" => "import { b as c } from './b.js';\nimport './d.js';\nc();",
            "b.js" => "import './d.js';\nexport const b = () => 1;\nexport async function e() {}",
            "d.js" => "// import nothing\nlet x;",
            _ => "export { b } from './b.js';",
        })
    }

    #[test]
    fn whoever_is_needed_comes_first_and_once() {
        let script = bundle("a.js", source).unwrap();
        let at = |name: &str| script.find(&format!("modules['{name}'] =")).unwrap();
        assert!(at("d.js") < at("b.js") && at("b.js") < at("a.js"), "{script}");
        assert_eq!(script.matches("modules['d.js'] =").count(), 1);
        assert!(script.contains("const { b: c } = modules['b.js'];"), "{script}");
        assert!(
            script.contains("\nconst b = () => 1;\nasync function e() {}\n\nreturn { b, e };"),
            "{script}"
        );
    }

    #[test]
    fn a_form_that_is_not_known_is_refused_with_its_line() {
        let refused = bundle("z.js", source).unwrap_err().to_string();
        assert!(refused.contains("export { b } from"), "{refused}");
    }
}
