//! Stage five: the text goes to a file, if that changes anything.

use std::io;
use std::path::Path;

/// Writes `text` to `path` unless it stands there already, so that nothing is
/// built again for nothing. Says whether it has written.
///
/// # Errors
///
/// The file cannot be written.
pub fn write_if_changed(path: &Path, text: &str) -> io::Result<bool> {
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    std::fs::write(path, text)?;
    Ok(true)
}
