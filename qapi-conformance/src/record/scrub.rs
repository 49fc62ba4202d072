//! Taking secrets out of texts.

use qapi_schema::secrets::REDACTED;

/// A shorter secret is part of many words: it is taken out between quotes only.
const LONG: usize = 4;

/// The secrets of an exchange, and what else is not to be seen.
#[derive(Debug, Default)]
pub(super) struct Scrub {
    /// Texts and what to put in their place, the longest first.
    pairs: Vec<(String, String)>,
}

impl Scrub {
    /// Takes out these, and the folders of a case's machines, which are others
    /// each time.
    pub(super) fn new(secrets: impl IntoIterator<Item = String>, folders: &[String]) -> Self {
        let folders = folders.iter().enumerate().map(|(at, folder)| match at {
            0 => (folder.clone(), "@DIR@".to_owned()),
            at => (folder.clone(), format!("@DIR-{at}@")),
        });
        let mut pairs: Vec<_> = folders.collect();
        for secret in secrets.into_iter().filter(|secret| !secret.is_empty()) {
            // As it stands in a message, without the quotes.
            let json = serde_json::Value::from(secret.as_str()).to_string();
            let json = json.trim_matches('"').to_owned();
            // As `Debug` has it.
            let debug: String = secret.escape_debug().collect();
            for form in [json, debug, secret] {
                if form.chars().count() >= LONG {
                    pairs.push((form, REDACTED.to_owned()));
                    continue;
                }
                for quote in ['"', '\'', '`'] {
                    let quoted = |text: &str| format!("{quote}{text}{quote}");
                    pairs.push((quoted(&form), quoted(REDACTED)));
                }
            }
        }
        pairs.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then(a.cmp(b)));
        pairs.dedup();
        Self { pairs }
    }

    /// A text without them.
    pub(super) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (secret, instead) in &self.pairs {
            if text.contains(secret) {
                text = text.replace(secret, instead);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_out_however_it_is_written() {
        let secrets = ["hunter2", "a\"b\\c", "x", ""];
        let folders = ["/tmp/q/1".to_owned(), "/tmp/q/12".to_owned()];
        let scrub = Scrub::new(secrets.map(str::to_owned), &folders);
        for (text, shown) in [
            ("it is hunter2, hunter22", "it is [redacted], [redacted]2"),
            (r#"in {"a": "a\"b\\c"}"#, r#"in {"a": "[redacted]"}"#),
            (r#"or a"b\c"#, "or [redacted]"),
            ("/tmp/q/1/a /tmp/q/12/a", "@DIR@/a @DIR-1@/a"),
            ("`x` of the box", "`[redacted]` of the box"),
        ] {
            assert_eq!(scrub.text(text), shown);
        }
    }
}
