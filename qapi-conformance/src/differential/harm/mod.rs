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
//!   sent that are listed here as harmless for that command. What a later QEMU
//!   adds is not sent until it is listed.
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
use lists::{TAGS, Tag};

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
    let mut tags = TAGS.iter().filter(|tag| tag.member == member).peekable();
    if tags.peek().is_some() {
        let is_of = |tag: &&Tag| tag.commands.iter().any(|pattern| like(command, pattern));
        if !tags.filter(is_of).any(|tag| tag.values.contains(&&*text)) {
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
    use std::collections::BTreeSet;

    use qapi_schema::{Case, Member, Schema, TypeId, TypeKind, Variants};

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

    /// A `stream` is a kind of job, or a connection.
    #[test]
    fn a_tag_says_what_it_says_in_its_command_only() {
        let takes = |name, tag: &str| is_sent(name, &format!(r#"{{"type":"{tag}"}}"#));
        for (tag, there, elsewhere) in [
            ("commit", "block-job-change", "netdev_add"),
            ("hubport", "netdev_add", "chardev-add"),
            ("file", "chardev-add", "netdev_add"),
            ("nbd", "block-export-add", "nbd-server-start"),
            ("unix", "nbd-server-start", "transaction"),
            ("unix", "blockdev-add", "no-such-command-yet"),
        ] {
            assert!(takes(there, tag), "{there} {tag}");
            assert!(!takes(elsewhere, tag), "{elsewhere} {tag}");
        }
        assert!(!is_sent("blockdev-add", r#"{"driver":"e1000"}"#));
        assert!(!is_sent("device_add", r#"{"driver":"null-co"}"#));
    }

    #[test]
    fn every_tag_is_taken_by_its_commands() {
        let dumps = [
            include_bytes!("../../../../schemas/qemu-7.2-x86_64.json").as_slice(),
            include_bytes!("../../../../schemas/qemu-11.1-x86_64.json"),
        ];
        let schemas = dumps.map(|dump| Schema::from_slice(dump).unwrap());
        let said: BTreeSet<(String, String, String)> = schemas.iter().flat_map(tags).collect();
        for tag in TAGS.iter().filter(|tag| tag.commands != ["device_add"]) {
            for pattern in tag.commands {
                let mut of = said.iter().filter(|(command, _, _)| like(command, pattern));
                assert!(of.any(|(_, member, _)| member == tag.member), "{pattern}");
            }
            for value in tag.values {
                let is_it = |(command, member, said): &&(String, String, String)| {
                    let mut commands = tag.commands.iter();
                    commands.any(|pattern| like(command, pattern))
                        && (&**member, &**said) == (tag.member, value)
                };
                assert!(said.iter().any(|one| is_it(&one)), "{tag:?}: {value}");
            }
        }
    }

    /// Every command with the members and values of the enums that it takes.
    fn tags(schema: &Schema) -> Vec<(String, String, String)> {
        let mut tags = Vec::new();
        for command in schema.commands() {
            let (mut seen, mut next) = (BTreeSet::new(), vec![command.arguments()]);
            while let Some(id) = next.pop() {
                if !seen.insert(id) {
                    continue;
                }
                next.extend(inner(schema, id));
                for member in schema[id]
                    .as_object()
                    .iter()
                    .flat_map(|object| object.members())
                {
                    let values = schema[member.ty()].as_enum();
                    for value in values.iter().flat_map(|values| values.values()) {
                        let name = |text: &str| text.to_owned();
                        tags.push((
                            name(command.name()),
                            name(member.name()),
                            name(value.name()),
                        ));
                    }
                }
            }
        }
        tags
    }

    /// The types that a type is made of.
    fn inner(schema: &Schema, id: TypeId) -> Vec<TypeId> {
        match schema[id].kind() {
            TypeKind::Array(element) => vec![*element],
            TypeKind::Alternate(alternate) => alternate.branches().to_vec(),
            TypeKind::Object(object) => {
                let cases = object.variants().map(Variants::cases).unwrap_or_default();
                let members = object.members().iter().map(Member::ty);
                members.chain(cases.iter().map(Case::ty)).collect()
            }
            TypeKind::Builtin(_) | TypeKind::Enum(_) => Vec::new(),
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
