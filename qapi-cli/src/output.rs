//! What the command prints, and where.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use qapi_schema::quote::printable;

/// Headings.
pub(crate) const TITLE: Style = Style::new().bold();
/// Names as they are on the wire.
pub(crate) const NAME: Style = AnsiColor::Cyan.on_default();
/// Types.
pub(crate) const TYPE: Style = AnsiColor::Green.on_default();
/// What to be careful with.
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default();
/// What may be passed over.
pub(crate) const ASIDE: Style = Style::new().dimmed();
/// What is wrong.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Writes to standard output, in colour if that is a terminal. That nobody
/// reads on (`| head`) is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(text.as_bytes());
    is_read(written.and_then(|()| stdout.flush())).map(|_| ())
}

/// Writes a text to a file, or to standard output where there is none. A file
/// is replaced as a whole, so nobody ever reads half of it.
pub(crate) fn write(path: Option<&Path>, text: &str) -> anyhow::Result<()> {
    match path {
        None => print(text),
        Some(path) => {
            replace(path, text).with_context(|| format!("cannot write `{}`", path.display()))
        }
    }
}

fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    // What is no plain file (`/dev/null`, a pipe) is written to, and a link is followed.
    match path.metadata() {
        Ok(data) if !data.is_file() => return Ok(std::fs::write(path, text)?),
        // What is built from it need not be built again.
        Ok(_) if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) => return Ok(()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Opened here, so that it has the permissions of any new file, and an error does not name a
    // file that nobody has heard of.
    let file = tempfile::Builder::new().make_in(folder, |path| File::create_new(path));
    let mut file =
        file.with_context(|| format!("cannot create a file in `{}`", folder.display()))?;
    file.write_all(text.as_bytes())?;
    if let Ok(data) = path.metadata() {
        file.as_file().set_permissions(data.permissions())?;
    }
    file.persist(&path)?;
    Ok(())
}

/// Whether what was written to standard output has a reader; that there is
/// none is no error.
pub(crate) fn is_read(written: io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(anyhow::Error::from(error).context("cannot write to standard output")),
    }
}

/// Writes an error and what caused it to standard error.
pub(crate) fn error(error: &anyhow::Error) {
    say(ERROR, "error", &format!("{error:#}"));
}

/// Writes a message that begins with its place, `file:line: message`, to
/// standard error.
pub(crate) fn diagnostic(text: &str) {
    let mut stderr = anstream::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(stderr, "{}", printable(line));
    }
}

/// Writes a note for the person at the keyboard to standard error.
pub(crate) fn note(text: &str) {
    say(TITLE, "qapi", text);
}

/// Nothing can be done where standard error cannot be written to.
fn say(style: Style, word: &str, text: &str) {
    let mut stderr = anstream::stderr().lock();
    let mut lines = text.lines();
    let first = printable(lines.next().unwrap_or_default());
    let _ = writeln!(stderr, "{style}{word}:{style:#} {first}");
    for line in lines {
        let _ = writeln!(stderr, "{}", printable(line));
    }
}

/// How many columns a line of standard output may have.
pub(crate) fn width() -> usize {
    const PIPE: usize = 80;
    const READABLE: usize = 100;
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 => usize::from(size.ws_col).min(READABLE),
        _ => PIPE,
    }
}
