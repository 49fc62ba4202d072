//! Commands that QEMU should carry out or refuse, and dies of.
//!
//! Harmless ones are not executed for the sake of their reply where a row says
//! so, and everywhere else they are. Each row is tried: one that kills no QEMU
//! any more fails.

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::{Answer, Monitor};
use qapi_machine::{Binary, Kind};
use serde_json::{Value, json};

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
    /// What comes before it. A job that it starts is waited for and dismissed.
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
            (
                "blockdev-add",
                r#"{"driver": "file", "node-name": "file0", "filename": "@DIR@/luks0"}"#,
            ),
            (
                "blockdev-create",
                r#"{"job-id": "luks0", "options": {"driver": "luks", "file": "file0", "size": 512, "key-secret": "secret0", "iter-time": 10}}"#,
            ),
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

/// What QEMU says of a block driver that it has not, by the command and by the
/// kind of lack: it is not built in or loaded, or not to be used.
const NO_DRIVER: [&str; 3] = [
    "not found or not supported",
    "Unknown driver",
    "not whitelisted",
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

    /// Does what comes before it; skips it where QEMU has not the driver.
    fn prepare(&self, monitor: &mut Monitor, folder: &str) -> Result<(), Stop> {
        for (command, arguments) in self.before {
            let arguments: Value = serde_json::from_str(&arguments.replace("@DIR@", folder))?;
            carry_out(monitor, command, &arguments)?;
            if let Some(job) = arguments.get("job-id") {
                let texts = ["JOB_STATUS_CHANGE", "\"concluded\"", &job.to_string()];
                monitor.wait(0, &texts)?;
                carry_out(monitor, "job-dismiss", &json!({ "id": job }))?;
            }
        }
        Ok(())
    }
}

fn carry_out(monitor: &mut Monitor, command: &str, arguments: &Value) -> Result<(), Stop> {
    let answer = monitor.execute(command, arguments)?;
    let answer = match &answer {
        Answer::Error { text, .. } if NO_DRIVER.iter().any(|words| text.contains(words)) => {
            Err(Stop::skip(text))
        }
        answer => answer.value().map(drop),
    };
    answer.map_err(|stop| stop.at(format_args!("`{command}`")))
}

fn still_kill(subject: &Subject) -> Result<Completion, Stop> {
    let binary = &subject.binary;
    let mut rows = 0;
    let mut skipped = "nothing is known to kill it".to_owned();
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
        let command = row.command;
        match row.prepare(&mut monitor, place) {
            Err(Stop::Skipped(lack)) => {
                let reason = format!("`{command}` cannot be prepared: {lack}");
                println!("{}: {reason}", subject.name());
                skipped = reason;
                continue;
            }
            prepared => prepared?,
        }
        let arguments: Value = serde_json::from_str(row.arguments)?;
        match monitor.execute(command, &arguments) {
            Ok(answer) => return Err(format!("`{command}` is answered now: {answer}").into()),
            Err(Stop::Crashed { exit, .. }) if exit.stderr.contains(row.words) => {}
            Err(stop) => return Err(stop),
        }
        println!("{}: `{command}` kills it: {}", subject.name(), row.reason);
        rows += 1;
    }
    if rows == 0 {
        return Ok(Completion::ignored_with(skipped));
    }
    Ok(Completion::Completed)
}
