//! What is not sent where commands are carried out, and why the rest can do
//! no harm.
//!
//! A machine runs in a folder of its own, which goes with it; what it makes
//! for a time by itself (`$TMPDIR`) is there, too. What leads out of there is a
//! path, an address, a program or a device of the host, and each of these has
//! to be *written* in a command. So:
//!
//! - No string has a `/`, `:`, `|`, `,`, `=` or blank in it, or begins with a
//!   dash. Without `:` there is no `exec:`, `tcp:`, `nbd:` or `json:`; without
//!   `/` a file name means a file in the folder, and `..` is no word either.
//!   Nor is a plain number: it could be a file descriptor. The exception is the
//!   paths of QOM objects, `/machine/…`, and they are sent only to commands
//!   ([`QOM_COMMANDS`]) of which no argument is a file or a socket.
//! - Where a tag chooses what a thing is made of (block driver, character
//!   device, network, export, socket, object, device), only those values are
//!   sent that are listed here as harmless. What a later QEMU adds is not sent
//!   until it is listed.
//! - Nothing that names a host is sent, whatever it is part of, and no socket
//!   of the abstract namespace, which all processes share.
//! - Members that name a program are not sent, and some commands are not.
//!
//! Every command that is carried out is checked by what it is when it is sent,
//! not by how it was made: a [`Harmless`] is made by [`Harmless::new`] alone.
//!
//! Besides, a process may not write files larger than 64 MiB, has 4 GiB of
//! address space, leaves no core, and where QEMU can do so (`-sandbox`) cannot
//! start another program.

mod lists;

use super::tree::Tree;
use crate::judge::like;
pub(super) use lists::DEVICES;
use lists::{BLOCK_DRIVERS, OBJECTS, TYPES};

/// A command that is not sent.
#[derive(Debug)]
pub struct LeftOut {
    /// The command.
    pub command: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// Every command that is not sent.
pub const LEFT_OUT: &[LeftOut] = &[
    LeftOut {
        command: "quit",
        reason: "it ends the machine, as it should",
    },
    LeftOut {
        command: "human-monitor-command",
        reason: "its argument is a language of its own, with file names in it",
    },
    LeftOut {
        command: "client_migrate_info",
        reason: "it names a host",
    },
    LeftOut {
        command: "xen-load-devices-state",
        reason: "what it reads is taken for the state of devices, unchecked",
    },
];

/// Members that are not sent, whatever they hold.
const MEMBERS: &[(&str, &str)] = &[
    ("abstract", "all processes share such sockets"),
    ("br-helper", "it names a program"),
    ("cpr-exec-command", "it names a program"),
    ("downscript", "it names a program"),
    ("guestfwd", "it can name a program"),
    ("helper", "it names a program"),
    ("host", "it names a host"),
    ("hostfwd", "it names a port of the host"),
    ("script", "it names a program"),
    ("smb", "it starts a program"),
];

/// Values that are not sent, whatever they are for.
const VALUES: &[(&str, &str)] = &[
    ("cpr-exec", "it starts a program"),
    ("host_cdrom", "it is a device of the host"),
    ("host_device", "it is a device of the host"),
    ("qmp", "it is the monitor that asks"),
];

/// What the tags may say that choose what a thing is made of.
const TAGS: &[(&str, &[&str])] = &[
    ("driver", BLOCK_DRIVERS),
    // An image remembers it, and is opened with it.
    ("backing-fmt", BLOCK_DRIVERS),
    ("qom-type", OBJECTS),
    // `exec` is a program, `rdma` a network.
    ("transport", &["socket", "file"]),
    ("type", TYPES),
];

/// What QOM has at its top.
const QOM: &[&str] = &["/machine", "/objects", "/chardevs", "/backend"];

/// Commands that take paths of QOM objects, and of which nothing is a file or
/// a socket; a `*` stands for anything.
pub const QOM_COMMANDS: &[&str] = &[
    "cxl-*",
    "device_del",
    "qom-get",
    "qom-list",
    "qom-set",
    "x-query-virtio-*",
];

/// A command that may be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harmless {
    name: String,
    arguments: Vec<u8>,
}

