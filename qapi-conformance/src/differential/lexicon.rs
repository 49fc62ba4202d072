//! Strings for commands that are carried out.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use qapi_schema::Schema;
use serde_json::{Value, json};

use super::harm::{DEVICES, is_word};
use crate::Stop;
use crate::judge::Monitor;

/// Names that commands give and take: few, so that one finds what another has
/// made.
const WORDS: &[&str] = &["a", "b", "c", "disk", "é", ""];

/// As much of the QOM tree as is looked at.
const PATHS: usize = 300;

/// The strings that a machine tells by itself, by the members that hold them.
/// It is the same for the same machine.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    by_name: BTreeMap<String, Vec<String>>,
    /// By the query that has told them, too: `x-query-virtio` tells what
    /// `x-query-virtio-status` is asked about.
    by_query: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    ids: Vec<String>,
}

/// Members whose strings name a thing of a machine, by whatever name a command
/// wants it.
const IDS: &[&str] = &["id", "device", "label", "node-name", "qdev"];

impl Lexicon {
    /// Asks a machine whatever it can be asked without an argument and tells
    /// without an effect, and for the objects it consists of.
    ///
    /// # Errors
    ///
    /// It has ended, or does not answer.
    pub(super) fn of(monitor: &mut Monitor, schema: &Schema) -> Result<Self, Stop> {
        let mut found = Strings::new();
        let mut by_query = BTreeMap::new();
        for command in schema.commands() {
            let name = command.name();
            let needed = schema[command.arguments()]
                .as_object()
                .map(|object| object.members().iter().any(|member| !member.optional()));
            let asks = name.starts_with("query-") || name.starts_with("x-query-");
            if asks && needed == Some(false) && name != "query-qmp-schema" {
                let said = monitor.execute(name, &json!({}))?;
                if let Ok(value) = said.value() {
                    gather(&value, &mut found);
                    let mut told = BTreeMap::new();
                    gather(&value, &mut told);
                    by_query.insert(name.to_owned(), words(told));
                }
            }
        }
        let mut paths = vec!["/machine".to_owned(), "/objects".to_owned()];
        let mut next = 0;
        while let Some(path) = paths.get(next).cloned().filter(|_| paths.len() < PATHS) {
            next += 1;
            let said = monitor.execute("qom-list", &json!({ "path": path }))?;
            let Ok(Value::Array(properties)) = said.value() else {
                continue;
            };
            for property in &properties {
                let text = |name: &str| property.get(name).and_then(Value::as_str);
                let (Some(name), Some(ty)) = (text("name"), text("type")) else {
                    continue;
                };
                found
                    .entry("property".into())
                    .or_default()
                    .insert(name.into());
                if ty.starts_with("child<") {
                    paths.push(format!("{path}/{name}"));
                }
            }
        }
        for name in ["path", "qom-path"] {
            found
                .entry(name.into())
                .or_default()
                .extend(paths.iter().cloned());
        }
        let devices = DEVICES.iter().map(|device| (*device).to_owned());
        found.insert("driver".into(), devices.collect());
        Ok(Self {
            by_query,
            ..Self::new(found)
        })
    }

    fn new(found: Strings) -> Self {
        let by_name = words(found);
        let ids = IDS.iter().filter_map(|name| by_name.get(*name));
        let ids: BTreeSet<String> = ids.flatten().cloned().collect();
        Self {
            ids: ids.into_iter().collect(),
            by_query: BTreeMap::new(),
            by_name,
        }
    }

    /// What a machine might tell that should not come back.
    #[cfg(test)]
    pub(super) fn nasty() -> Self {
        let texts = [
            "/etc/passwd",
            "exec:a",
            "tcp::1",
            "a|b",
            "..",
            "/machine/a",
            "-x",
            "3",
            "ok",
        ];
        let texts: BTreeSet<String> = texts.into_iter().map(str::to_owned).collect();
        let names = [
            "path", "filename", "id", "uri", "driver", "device", "target",
        ];
        Self::new(names.map(|name| (name.to_owned(), texts.clone())).into())
    }

    /// A string for a member of a command.
    pub(super) fn text(&self, command: &str, name: &str, random: u64) -> String {
        let mut rng = Rng::with_seed(random);
        let drawn = rng.u8(..);
        let mut queries = self.by_query.iter().rev();
        let told = queries.find(|(query, _)| command.starts_with(&***query));
        let told = told.and_then(|(_, told)| told.get(name));
        let word = |words: Option<&'_ Vec<String>>, rng: &mut Rng| {
            words.and_then(|words| rng.choice(words).cloned())
        };
        let word = match drawn {
            0..100 => word(told, &mut rng).or_else(|| word(self.by_name.get(name), &mut rng)),
            100..160 => word(self.by_name.get(name), &mut rng),
            160..200 => word(Some(&self.ids), &mut rng),
            _ => None,
        };
        let any = || rng.choice(WORDS).copied().unwrap_or_default().to_owned();
        word.unwrap_or_else(any)
    }
}

/// Strings by the members that hold them.
type Strings = BTreeMap<String, BTreeSet<String>>;

/// Those that may be sent to some command at all.
fn words(found: Strings) -> BTreeMap<String, Vec<String>> {
    let words = found.into_iter().map(|(name, texts)| {
        let texts = texts.into_iter().filter(|text| is_word(text, true).is_ok());
        (name, texts.collect())
    });
    words.collect()
}

fn gather(value: &Value, found: &mut Strings) {
    let mut values = vec![("", value)];
    while let Some((name, value)) = values.pop() {
        match value {
            Value::String(text) => {
                found
                    .entry(name.to_owned())
                    .or_default()
                    .insert(text.clone());
            }
            Value::Array(elements) => values.extend(elements.iter().map(|value| (name, value))),
            Value::Object(members) => {
                values.extend(members.iter().map(|(name, value)| (&**name, value)));
            }
            _ => {}
        }
    }
}
