//! No schema source upsets its reader, a fault is at a line that is there, and
//! what the reader makes of a source is a schema that comes back the same.

use std::io;
use std::path::Path;

use qapi_schema::Schema;
use qapi_schema::source::{Rules, Source};

/// The first byte picks the rules; the rest is the root, and after each 0xff
/// another file: `1.json`, `2.json` …
pub fn check(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let files: Vec<&[u8]> = rest.split(|byte| *byte == 0xff).collect();
    let versions = Rules::CHANGES;
    let rules = Rules::of(versions[usize::from(*first) % versions.len()]);
    let find = |path: &Path| {
        let number: usize = path.file_stem()?.to_str()?.parse().ok()?;
        files.get(number).copied()
    };
    let read = |path: &Path| match find(path) {
        Some(file) => Ok(file.to_vec()),
        None => Err(io::Error::from(io::ErrorKind::NotFound)),
    };
    let source = match Source::read_with(Path::new("0.json"), rules, read) {
        Ok(source) => source,
        Err(error) => {
            assert!(!error.to_string().contains('\u{1b}'));
            let text = find(error.path()).expect("it is one of the files");
            let ends = text
                .iter()
                .filter(|byte| matches!(byte, b'\n' | b'\r'))
                .count();
            let line = error.line().expect("all files can be read") as usize;
            assert!((1..=ends + 1).contains(&line), "{error}");
            return;
        }
    };
    for definition in source.definitions() {
        assert!(source.path(definition.place()).is_some());
        for member in definition.members() {
            let found = source.member(definition.name(), member.name());
            assert!(found.is_some_and(|found| found.definition() == definition));
        }
    }
    assert!(source.schema().is_unmasked());
    let entries = serde_json::to_vec(&source.schema().to_entries()).expect("entries are JSON");
    let again = Schema::from_slice(&entries).expect("it was a schema");
    let entries_again = serde_json::to_vec(&again.to_entries()).expect("entries are JSON");
    assert_eq!(entries, entries_again);
}
