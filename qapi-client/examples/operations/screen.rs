//! What is printed: lines, and how far something is.

use std::fmt;
use std::future::Future;
use std::io::{self, IsTerminal, Stdout, Write};
use std::pin::pin;
use std::time::Duration;

use qapi_client::Error;

use super::Outcome;

/// How often it is asked how far something is.
const TICK: Duration = Duration::from_millis(100);

/// Where it is printed. On a terminal the progress of something is one line
/// that changes; elsewhere every step is a line of its own.
pub(crate) struct Screen<'o> {
    out: &'o mut dyn Write,
    rewrites: bool,
    /// Whether the last line may still change.
    open: bool,
}

impl<'o> Screen<'o> {
    pub(crate) fn stdout(stdout: &'o mut Stdout) -> Self {
        let rewrites = stdout.is_terminal();
        Self {
            rewrites,
            ..Self::plain(stdout)
        }
    }

    /// No terminal, whatever it is.
    pub(crate) fn plain(out: &'o mut dyn Write) -> Self {
        Self {
            out,
            rewrites: false,
            open: false,
        }
    }

    pub(crate) fn title(&mut self, text: impl fmt::Display) -> io::Result<()> {
        self.line(format_args!("\n{text}"))
    }

    pub(crate) fn line(&mut self, text: impl fmt::Display) -> io::Result<()> {
        if std::mem::take(&mut self.open) {
            writeln!(self.out)?;
        }
        writeln!(self.out, "{text}")
    }

    /// Says so if it is so, and fails if not.
    pub(crate) fn compared(&mut self, claim: &str, is_so: bool) -> Outcome {
        match is_so {
            true => Ok(self.line(format_args!("  compared: {claim}"))?),
            false => Err(format!("it is not so that {claim}").into()),
        }
    }

    fn progress(&mut self, text: impl fmt::Display) -> io::Result<()> {
        if !self.rewrites {
            return self.line(text);
        }
        self.open = true;
        // Back to the start of the line, which is erased.
        write!(self.out, "\r\x1b[K{text}")?;
        self.out.flush()
    }

    /// Does some work, and shows what `look` sees of it meanwhile. The work is
    /// a command or a wait of one handle, and `look` asks by another.
    pub(crate) async fn watch<T>(
        &mut self,
        work: impl Future<Output = Result<T, Error>>,
        mut look: impl AsyncFnMut() -> Result<Option<Progress>, Error>,
    ) -> Outcome<T> {
        let mut work = pin!(work);
        let mut ticks = tokio::time::interval(TICK);
        loop {
            tokio::select! {
                biased;
                outcome = &mut work => return Ok(outcome?),
                _ = ticks.tick() => {
                    if let Some(progress) = look().await? {
                        self.progress(progress)?;
                    }
                }
            }
        }
    }
}

/// How far something is, in bytes.
pub(crate) struct Progress {
    pub(crate) what: &'static str,
    pub(crate) done: i64,
    pub(crate) total: i64,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, done, total } = self;
        let percent = done.saturating_mul(100).checked_div(*total).unwrap_or(0);
        write!(f, "  {what}: {percent:3} %, {done} of {total} bytes")
    }
}
