//! Schemas of servers that are known to be the same, on disk.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use qapi_schema::Schema;
use serde_json::value::RawValue;

use crate::deadline::Deadline;
use crate::error::Error;
use crate::shell::{NoArguments, Shell, encode};
use crate::transport::PeerProcess;

/// The schema of a server: from the folder if it is known to be there, or else
/// by asking.
pub(crate) async fn schema(
    shell: &mut impl Shell,
    folder: Option<&Path>,
    peer: Option<PeerProcess>,
    deadline: Deadline,
) -> Result<Schema, Error> {
    let entry = folder.and_then(|folder| Entry::new(folder, Identity::of(peer?)?));
    if let Some(schema) = entry.as_ref().and_then(Entry::read) {
        return Ok(schema);
    }
    let ask = encode("query-qmp-schema", &NoArguments {})?;
    let dump: Box<RawValue> = shell.send(ask, deadline).await?;
    let schema = Schema::from_slice(dump.get().as_bytes())?;
    if let Some(entry) = entry
        && let Err(error) = entry.write(dump.get())
    {
        let path = entry.path.display();
        tracing::warn!(%path, %error, "the schema of a server cannot be kept");
    }
    Ok(schema)
}

/// What makes a server the same as one before: what it runs, and how.
#[derive(Hash)]
struct Identity {
    executable: Vec<u64>,
    arguments: Vec<u8>,
}

impl Identity {
    #[cfg(target_os = "linux")]
    fn of(peer: PeerProcess) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;

        let process = PathBuf::from(format!("/proc/{}", peer.pid));
        let executable = process.join("exe");
        // Whoever listened may have left the socket to another: a manager that
        // started the server, or this very process. Its arguments say nothing.
        let name = fs::read_link(&executable).ok()?;
        if !name.file_name()?.to_str()?.starts_with("qemu") {
            return None;
        }
        let file = fs::metadata(&executable).ok()?;
        let signed = [file.mtime(), file.mtime_nsec()].map(i64::cast_unsigned);
        let mut executable = vec![file.dev(), file.ino(), file.size()];
        executable.extend(signed);
        Some(Self {
            executable,
            arguments: fs::read(process.join("cmdline")).ok()?,
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn of(_: PeerProcess) -> Option<Self> {
        None
    }

    /// The identity in one line.
    fn line(&self) -> String {
        let mut line = format!("{:?} ", self.executable);
        line.push_str(&self.arguments.escape_ascii().to_string());
        line
    }
}

/// A server's file: its identity in a line, then its schema as it told it.
struct Entry {
    path: PathBuf,
    identity: String,
}

impl Entry {
    fn new(folder: &Path, identity: Identity) -> Option<Self> {
        let mut hasher = DefaultHasher::new();
        identity.hash(&mut hasher);
        Some(Self {
            path: folder.join(format!("{:016x}.schema", hasher.finish())),
            identity: identity.line(),
        })
    }

    fn read(&self) -> Option<Schema> {
        let text = fs::read_to_string(&self.path).ok()?;
        let (identity, dump) = text.split_once('\n')?;
        // Different identities may have the same hash.
        if identity != self.identity {
            return None;
        }
        Schema::from_slice(dump.as_bytes()).ok()
    }

    /// Another process may read it at the same time: it is there whole, or not.
    fn write(&self, dump: &str) -> io::Result<()> {
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
            folder.mode(0o700);
            options.mode(0o600);
        }
        if let Some(parent) = self.path.parent() {
            folder.create(parent)?;
        }
        let unfinished = self.path.with_extension(std::process::id().to_string());
        let written = options.open(&unfinished).and_then(|mut file| {
            writeln!(file, "{}", self.identity)?;
            file.write_all(dump.as_bytes())
        });
        let kept = written.and_then(|()| fs::rename(&unfinished, &self.path));
        if kept.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        kept
    }
}