impl Harmless {
    /// The command with these arguments, as JSON text.
    ///
    /// # Errors
    ///
    /// It might do harm, or cannot be read: why.
    pub fn new(name: &str, arguments: &[u8]) -> Result<Self, &'static str> {
        if let Some(row) = LEFT_OUT.iter().find(|row| row.command == name) {
            return Err(row.reason);
        }
        let tree = Tree::parse(arguments).ok_or("it is no JSON, or nested too deep")?;
        let mut trees = vec![(name, &tree, 0)];
        while let Some((member, tree, depth)) = trees.pop() {
            match tree {
                Tree::Scalar(text) => scalar(name, member, text, depth)?,
                Tree::List(elements) => {
                    trees.extend(elements.iter().map(|element| (member, element, depth)));
                }
                Tree::Object(members) => {
                    for (member, value) in members {
                        is_word(member, false)?;
                        if let Some((_, reason)) = MEMBERS.iter().find(|(name, _)| name == member) {
                            return Err(reason);
                        }
                        trees.push((member, value, depth + 1));
                    }
                }
            }
        }
        Ok(Self {
            name: name.to_owned(),
            arguments: arguments.to_vec(),
        })
    }

    /// The command's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its arguments, as JSON text.
    pub fn arguments(&self) -> &[u8] {
        &self.arguments
    }
}

fn scalar(command: &str, member: &str, text: &str, depth: usize) -> Result<(), &'static str> {
    // A server that waits for its client waits for ever, and everybody with it.
    if member == "wait" && text == "true" {
        return Err("it waits for a client, which nobody is");
    }
    if !text.trim_start().starts_with('"') {
        return Ok(());
    }
    // Half a surrogate, say, which QEMU may read as something.
    let text: String = serde_json::from_str(text).map_err(|_| "a string cannot be read")?;
    let mut values = VALUES.iter();
    if let Some((_, reason)) = values.find(|(value, _)| *value == text) {
        return Err(reason);
    }
    let mut tags = TAGS.iter();
    if let Some((_, values)) = tags.find(|(tag, _)| *tag == member) {
        let is_device = command == "device_add" && member == "driver";
        let values = if is_device { DEVICES } else { values };
        if !values.contains(&&*text) {
            return Err("it may use something of the host");
        }
    }
    // What a property is set to may be the name of a file.
    let takes_qom = depth == 1
        && matches!(member, "path" | "id")
        && QOM_COMMANDS.iter().any(|pattern| like(command, pattern));
    is_word(&text, takes_qom)
}

