//! QEMU's own suite of its generator: good and bad sources with what it says of
//! them.

use std::path::{Path, PathBuf};

use libtest_mimic::Completion;
use qapi_schema::source::{Rules, Source, Tree};

use crate::Outcome;

/// What QEMU's generator says of a source, as far as it can be compared: the
/// file and the line.
fn place(text: &str) -> Option<(&str, u32)> {
    let mut lines = text
        .lines()
        .filter(|line| !line.starts_with("In file included"));
    lines.find_map(|line| {
        let mut parts = line.splitn(3, ':');
        let path = parts.next()?;
        let number = parts.next()?.parse().ok()?;
        Some((path.rsplit('/').next()?, number))
    })
}

/// Sources that are taken and refused as by QEMU's generator, the latter at the
/// same line.
pub(crate) fn agrees(tree: &Path) -> Outcome {
    let Ok(files) = std::fs::read_dir(tree.join("tests/qapi-schema")) else {
        return Ok(Completion::ignored_with(
            "the tree has no tests/qapi-schema",
        ));
    };
    let version = Tree::of(tree, Default::default())?.version();
    let version = version.ok_or("the tree tells no version")?;
    let paths = files.map(|file| file.unwrap().path());
    let mut said: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "err"))
        .collect();
    said.sort();
    let (mut compared, mut differ) = (0, Vec::new());
    for path in said {
        let source = path.with_extension("json");
        if !source.exists() {
            // One is about a file that is not there.
            continue;
        }
        compared += 1;
        let text = std::fs::read_to_string(&path)?;
        let read = Source::read(&source, Rules::of(version));
        let ours = read.as_ref().err().map(|error| {
            let name = error.path().file_name().unwrap_or_default();
            (
                name.to_string_lossy().into_owned(),
                error.line().unwrap_or(0),
            )
        });
        let ours = ours.as_ref().map(|(name, line)| (&**name, *line));
        if ours != place(&text) && !later_place(version.major, &text) {
            let name = source.display();
            differ.push(match read {
                Ok(_) => format!("{name} is taken, not refused: {text}"),
                Err(error) if text.is_empty() => format!("{name} is refused: {error}"),
                Err(error) => format!("{name} is refused elsewhere: {error}\n  QEMU: {text}"),
            });
        }
    }
    println!("{}: {compared} sources of QEMU {version}", tree.display());
    match differ.is_empty() {
        true => Ok(Completion::Completed),
        false => Err(differ.join("\n").into()),
    }
}

/// What older generators tell at the beginning of the comment, later ones tell
/// at the section, and so is told here of all.
fn later_place(major: u16, text: &str) -> bool {
    let words = ["not exist", "is only valid for commands"];
    major < 9 && words.iter().any(|words| text.contains(words))
}
