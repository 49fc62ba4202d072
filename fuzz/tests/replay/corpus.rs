//! The inputs that lie in the repository.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// The inputs of one target.
pub(crate) struct Corpus {
    folder: PathBuf,
    inputs: Vec<(String, Vec<u8>)>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The names in a folder, in order.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// The targets that have a corpus.
pub(crate) fn folders() -> io::Result<Vec<String>> {
    names(&root())
}

impl Corpus {
    /// Reads the inputs of a target. There is one at least.
    pub(crate) fn read(target: &str) -> io::Result<Self> {
        let folder = root().join(target);
        let mut inputs = Vec::new();
        for name in names(&folder)? {
            let input = fs::read(folder.join(&name))?;
            inputs.push((name, input));
        }
        match inputs.is_empty() {
            true => Err(io::ErrorKind::NotFound.into()),
            false => Ok(Self { folder, inputs }),
        }
    }

    /// The inputs with the names of their files.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let inputs = self.inputs.iter();
        inputs.map(|(name, input)| (&**name, &**input))
    }

    /// Keeps an input; gives its file.
    pub(crate) fn add(&self, input: &[u8]) -> io::Result<PathBuf> {
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        let path = self.folder.join(format!("found-{:016x}", hasher.finish()));
        fs::write(&path, input)?;
        Ok(path)
    }
}
