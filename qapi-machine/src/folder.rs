//! Folders that have sockets in them.

use std::env;
use std::io;
use std::path::PathBuf;

use tempfile::TempDir;

/// How long the path may be of what such folders are in, in bytes. That of a
/// socket has at most 107 (Linux, `unix(7)`), and its name and folders take some.
const LONGEST: usize = 64;

/// Makes a folder that goes with the value, in the place for temporary ones, or
/// in `/tmp` where that is too deep.
pub(crate) fn make() -> io::Result<TempDir> {
    let place = place(env::temp_dir());
    tempfile::Builder::new().prefix("qapi-").tempdir_in(place)
}

fn place(usual: PathBuf) -> PathBuf {
    if usual.as_os_str().len() <= LONGEST {
        usual
    } else {
        PathBuf::from("/tmp")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_place_is_too_deep_for_sockets() {
        let short = PathBuf::from("/home/somebody/tmp");
        assert_eq!(place(short.clone()), short);
        let deep = short.join("x".repeat(LONGEST));
        assert_eq!(place(deep), PathBuf::from("/tmp"));
    }
}
