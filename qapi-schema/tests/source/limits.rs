//! What is too large, too deep or goes in circles ends soon, with an error.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use proptest::prelude::*;
use qapi_schema::source::{
    MAX_INCLUDES, MAX_NESTING, MAX_SIZE, Program, Rules, Source, SourceError, Tree, Version,
};

use crate::bad::{folder, sources};

/// Reads a text as the only file, on a small stack.
fn read(text: impl Into<Vec<u8>>) -> Result<Source, SourceError> {
    let text = text.into();
    let small = thread::Builder::new().stack_size(512 * 1024);
    let read = move || {
        let file = |_: &Path| Ok(text.clone());
        Source::read_with(Path::new("a.json"), Rules::newest(), file)
    };
    small.spawn(read).unwrap().join().unwrap()
}

fn code(text: impl Into<Vec<u8>>) -> &'static str {
    read(text).unwrap_err().fault().code()
}

#[test]
fn nesting_is_bounded() {
    let deep = |depth: usize| {
        let not = depth - 1;
        let (open, close) = ("{ 'not': ".repeat(not), " }".repeat(not));
        format!("{{ 'command': 'a', 'if': {open}'A'{close} }}")
    };
    let source = read(deep(MAX_NESTING)).unwrap();
    let condition = source.definition("a").unwrap().condition().unwrap();
    assert!(!condition.holds(&|name| name == "A") && condition.options() == ["A"]);
    assert_eq!(code(deep(MAX_NESTING + 1)), "nesting");
    assert_eq!(code("[".repeat(10_000)), "nesting");
    assert_eq!(code("{ 'a': ".repeat(10_000)), "nesting");
    assert_eq!(code("[".repeat(MAX_SIZE)), "nesting");
}

/// Of what is too deep, the whole is told and not each of its levels.
#[test]
fn a_value_that_is_too_deep_is_told_once() {
    // Names of types have no digits here, and differ.
    let name = |level: usize| format!("Level{}", "x".repeat(level));
    let levels = qapi_schema::MAX_NESTING + 2;
    let mut text = format!("{{ 'command': 'c', 'data': '{}' }}\n", name(0));
    for level in 0..levels {
        let next = name(level + 1);
        text += &format!(
            "{{ 'struct': '{}', 'data': {{ 'a': '{next}' }} }}\n",
            name(level)
        );
    }
    text += &format!("{{ 'struct': '{}', 'data': {{}} }}\n", name(levels));
    assert_eq!(
        read(text).unwrap_err().to_string(),
        "a.json:1: command `c`: the schema is unusable: c.arguments: even the least value is \
         nested 1027 deep, and QEMU parses 1024 with the message around it"
    );
}

#[test]
fn size_is_bounded() {
    assert_eq!(code("#".repeat(MAX_SIZE + 1)), "too-large");
    // All files together.
    let mut left = 3;
    let half = |_: &Path| {
        left -= 1;
        let include = format!("{{ 'include': '{left}.json' }}\n");
        Ok((include + &"#".repeat(MAX_SIZE / 2 - 100)).into_bytes())
    };
    let error = Source::read_with(Path::new("a.json"), Rules::newest(), half).unwrap_err();
    assert_eq!(error.fault().code(), "too-large");
    assert_eq!(error.path(), Path::new("1.json"));
    // A file without end.
    let error = Source::read(Path::new("/dev/zero"), Rules::newest()).unwrap_err();
    assert_eq!(error.fault().code(), "too-large");
}

#[test]
fn includes_are_bounded_and_each_file_is_read_once() {
    let chain = |length: usize| {
        let count = Cell::new(0);
        let next = |_: &Path| {
            let at = count.replace(count.get() + 1);
            Ok(match at < length {
                true => format!("{{ 'include': 'sub/{at}.json' }}"),
                false => String::new(),
            }
            .into_bytes())
        };
        Source::read_with(Path::new("a.json"), Rules::newest(), next)
    };
    let source = chain(MAX_INCLUDES).unwrap();
    assert_eq!(source.files().len(), MAX_INCLUDES + 1);
    let error = chain(MAX_INCLUDES + 1).unwrap_err();
    assert_eq!(error.fault().code(), "include-depth");
    assert_eq!(error.included_from().count(), MAX_INCLUDES);

    let asked = Cell::new(0);
    let thrice = |path: &Path| {
        asked.set(asked.get() + 1);
        Ok(match path == Path::new("a.json") {
            true => {
                "{ 'include': 'b.json' } { 'include': 'x/../b.json' } { 'include': './b.json' }"
            }
            false => "{ 'command': 'b' }",
        }
        .into())
    };
    Source::read_with(Path::new("a.json"), Rules::newest(), thrice).unwrap();
    assert_eq!(asked.get(), 2);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Source::read(&folder("none.json"), Rules::newest()).unwrap_err();
    assert_eq!((error.fault().code(), error.line()), ("unreadable", None));
    let text = error.to_string();
    assert!(
        text.ends_with("none.json: cannot be read: No such file or directory"),
        "{text}"
    );
    let denied = |_: &Path| Err(io::Error::from(io::ErrorKind::PermissionDenied));
    let error = Source::read_with(Path::new("a"), Rules::newest(), denied).unwrap_err();
    assert_eq!(error.to_string(), "a: cannot be read: permission denied");
}

