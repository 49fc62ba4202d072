//! What a real QEMU answered, kept for tests that have no QEMU.

use std::collections::BTreeMap;
use std::path::PathBuf;

use qapi_conformance::Stop;
use serde_json::value::RawValue;

/// Replies and events, as `qapi validate` reads them.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    /// The first reply to each command and the last one.
    replies: BTreeMap<String, (String, Option<String>)>,
    events: Vec<String>,
}

impl Recording {
    /// Adds a reply.
    pub(crate) fn reply(&mut self, command: &str, value: &RawValue) {
        // The captured schemas are that reply.
        if command == "query-qmp-schema" {
            return;
        }
        let line = format!(r#"{{"execute": "{command}", "return": {value}}}"#);
        match self.replies.get_mut(command) {
            Some((first, last)) => *last = (*first != line).then_some(line),
            None => {
                self.replies.insert(command.to_owned(), (line, None));
            }
        }
    }

    /// Adds an event, as it was sent.
    pub(crate) fn event(&mut self, message: &[u8]) {
        let message = String::from_utf8_lossy(message);
        self.events.push(message.trim_end().to_owned());
    }

    /// Writes it into the folder `$QAPI_RECORD`, if that is set. `folder` was
    /// made for this run, and is called otherwise in what is written.
    pub(crate) fn save(self, name: &str, folder: &str) -> Result<(), Stop> {
        let Some(record) = std::env::var_os("QAPI_RECORD").filter(|path| !path.is_empty()) else {
            return Ok(());
        };
        let replies = self.replies.into_values();
        let replies = replies.flat_map(|(first, last)| [Some(first), last]);
        let lines = replies.flatten().chain(self.events);
        let mut text: String = lines.map(|line| line + "\n").collect();
        text = text.replace(folder, "/srv/guest");
        // Relative to the repository, not to this package.
        let record = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(record);
        std::fs::create_dir_all(&record)?;
        std::fs::write(record.join(format!("{name}.jsonl")), text)?;
        Ok(())
    }
}
