//! Where entries go.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;

use super::{Entry, Map, RECORDS};

/// The extension of the files of records.
pub(super) const EXTENSION: &str = "jsonl";

/// Where the entries of a suite go.
pub(crate) enum Sink {
    /// Nowhere.
    None,
    /// Into the file of this process.
    File(Mutex<File>),
    /// To somebody in this process.
    Call(Box<dyn Fn(Entry) + Send + Sync>),
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::File(_) => "File",
            Self::Call(_) => "Call",
        })
    }
}

impl Sink {
    /// What `$QAPI_TEST_RECORDS` says for a suite, which has the map written
    /// once, whatever the number of processes.
    pub(crate) fn from_env(suite: &str, map: impl FnOnce() -> Option<Map>) -> io::Result<Self> {
        let folder = std::env::var_os(RECORDS).filter(|folder| !folder.is_empty());
        let Some(folder) = folder else {
            return Ok(Self::None);
        };
        let folder = Path::new(&folder);
        fs::create_dir_all(folder)?;
        let stem: String = suite
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || "-._".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        match File::create_new(folder.join(format!("{stem}.map.{EXTENSION}"))) {
            Ok(mut file) => {
                if let Some(map) = map() {
                    file.write_all(&line(&Entry::Map(map))?)?;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        let id = std::process::id();
        let file = reopened(&folder.join(format!("{stem}.{id}.{EXTENSION}")))?;
        Ok(Self::File(Mutex::new(file)))
    }

    /// Whether anybody wants entries.
    pub(crate) fn is_wanted(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Puts an entry in.
    pub(crate) fn put(&self, entry: Entry) -> io::Result<()> {
        match self {
            Self::None => Ok(()),
            Self::File(file) => {
                let line = line(&entry)?;
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                // At once, so that a process that dies leaves whole lines.
                all_or_nothing(&mut file, |file| file.write_all(&line))
            }
            Self::Call(call) => {
                call(entry);
                Ok(())
            }
        }
    }
}

/// A file to write on in. An id may come again, after a process that was killed
/// within a line.
fn reopened(path: &Path) -> io::Result<File> {
    let mut file = File::options()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    let mut last = [b'\n'];
    if let Some(at) = file.metadata()?.len().checked_sub(1) {
        file.read_exact_at(&mut last, at)?;
    }
    if last != [b'\n'] {
        file.write_all(b"\n")?;
    }
    Ok(file)
}

/// Takes what has been written back if not all of it could be: on a full disk, the
/// next line would go on from there.
fn all_or_nothing(
    file: &mut File,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let length = file.metadata()?.len();
    let written = write(file);
    if written.is_err() {
        file.set_len(length)?;
    }
    written
}

fn line(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Torn, read};

    fn entry() -> Entry {
        Entry::Map(Map {
            suite: "m\u{ef}ne".to_owned(),
            commands: Vec::new(),
            events: Vec::new(),
        })
    }

    #[test]
    fn a_line_that_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("mine.1.{EXTENSION}"));
        let mut file = reopened(&path).unwrap();
        file.write_all(&line(&entry()).unwrap()).unwrap();
        let full = all_or_nothing(&mut file, |file| {
            file.write_all(b"{\"map\": ")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(full.unwrap_err().kind(), io::ErrorKind::StorageFull);
        let sink = Sink::File(Mutex::new(file));
        sink.put(entry()).unwrap();
        let records = read(folder.path()).unwrap();
        assert_eq!(records.entries, [entry(), entry()]);
        assert_eq!(records.torn, []);
    }

    #[test]
    fn a_line_that_breaks_off_costs_that_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("mine.1.{EXTENSION}"));
        let entry = entry();
        let whole = line(&entry).unwrap();
        for cut in 1..whole.len() - 1 {
            fs::write(&path, [&whole, &whole[..cut]].concat()).unwrap();
            // Somebody else with this id goes on.
            let sink = Sink::File(Mutex::new(reopened(&path).unwrap()));
            sink.put(entry.clone()).unwrap();
            drop(reopened(&path).unwrap());
            let records = read(folder.path()).unwrap();
            assert_eq!(records.entries, [entry.clone(), entry.clone()]);
            let torn = Torn {
                path: path.clone(),
                line: 2,
            };
            assert_eq!(records.torn, [torn], "{cut}");
        }
    }
}
