//! Bad sources and what is said of them: `bad/NNNN-name.json` and `.txt`. A
//! name that ends in `-as-VERSION` is held to the rules of that QEMU.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;

use qapi_schema::source::{Fault, Rules, Source, SourceError};

/// Less than a thread gets anywhere by default.
const STACK: usize = 512 * 1024;

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/source")
        .join(name)
}

/// The sources of a folder with the rules they are held to.
pub(crate) fn sources(name: &str) -> Vec<(PathBuf, Rules)> {
    let files = std::fs::read_dir(folder(name)).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let mut sources: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    sources.sort();
    let rules = |path: &Path| match path
        .file_stem()
        .unwrap()
        .to_str()
        .unwrap()
        .rsplit_once("-as-")
    {
        Some((_, version)) => Rules::of(version.parse().unwrap()),
        None => Rules::newest(),
    };
    sources
        .into_iter()
        .map(|path| {
            let rules = rules(&path);
            (path, rules)
        })
        .collect()
}

/// Reads on a small stack, so that recursion would be seen.
pub(crate) fn read(path: PathBuf, rules: Rules) -> Result<Source, SourceError> {
    let small = thread::Builder::new().stack_size(STACK);
    let thread = small.spawn(move || Source::read(&path, rules)).unwrap();
    thread.join().unwrap()
}

fn refusal(path: &Path, rules: Rules) -> SourceError {
    match read(path.to_owned(), rules) {
        Err(error) => error,
        Ok(source) => panic!("{} is taken: {:?}", path.display(), source.schema()),
    }
}

/// Compares with what was blessed, or blesses.
pub(crate) fn expect(path: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("QAPI_BLESS").is_some() {
        std::fs::write(path, actual).unwrap();
    } else if std::fs::read_to_string(path).unwrap_or_default() != actual {
        return Err(format!("{}: now it is\n{actual}", path.display()));
    }
    Ok(())
}

#[test]
fn each_is_refused_in_the_blessed_words() {
    let here = format!("{}/", folder("bad").display());
    let wrong: Vec<String> = sources("bad")
        .iter()
        .filter_map(|(path, rules)| {
            let actual = format!("{}\n", refusal(path, *rules)).replace(&here, "");
            expect(&path.with_extension("txt"), &actual).err()
        })
        .collect();
    let wrong = wrong.join("\n");
    assert!(wrong.is_empty(), "QAPI_BLESS=1 rewrites these:\n{wrong}");
}

/// What takes more than a small file to be wrong; each has a test of its own.
const LARGE: [&str; 3] = ["unreadable", "too-large", "include-depth"];

#[test]
fn every_fault_is_shown_and_every_text_has_its_source() {
    let sources = sources("bad");
    let errors = sources.iter().map(|(path, rules)| refusal(path, *rules));
    let mut shown: BTreeSet<&str> = errors.map(|error| error.fault().code()).collect();
    shown.extend(LARGE);
    let all: BTreeSet<&str> = Fault::CODES.iter().copied().collect();
    let missing: Vec<_> = all.difference(&shown).collect();
    assert!(missing.is_empty(), "not shown: {missing:?}");

    for file in std::fs::read_dir(folder("bad")).unwrap() {
        let path = file.unwrap().path();
        let source = path.with_extension("json");
        let paired = path.is_dir() || sources.iter().any(|(path, _)| *path == source);
        assert!(paired, "{} has no source", path.display());
    }
}

#[test]
fn each_says_the_line_and_nothing_that_acts_on_a_terminal() {
    for (path, rules) in sources("bad") {
        let error = refusal(&path, rules);
        let text = error.to_string();
        let first = text.lines().next().unwrap();
        assert!(!text.replace('\n', "").contains(char::is_control), "{text}");
        let Some(line) = error.line() else {
            continue;
        };
        let at = format!("{}:{line}: ", error.path().display());
        assert!(first.starts_with(&at), "{text}");
        let bytes = std::fs::read(error.path()).unwrap();
        let lines = bytes.split(|byte| *byte == b'\n').count();
        assert!((1..=lines).contains(&(line as usize)), "{text}");
    }
}
