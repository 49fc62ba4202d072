//! What is left to do when a program ends without cleaning up after itself.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Reads `start PID` and `end PID`. At the end of its input it kills what has
/// not ended and removes the folder. Signals of the terminal go to it as well
/// as to whom it outlives.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
alive=
while read -r what pid; do
    others=
    for other in $alive; do
        [ "$other" = "$pid" ] || others="$others $other"
    done
    alive=$others
    [ "$what" = end ] || alive="$alive $pid"
done
[ -z "$alive" ] || kill -KILL $alive
rm -rf -- "$0"
"#;

/// A process that outlives this one, however it ends: it kills the processes
/// that this one leaves behind, and removes a folder.
///
/// The values of statics are never dropped, and neither is anything when a
/// process is killed.
#[derive(Debug)]
pub(crate) struct Undertaker {
    child: Child,
    input: Mutex<Option<ChildStdin>>,
}

impl Undertaker {
    /// Starts it.
    pub(crate) fn of(folder: &Path) -> io::Result<Self> {
        let mut child = Command::new("/bin/sh")
            .args(["-c", SCRIPT])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let input = Mutex::new(child.stdin.take());
        Ok(Self { child, input })
    }

    /// That a process has been started.
    pub(crate) fn started(&self, pid: u32) -> io::Result<()> {
        self.tell("start", pid)
    }

    /// That a process has been reaped, or is about to be.
    pub(crate) fn ended(&self, pid: u32) -> io::Result<()> {
        self.tell("end", pid)
    }

    fn tell(&self, what: &str, pid: u32) -> io::Result<()> {
        let mut input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *input {
            Some(input) => writeln!(input, "{what} {pid}"),
            None => Ok(()),
        }
    }
}

impl Drop for Undertaker {
    fn drop(&mut self) {
        // The end of its input is its beginning.
        let mut input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        drop(input.take());
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn what_has_not_ended_is_killed_and_the_folder_goes() {
        let sleeper = || Command::new("sleep").arg("1000").spawn().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let undertaker = Undertaker::of(folder.path()).unwrap();
        let mut all = [sleeper(), sleeper(), sleeper()];
        for sleeper in &all {
            undertaker.started(sleeper.id()).unwrap();
        }
        let [_, second, _] = &all;
        undertaker.ended(second.id()).unwrap();
        drop(undertaker);
        assert!(!folder.path().exists());
        let [first, second, third] = &mut all;
        for killed in [first, third] {
            assert_eq!(killed.wait().unwrap().signal(), Some(9));
        }
        assert_eq!(second.try_wait().unwrap(), None);
        second.kill().unwrap();
        second.wait().unwrap();
    }
}