/// Whether a string leads nowhere but into the folder, or, where one may stand,
/// to an object of QOM.
pub(super) fn is_word(text: &str, or_qom: bool) -> Result<(), &'static str> {
    let plain = |character: char| character.is_alphanumeric() || "-_.#[]".contains(character);
    let is_qom = or_qom
        && QOM.iter().any(|top| {
            let rest = text.strip_prefix(top);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
    if !text.chars().all(|c| plain(c) || is_qom && c == '/') {
        return Err("a string could be a path, an address or a program");
    }
    if text.starts_with('-') || text.starts_with('.') || text.contains("..") {
        return Err("a string could be an option or another folder");
    }
    if !text.is_empty() && text.chars().all(|character| character.is_ascii_digit()) {
        return Err("a string could be a file descriptor");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sent(name: &str, arguments: &str) -> bool {
        Harmless::new(name, arguments.as_bytes()).is_ok()
    }

    #[test]
    fn what_leads_out_of_the_folder_is_not_sent() {
        for (name, arguments) in [
            ("quit", "{}"),
            ("human-monitor-command", r#"{"command-line":"a"}"#),
            ("migrate", r#"{"uri":"exec:rm"}"#),
            ("migrate", r#"{"uri":"tcp:a"}"#),
            (
                "migrate",
                r#"{"channels":[{"addr":{"transport":"exec","args":["a"]}}]}"#,
            ),
            ("migrate", r#"{"uri":"\u0065xec\u003arm"}"#),
            ("migrate-set-parameters", r#"{"cpr-exec-command":["a"]}"#),
            ("migrate-set-parameters", r#"{"mode":"cpr-exec"}"#),
            ("screendump", r#"{"filename":"/etc/passwd"}"#),
            ("screendump", r#"{"filename":"/machine/../etc/passwd"}"#),
            ("screendump", r#"{"filename":".."}"#),
            ("screendump", r#"{"filename":"a","filename":"b/c"}"#),
            ("blockdev-add", r#"{"driver":"host_device","filename":"a"}"#),
            ("blockdev-add", r#"{"driver":"no-such-yet"}"#),
            (
                "blockdev-add",
                r#"{"driver":"qcow2","file":{"driver":"ssh"}}"#,
            ),
            (
                "nbd-server-start",
                r#"{"addr":{"type":"inet","data":{"host":"a","port":"b"}}}"#,
            ),
            (
                "nbd-server-start",
                r#"{"addr":{"type":"fd","data":{"str":"a"}}}"#,
            ),
            // With a path of QOM it would be a socket of the host's.
            (
                "nbd-server-start",
                r#"{"addr":{"type":"unix","data":{"path":"/machine"}}}"#,
            ),
            (
                "nbd-server-start",
                r#"{"addr":{"type":"unix","data":{"path":"/machine/a"}}}"#,
            ),
            ("screendump", r#"{"filename":"/machine"}"#),
            ("screendump", r#"{"filename":"\ud800/etc/x"}"#),
            (
                "qom-set",
                r#"{"path":"/machine","property":"a","value":"/machine/a"}"#,
            ),
            (
                "qom-set",
                r#"{"path":"/machine","property":"a","value":{"path":"/machine/a"}}"#,
            ),
            ("qom-list", r#"{"path":"/etc"}"#),
            ("qom-list", r#"{"path":"/machinery"}"#),
            (
                "nbd-server-start",
                r#"{"addr":{"type":"unix","data":{"path":"a","abstract":false}}}"#,
            ),
            ("block-export-add", r#"{"type":"fuse","mountpoint":"a"}"#),
            ("netdev_add", r#"{"type":"tap","id":"a"}"#),
            ("object-add", r#"{"qom-type":"monitor-hmp","id":"a"}"#),
            ("device_add", r#"{"driver":"vfio-pci"}"#),
            (
                "chardev-add",
                r#"{"id":"a","backend":{"type":"stdio","data":{}}}"#,
            ),
            (
                "chardev-add",
                r#"{"id":"a","backend":{"type":"socket","data":{"wait":true}}}"#,
            ),
            ("closefd", r#"{"fdname":"3"}"#),
            ("ringbuf-write", r#"{"a/b":1}"#),
            ("stop", "{"),
        ] {
            assert!(!is_sent(name, arguments), "{name} {arguments}");
        }
    }

    #[test]
    fn what_stays_inside_is_sent() {
        for (name, arguments) in [
            ("stop", "{}"),
            (
                "blockdev-add",
                r#"{"driver":"null-co","node-name":"z","size":-1}"#,
            ),
            (
                "blockdev-add",
                r#"{"driver":"qcow2","file":{"driver":"file","filename":"é0"}}"#,
            ),
            (
                "object-add",
                r#"{"qom-type":"memory-backend-ram","id":"a","size":-1}"#,
            ),
            (
                "nbd-server-start",
                r#"{"addr":{"type":"unix","data":{"path":"a"}}}"#,
            ),
            (
                "qom-get",
                r#"{"path":"/machine/unattached/device[0]","property":"type"}"#,
            ),
            ("device_add", r#"{"driver":"e1000","id":"a"}"#),
        ] {
            assert!(is_sent(name, arguments), "{name} {arguments}");
        }
    }
}
