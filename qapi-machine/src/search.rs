//! Where the QEMUs of this machine are.

use std::collections::HashSet;
use std::env;
use std::ffi::OsString;
use std::fmt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A program that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Who named it.
    pub origin: Origin,
}

/// Who named a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `$QAPI_QEMU`.
    Chosen,
    /// `$QAPI_QEMU_EXTRA`.
    Extra,
    /// Nobody: it is on `$PATH`.
    Path,
}

impl Origin {
    const CHOSEN: &str = "QAPI_QEMU";
    const EXTRA: &str = "QAPI_QEMU_EXTRA";
    const PATH: &str = "PATH";
}

impl fmt::Display for Origin {
    /// The variable, such as `$PATH`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let variable = match self {
            Self::Chosen => Self::CHOSEN,
            Self::Extra => Self::EXTRA,
            Self::Path => Self::PATH,
        };
        write!(f, "${variable}")
    }
}

/// The QEMU to use: `$QAPI_QEMU`, or else the first of these that is on
/// `$PATH`: the system emulator of the host's architecture, another system
/// emulator, the storage daemon.
///
/// What `$QAPI_QEMU` names is given back even if it is not there, so that a
/// mistake in it shows and nothing else is taken in its place.
pub fn find() -> Option<PathBuf> {
    let found = Search::from_env().usual().into_iter().next();
    found.map(|found| found.path)
}

/// All of them, in the order of [`find`], and then those that
/// `$QAPI_QEMU_EXTRA` lists (separated by colons), which are given back even
/// if they are not there. One that several name is there once, as the one that
/// was asked for.
pub fn find_all() -> Vec<Found> {
    Search::from_env().all()
}

/// The guest agent to use: `$QAPI_QEMU_GA`, given back even if it is not there,
/// or else `qemu-ga` on `$PATH` or where distributions put it.
pub fn find_agent() -> Option<PathBuf> {
    let chosen = env::var_os("QAPI_QEMU_GA").filter(|path| !path.is_empty());
    let path = env::var_os(Origin::PATH).unwrap_or_default();
    chosen.map(PathBuf::from).or_else(|| agent(&path))
}

/// Daemons' programs are often not on the path of those who are not root.
const SYSTEM_FOLDERS: [&str; 3] = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

fn agent(path: &OsString) -> Option<PathBuf> {
    let folders = split(path).into_iter();
    let folders = folders.chain(SYSTEM_FOLDERS.map(PathBuf::from));
    let mut programs = folders.map(|folder| folder.join("qemu-ga"));
    programs.find(|program| is_executable(program))
}

struct Search {
    chosen: OsString,
    extra: OsString,
    path: OsString,
    host: &'static str,
}

impl Search {
    fn from_env() -> Self {
        let var = |name| env::var_os(name).unwrap_or_default();
        Self {
            chosen: var(Origin::CHOSEN),
            extra: var(Origin::EXTRA),
            path: var(Origin::PATH),
            host: host_target(),
        }
    }

    fn all(&self) -> Vec<Found> {
        let mut all = self.usual();
        for path in split(&self.extra) {
            all.retain(|found| found.path != path || found.origin == Origin::Chosen);
            if !all.iter().any(|found| found.path == path) {
                all.push(Found {
                    path,
                    origin: Origin::Extra,
                });
            }
        }
        all
    }

    fn usual(&self) -> Vec<Found> {
        let mut usual = Vec::new();
        if !self.chosen.is_empty() {
            usual.push(Found {
                path: PathBuf::from(&self.chosen),
                origin: Origin::Chosen,
            });
        }
        for path in self.on_path() {
            if path.as_os_str() != self.chosen {
                usual.push(Found {
                    path,
                    origin: Origin::Path,
                });
            }
        }
        usual
    }

    /// The first of each name, as a shell would find it; each once, best first.
    fn on_path(&self) -> Vec<PathBuf> {
        let mut found: Vec<(u8, String, PathBuf)> = Vec::new();
        for folder in split(&self.path) {
            let Ok(entries) = folder.read_dir() else {
                continue;
            };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().into_string() else {
                    continue;
                };
                let Some(rank) = self.rank(&name) else {
                    continue;
                };
                let known = found.iter().any(|(_, other, _)| *other == name);
                if !known && is_executable(&entry.path()) {
                    found.push((rank, name, entry.path()));
                }
            }
        }
        found.sort();
        // Distributions link one emulator under further names.
        let mut targets = HashSet::new();
        found.retain(|(_, _, path)| targets.insert(path.canonicalize().ok()));
        found.into_iter().map(|(_, _, path)| path).collect()
    }

    fn rank(&self, name: &str) -> Option<u8> {
        if name == "qemu-storage-daemon" {
            return Some(2);
        }
        let target = name.strip_prefix("qemu-system-")?;
        Some(if target == self.host { 0 } else { 1 })
    }
}

fn split(list: &OsString) -> Vec<PathBuf> {
    let paths = env::split_paths(list);
    paths.filter(|path| !path.as_os_str().is_empty()).collect()
}

fn is_executable(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// QEMU's name for the host's architecture.
fn host_target() -> &'static str {
    match env::consts::ARCH {
        "x86" => "i386",
        "powerpc" => "ppc",
        "powerpc64" => "ppc64",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_one_comes_first_then_the_hosts_then_others_then_the_daemon() {
        let first = tempfile::tempdir().unwrap();
        let second = tempfile::tempdir().unwrap();
        let file = |folder: &Path, name: &str, mode| {
            let path = folder.join(name);
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            path
        };
        let daemon = file(first.path(), "qemu-storage-daemon", 0o755);
        let arm = file(first.path(), "qemu-system-arm", 0o755);
        file(first.path(), "qemu-system-riscv64", 0o644);
        file(first.path(), "qemu-img", 0o755);
        file(second.path(), "qemu-system-arm", 0o755);
        std::os::unix::fs::symlink(&arm, first.path().join("qemu-system-armel")).unwrap();
        let host = file(second.path(), "qemu-system-s390x", 0o755);
        let mut search = Search {
            chosen: OsString::new(),
            extra: OsString::new(),
            path: env::join_paths([first.path(), Path::new("/nonexistent"), second.path()])
                .unwrap(),
            host: "s390x",
        };
        let paths = |search: &Search| -> Vec<PathBuf> {
            search.all().into_iter().map(|found| found.path).collect()
        };
        assert_eq!(paths(&search), [&*host, &*arm, &*daemon]);
        search.chosen = "/nonexistent/qemu".into();
        assert_eq!(paths(&search)[0], Path::new("/nonexistent/qemu"));
        search.chosen = arm.clone().into();
        assert_eq!(paths(&search), [&*arm, &*host, &*daemon]);

        // What was asked for is there once, and as that.
        search.extra = env::join_paths([&host, Path::new("/nonexistent"), &arm]).unwrap();
        let all: Vec<_> = search
            .all()
            .into_iter()
            .map(|f| (f.path, f.origin))
            .collect();
        let expected = [
            (&*arm, Origin::Chosen),
            (&*daemon, Origin::Path),
            (&*host, Origin::Extra),
            (Path::new("/nonexistent"), Origin::Extra),
        ];
        assert_eq!(
            all,
            expected.map(|(path, origin)| (path.to_owned(), origin))
        );

        search.path = OsString::new();
        search.chosen = OsString::new();
        search.extra = OsString::new();
        assert!(search.all().is_empty());
    }
}
