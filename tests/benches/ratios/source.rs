//! Reading QEMU's own schema source. It is not part of the repository:
//! `$QAPI_SOURCE` names a tree.

use std::collections::HashMap;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use qapi_schema::source::{Program, Rules, Source, Tree};

use crate::ratio::Pairs;

/// The whole schema of the system emulator, checks and documentation included.
const LIMIT: Duration = Duration::from_millis(100);

pub(crate) fn bench(pairs: &mut Pairs<'_>) {
    let Some(tree) = std::env::var_os("QAPI_SOURCE") else {
        println!("read-source: skipped, QAPI_SOURCE names no QEMU source tree");
        return;
    };
    let tree = Tree::of(Path::new(&tree), Program::System).expect("QAPI_SOURCE is a source tree");
    let version = tree.version().expect("the tree tells its version");
    let source = tree.read().expect("the source is right");
    // Not the disk is timed.
    let text = |path: &PathBuf| std::fs::read(path).expect("it has been read before");
    let files: HashMap<&PathBuf, Vec<u8>> = source
        .files()
        .iter()
        .map(|path| (path, text(path)))
        .collect();
    let file = |path: &Path| {
        let found = files.get(&path.to_owned()).cloned();
        found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    let bytes = files.values().map(Vec::len).sum();
    pairs.within(
        "read-source",
        bytes,
        LIMIT,
        ("Source", || {
            Source::read_with(black_box(tree.root()), Rules::of(version), file)
        }),
    );
}
