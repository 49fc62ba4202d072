//! Commands that QEMU should carry out or refuse, and dies of.
//!
//! Harmless ones are not executed for the sake of their reply where a row says
//! so, and everywhere else they are. Each row is tried: one that kills no QEMU
//! any more fails.

use std::time::Instant;

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::{LIMIT, Monitor};
use qapi_machine::{Binary, Kind};
use serde_json::Value;

use super::board::Board;
use super::subject::{Case, Subject};

pub(crate) const CASES: &[Case] = &[Case {
    name: "what_kills_qemu_still_does",
    run: still_kill,
}];

/// A command that kills.
struct Row {
    command: &'static str,
    arguments: &'static str,
    /// What comes before it. A command that is refused is tried again, since a
    /// job takes its time.
    before: &'static [(&'static str, &'static str)],
    /// The first version that dies, major and minor.
    since: (u32, u32),
    /// The first later one that is known not to, if there is one.
    until: Option<(u32, u32)>,
    on: On,
    /// What QEMU's last words have in them.
    words: &'static str,
    reason: &'static str,
}

/// On what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    /// An emulator without a board.
    Nothing,
    /// A PC.
    Pc,
    /// Anything that has block devices: a storage daemon too.
    Blocks,
}

const ROWS: &[Row] = &[
    Row {
        command: "rtc-reset-reinjection",
        arguments: "{}",
        before: &[],
        since: (10, 0),
        until: None,
        on: On::Nothing,
        words: "",
        reason: "it looks for a real-time clock, and there is none",
    },
    Row {
        command: "x-query-virtio-status",
        arguments: r#"{"path": "/machine/peripheral/net0/virtio-backend"}"#,
        before: &[],
        since: (11, 1),
        until: None,
        on: On::Pc,
        words: "visit_start_struct: Assertion",
        reason: "whatever the virtio device and its state, an object that the reply requires is not made",
    },
    Row {
        command: "xen-load-devices-state",
        arguments: r#"{"filename": "/dev/null"}"#,
        before: &[("stop", "{}")],
        since: (7, 2),
        until: None,
        on: On::Nothing,
        words: "yank_unregister_instance: Assertion",
        reason: "whatever is in the file, it ends a migration that was never begun",
    },
    Row {
        command: "x-blockdev-amend",
        arguments: r#"{"job-id": "amend0", "node-name": "luks0", "options": {"driver": "luks", "state": "inactive", "old-secret": "secret0"}}"#,
        before: &[
            (
                "object-add",
                r#"{"qom-type": "secret", "id": "secret0", "data": "secret"}"#,
            ),
            (
                "blockdev-create",
                r#"{"job-id": "file0", "options": {"driver": "file", "filename": "@DIR@/luks0", "size": 0}}"#,
            ),
            ("job-dismiss", r#"{"id": "file0"}"#),
            (
                "blockdev-add",
                r#"{"driver": "file", "node-name": "file0", "filename": "@DIR@/luks0"}"#,
            ),
            (
                "blockdev-create",
                r#"{"job-id": "luks0", "options": {"driver": "luks", "file": "file0", "size": 512, "key-secret": "secret0", "iter-time": 10}}"#,
            ),
            ("job-dismiss", r#"{"id": "luks0"}"#),
            (
                "blockdev-add",
                r#"{"driver": "luks", "node-name": "luks0", "file": "file0", "key-secret": "secret0"}"#,
            ),
        ],
        since: (10, 0),
        until: Some((11, 1)),
        on: On::Blocks,
        words: "bdrv_graph_rdlock_main_loop: Assertion",
        reason: "the job takes a lock that only the main loop may take, before it looks at what is asked",
    },
];

/// Why a command is not executed, if this QEMU dies of it.
pub(crate) fn kills(binary: &Binary, board: Option<Board>, command: &str) -> Option<&'static str> {
    let concerns = |row: &&Row| row.concerns(binary) && (row.on == On::Pc) == board.is_some();
    let mut rows = ROWS.iter().filter(concerns);
    rows.find(|row| row.command == command)
        .map(|row| row.reason)
}

impl Row {
    fn concerns(&self, binary: &Binary) -> bool {
        let version = binary.version();
        let version = (version.major, version.minor);
        let dies = version >= self.since && self.until.is_none_or(|until| version < until);
        dies && match binary.kind() {
            Kind::System => true,
            Kind::StorageDaemon => self.on == On::Blocks,
            _ => false,
        }
    }

    /// Does what comes before it.
    fn prepare(&self, monitor: &mut Monitor, folder: &str) -> Result<(), Stop> {
        for (command, arguments) in self.before {
            let arguments = serde_json::from_str(&arguments.replace("@DIR@", folder))?;
            let start = Instant::now();
            loop {
                match monitor.execute(command, &arguments)?.value() {
                    Err(stop) if start.elapsed() > LIMIT => {
                        return Err(stop.at(format_args!("`{command}`")));
                    }
                    Err(_) => {}
                    Ok(_) => break,
                }
            }
        }
        Ok(())
    }
}

fn still_kill(subject: &Subject) -> Result<Completion, Stop> {
    let binary = &subject.binary;
    let mut rows = 0;
    for row in ROWS.iter().filter(|row| row.concerns(binary)) {
        let folder = tempfile::tempdir()?;
        let place = &*folder.path().to_string_lossy();
        let args = if row.on == On::Pc {
            if Board::of(binary)? != Some(Board::Pc) {
                continue;
            }
            Board::Pc.args(place)
        } else {
            Vec::new()
        };
        let mut monitor = Monitor::start(binary, &args)?.negotiated(false)?;
        if monitor.schema()?.command(row.command).is_none() {
            continue;
        }
        row.prepare(&mut monitor, place)?;
        let arguments: Value = serde_json::from_str(row.arguments)?;
        let command = row.command;
        match monitor.execute(command, &arguments) {
            Ok(answer) => return Err(format!("`{command}` is answered now: {answer}").into()),
            Err(Stop::Crashed { exit, .. }) if exit.stderr.contains(row.words) => {}
            Err(stop) => return Err(stop),
        }
        println!("{}: `{command}` kills it: {}", subject.name(), row.reason);
        rows += 1;
    }
    if rows == 0 {
        return Ok(Completion::ignored_with("nothing is known to kill it"));
    }
    Ok(Completion::Completed)
}
