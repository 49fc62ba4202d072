//! Asking a program what it is.

use std::fmt;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::Error;

/// How long `--version` may take.
const LIMIT: Duration = Duration::from_secs(10);
/// As much of the answer as is read.
const ANSWER: u64 = 4096;

/// The kinds of program that speak QMP, or a protocol like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `qemu-system-*`.
    System,
    /// `qemu-storage-daemon`.
    StorageDaemon,
    /// `qemu-ga`, the agent that runs in a guest. Its protocol has no greeting.
    GuestAgent,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::System => "QEMU system emulator",
            Self::StorageDaemon => "QEMU storage daemon",
            Self::GuestAgent => "QEMU guest agent",
        })
    }
}

/// The version of a QEMU. Versions compare as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// 10 in 10.0.2.
    pub major: u32,
    /// 0 in 10.0.2.
    pub minor: u32,
    /// 2 in 10.0.2; 50 and above in development snapshots.
    pub micro: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.micro)
    }
}

/// A QEMU, storage daemon or guest agent on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    path: PathBuf,
    kind: Kind,
    version: Version,
    package: Option<String>,
}

impl Binary {
    /// Asks the program at `path` what it is; a name without `/` is looked up
    /// on `$PATH`.
    ///
    /// # Errors
    ///
    /// If it cannot be run, does not answer `--version` within ten seconds, or
    /// answers as something else.
    pub fn new(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let answer = ask_version(&path, LIMIT)?;
        let line = answer.lines().next().unwrap_or_default();
        match parse_version(line) {
            Some((kind, version, package)) => Ok(Self {
                path,
                kind,
                version,
                package,
            }),
            None => Err(Error::NotQemu {
                path,
                said: line.escape_debug().collect(),
            }),
        }
    }

    /// Where it is, as given.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }
    /// Its version.
    pub fn version(&self) -> Version {
        self.version
    }
    /// What its distributor added to the version, such as
    /// `Debian 1:10.0.2+ds-2`.
    pub fn package(&self) -> Option<&str> {
        self.package.as_deref()
    }
}

fn ask_version(path: &Path, limit: Duration) -> Result<String, Error> {
    let failed = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    // A socket rather than a pipe, because a read from it can be bounded.
    let (ours, theirs) = UnixStream::pair().map_err(failed)?;
    ours.set_read_timeout(Some(limit)).map_err(failed)?;
    let mut child = Command::new(path)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::from(OwnedFd::from(theirs)))
        .stderr(Stdio::null())
        .spawn()
        .map_err(|source| Error::Start {
            path: path.to_owned(),
            source,
        })?;
    let mut answer = Vec::new();
    let read = ours.take(ANSWER).read_to_end(&mut answer);
    // All that was wanted has been read; a program that goes on has no reader.
    child.kill().map_err(failed)?;
    child.wait().map_err(failed)?;
    match read {
        Ok(_) => Ok(String::from_utf8_lossy(&answer).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(Error::Silent {
            path: path.to_owned(),
            limit,
        }),
        Err(error) => Err(failed(error)),
    }
}

/// What each kind says before its version.
const NAMES: &[(&str, Kind)] = &[
    ("QEMU emulator version ", Kind::System),
    ("qemu-storage-daemon version ", Kind::StorageDaemon),
    ("QEMU Guest Agent ", Kind::GuestAgent),
];

/// Reads `QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2)`.
fn parse_version(line: &str) -> Option<(Kind, Version, Option<String>)> {
    let mut names = NAMES.iter();
    let (kind, rest) = names.find_map(|(name, kind)| Some((*kind, line.strip_prefix(name)?)))?;
    let (version, package) = match rest.split_once(' ') {
        Some((version, package)) => (version, package.trim()),
        None => (rest, ""),
    };
    // A build from git says `10.0.50-v10.0.0-123-gabcdef`.
    let numbers = version.split('-').next().unwrap_or_default();
    let mut numbers = numbers.split('.').map(|n| n.parse().ok());
    let version = Version {
        major: numbers.next()??,
        minor: numbers.next()??,
        micro: numbers.next()??,
    };
    let package = package
        .strip_prefix('(')
        .and_then(|package| package.strip_suffix(')'))
        .unwrap_or(package);
    Some((
        kind,
        version,
        (!package.is_empty()).then(|| package.to_owned()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(major: u32, minor: u32, micro: u32) -> Version {
        Version {
            major,
            minor,
            micro,
        }
    }

    #[test]
    fn reads_what_real_builds_say() {
        for (line, expected) in [
            (
                "QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1~bpo12+1)",
                Some((
                    Kind::System,
                    version(10, 0, 2),
                    Some("Debian 1:10.0.2+ds-2+deb13u1~bpo12+1".to_owned()),
                )),
            ),
            (
                "qemu-storage-daemon version 7.2.22",
                Some((Kind::StorageDaemon, version(7, 2, 22), None)),
            ),
            (
                "QEMU Guest Agent 10.0.2",
                Some((Kind::GuestAgent, version(10, 0, 2), None)),
            ),
            (
                "QEMU emulator version 9.2.50 (v9.2.0-1234-gabcdef0123)",
                Some((
                    Kind::System,
                    version(9, 2, 50),
                    Some("v9.2.0-1234-gabcdef0123".to_owned()),
                )),
            ),
            ("qemu-img version 10.0.2 (Debian 1:10.0.2)", None),
            ("QEMU emulator version ten", None),
            ("QEMU emulator version 10.0", None),
            ("", None),
        ] {
            assert_eq!(parse_version(line), expected, "{line}");
        }
        assert!(version(10, 0, 2) > version(9, 2, 50));
    }

    #[test]
    fn a_program_that_never_answers_is_given_up() {
        let error = ask_version(&program("silent"), Duration::from_millis(50)).unwrap_err();
        assert!(matches!(error, Error::Silent { .. }), "{error}");
    }

    #[test]
    fn another_program_is_told_apart() {
        let error = Binary::new(program("other")).unwrap_err().to_string();
        assert!(error.ends_with("it says `other\\u{1b} 1.0`"), "{error}");

        let error = Binary::new("/nonexistent/qemu").unwrap_err();
        assert_eq!(error.to_string(), "cannot start `/nonexistent/qemu`");
    }

    /// A script of the repository. One that a test writes may still be open for
    /// writing in a child that another thread has just forked, and then it
    /// cannot be run.
    fn program(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/programs")
            .join(name)
    }
}