/// Unions in branches of unions, each of which has the next in both branches.
fn towers(height: usize) -> String {
    let mut text = "{ 'enum': 'Two', 'data': [ 'a', 'b' ] }\n".to_owned();
    for at in 0..height {
        let next = at + 1;
        text += &format!(
            "{{ 'union': 'Uu{at}', 'base': {{ 't{at}': 'Two', 'm{at}': 'int' }}, 'discriminator': 't{at}', \
             'data': {{ 'a': 'Uu{next}', 'b': 'Uu{next}' }} }}\n"
        );
    }
    text + &format!(
        "{{ 'struct': 'Uu{height}', 'data': {{ 'end': 'int' }} }}\n{{ 'command': 'c', 'boxed': true, 'data': 'Uu0' }}\n"
    )
}

#[test]
fn what_doubles_with_each_level_takes_no_longer() {
    read(towers(16)).unwrap();
    // More than a schema may have.
    assert_eq!(code(towers(20)), "unusable");
    assert_eq!(code(towers(500)), "containment");
    let wide: String = (0..20_000).map(|at| format!("'m{at}': 'int', ")).collect();
    let source = read(format!(
        "{{ 'command': 'c', 'data': {{ {wide}'z': 'int' }} }}"
    ))
    .unwrap();
    assert_eq!(source.definition("c").unwrap().members().len(), 20_001);
}

#[test]
fn a_tree_tells_its_roots_and_its_version() {
    let tree = tempdir();
    let write = |path: &str, text: &str| {
        let path = tree.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let error = Tree::of(&tree.0, Program::System).unwrap_err().to_string();
    assert!(
        error.ends_with("it has no `qapi/qapi-schema.json`"),
        "{error}"
    );
    let long = "##\n# A line of words that is some ten columns wider than the seventy columns that are allowed.\n##\n";
    write("qapi/qapi-schema.json", long);
    write("qga/qapi-schema.json", "{ 'command': 'guest-ping' }");
    let root = tree.0.join("qapi/qapi-schema.json");
    // A part of a tree without version may be of any.
    let (whole, part) = (
        Tree::of(&tree.0, Program::System).unwrap(),
        Tree::around(&root).unwrap(),
    );
    assert_eq!((whole.version(), whole.root()), (None, &*root));
    assert!(whole.read().is_ok() && part.read().is_ok());
    let (version, _) = part.read_as_older().unwrap();
    assert_eq!(
        version,
        Version {
            major: 10,
            minor: 1
        }
    );
    assert_eq!(
        part.clone()
            .with_version("10.2".parse().unwrap())
            .read()
            .unwrap_err()
            .line(),
        Some(2)
    );
    for (version, taken) in [("10.2.50", false), ("10.0.7\n", true), ("99.0", false)] {
        write("VERSION", version);
        let (whole, part) = (
            Tree::of(&tree.0, Program::System).unwrap(),
            Tree::around(&root).unwrap(),
        );
        assert_eq!(
            (whole.read().is_ok(), part.read().is_ok()),
            (taken, taken),
            "{version}"
        );
        assert_eq!(whole.version(), version.parse().ok());
    }
    let agent = Tree::of(&tree.0, Program::GuestAgent)
        .unwrap()
        .read()
        .unwrap();
    assert!(agent.schema().command("guest-ping").is_some());
    write("VERSION", "next");
    let error = Tree::of(&tree.0, Program::System).unwrap_err();
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(
        cause.to_string(),
        "not a version: expected numbers as in `10.2`"
    );
    // A file that lies elsewhere is held to the newest rules.
    let alone = Tree::around(&folder("good/0010-documentation-as-9.0.json")).unwrap();
    assert_eq!(alone.version(), None);
    assert_eq!(
        alone.read().unwrap_err().fault().code(),
        "doc-sentence-space"
    );
    let error = "qemu-ga".parse::<Program>().unwrap_err().to_string();
    assert_eq!(
        error,
        "`qemu-ga` is no program of QEMU: expected `system`, `storage-daemon`, `guest-agent`"
    );
}

/// A folder that goes away with its owner.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn tempdir() -> Folder {
    let name = format!("qapi-schema-source-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    Folder(folder)
}

proptest! {
    /// Whatever is done to a source, it is taken, or refused at a line that it has.
    #[test]
    fn damage_is_taken_or_refused_at_a_line(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..20_usize, "[-a-z0-9A-Z_*'{}\\[\\]:,# @\\n\u{e9}]{0,6}"), 1..6),
    ) {
        let sources = sources("good");
        let (path, rules) = which.get(&sources);
        let mut text: Vec<char> = std::fs::read_to_string(path).unwrap().chars().collect();
        for (at, length, new) in cuts {
            let at = at.index(text.len() + 1);
            let end = (at + length).min(text.len());
            text.splice(at..end, new.chars());
        }
        let text: String = text.into_iter().collect();
        let more = folder("good");
        let file = |path: &Path| match path.to_str() {
            Some("a.json") => Ok(text.clone().into_bytes()),
            _ => std::fs::read(more.join(path)),
        };
        match Source::read_with(Path::new("a.json"), *rules, file) {
            Ok(source) => prop_assert!(source.schema().is_unmasked()),
            Err(error) => {
                let lines = text.lines().count().max(1);
                let line = error.line().unwrap() as usize;
                prop_assert!((1..=lines).contains(&line) || error.path() != Path::new("a.json"), "{error}\n{text}");
            }
        }
    }
}
