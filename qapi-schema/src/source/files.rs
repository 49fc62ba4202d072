//! The files of a source.

use std::collections::HashSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::{Failure, Located, Place, Result, SourceError, fail, show};
use super::fault::Fault;

/// The most bytes that a schema has, all its files together. QEMU's own has
/// some 1.2 MB.
pub const MAX_SIZE: usize = 64 << 20;

/// How deep files may include files. QEMU's own go two deep.
pub const MAX_INCLUDES: usize = 64;

/// Reads files for a source. Given the path, it returns what is in the file,
/// or at most the first so many bytes and one more.
pub(super) type Read<'r> = &'r mut dyn FnMut(&Path, usize) -> io::Result<Vec<u8>>;

/// A file that has been read.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// As it was named: the path of the including file's folder before it.
    pub(super) path: PathBuf,
    /// Where it is, however it was named.
    identity: PathBuf,
    /// The line that includes it.
    included_from: Option<Place>,
}

/// The files that have been read, and those that were asked for.
pub(super) struct Files<'r> {
    read: Read<'r>,
    pub(super) list: Vec<File>,
    known: HashSet<PathBuf>,
    size: usize,
}

/// What is to become of an `include`.
pub(super) enum Included {
    /// The file with its text.
    New(u32, String),
    /// The file has been read already; it counts once.
    Known,
}

impl<'r> Files<'r> {
    pub(super) fn new(read: Read<'r>) -> Self {
        Self {
            read,
            list: Vec::new(),
            known: HashSet::new(),
            size: 0,
        }
    }

    /// Reads the root.
    pub(super) fn root(&mut self, path: &Path) -> std::result::Result<String, SourceError> {
        let bytes = (self.read)(path, MAX_SIZE).map_err(|cause| {
            let reason = reason(&cause);
            Located::file(path, Fault::Unreadable { reason })
        })?;
        self.add(path.to_owned(), None);
        self.text(0, bytes)
            .map_err(|failure| self.located(*failure))
    }

    /// Reads a file that another one includes at a place.
    pub(super) fn include(&mut self, name: &str, from: Place) -> Result<Included> {
        let includer = self.list.get(from.file());
        let folder = includer.and_then(|file| file.path.parent());
        let path = folder.unwrap_or(Path::new("")).join(name);
        let identity = identity(&path);
        if self.chain(from).any(|(file, _)| file.identity == identity) {
            return fail(from, Fault::IncludeLoop { path: name.into() });
        }
        if self.known.contains(&identity) {
            return Ok(Included::Known);
        }
        if self.chain(from).count() > MAX_INCLUDES {
            return fail(from, Fault::IncludeDepth);
        }
        let left = MAX_SIZE - self.size;
        let bytes = (self.read)(&path, left).map_err(|cause| {
            let (path, reason) = (show(&path).into(), reason(&cause));
            Failure::at(from, Fault::UnreadableInclude { path, reason })
        })?;
        let file = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.add(path, Some(from));
        Ok(Included::New(file, self.text(file, bytes)?))
    }

    fn add(&mut self, path: PathBuf, included_from: Option<Place>) {
        let identity = identity(&path);
        self.known.insert(identity.clone());
        self.list.push(File {
            path,
            identity,
            included_from,
        });
    }

    /// The text, with the line ends that the lexer knows.
    fn text(&mut self, file: u32, bytes: Vec<u8>) -> Result<String> {
        let first = Place { file, line: 1 };
        self.size = self.size.saturating_add(bytes.len());
        if self.size > MAX_SIZE {
            self.size = MAX_SIZE;
            return fail(first, Fault::TooLarge);
        }
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let bytes = error.as_bytes().iter();
            let valid = bytes.take(error.utf8_error().valid_up_to());
            let lines = valid.filter(|byte| **byte == b'\n').count();
            let line = u32::try_from(lines).map_or(u32::MAX, |lines| lines.saturating_add(1));
            Failure::at(Place { file, line }, Fault::NotUtf8)
        })?;
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(text)
    }

    /// The files that lead to a place, its own first, each with the line.
    fn chain(&self, place: Place) -> impl Iterator<Item = (&File, u32)> {
        let first = self.list.get(place.file()).zip(Some(place.line));
        std::iter::successors(first, |(file, _)| {
            let from = file.included_from?;
            self.list.get(from.file()).zip(Some(from.line))
        })
    }

    /// A fault with the names of the files.
    pub(super) fn located(&self, failure: Failure) -> SourceError {
        let mut chain = self
            .chain(failure.place)
            .map(|(file, line)| (file.path.clone(), line));
        let (path, line) = chain.next().unwrap_or_default();
        let located = Located {
            path,
            line: Some(line),
            column: failure.column,
            definition: failure.definition,
            fault: failure.fault,
            included_from: chain.collect(),
        };
        located.into()
    }
}

/// The system's words without the number that they end with.
fn reason(error: &io::Error) -> Box<str> {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.into(),
        None => text.into(),
    }
}

/// A path that is the same however the file is named, but for links.
fn identity(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            component => clean.push(component),
        }
    }
    clean
}
