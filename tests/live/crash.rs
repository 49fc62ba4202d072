//! Harmless commands that a QEMU dies of.
//!
//! They are not executed for the sake of their reply where a row says so, and
//! everywhere else they are. Each row is tried: one that kills no QEMU any
//! more fails.

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::Monitor;
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
    /// The first version that dies, major and minor.
    since: (u32, u32),
    /// On which board: a PC, or none at all.
    on_pc: bool,
    /// What QEMU's last words have in them.
    words: &'static str,
    reason: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        command: "rtc-reset-reinjection",
        arguments: "{}",
        since: (10, 0),
        on_pc: false,
        words: "",
        reason: "it looks for a real-time clock, and there is none",
    },
    Row {
        command: "x-query-virtio-status",
        arguments: r#"{"path": "/machine/peripheral/net0/virtio-backend"}"#,
        since: (11, 1),
        on_pc: true,
        words: "visit_start_struct: Assertion",
        reason: "whatever the virtio device and its state, an object that the reply requires is not made",
    },
];

/// Why a command is not executed, if this QEMU dies of it.
pub(crate) fn kills(binary: &Binary, board: Option<Board>, command: &str) -> Option<&'static str> {
    let concerns = |row: &&Row| row.concerns(binary) && row.on_pc == board.is_some();
    let mut rows = ROWS.iter().filter(concerns);
    rows.find(|row| row.command == command)
        .map(|row| row.reason)
}

impl Row {
    fn concerns(&self, binary: &Binary) -> bool {
        let version = binary.version();
        binary.kind() == Kind::System && (version.major, version.minor) >= self.since
    }
}

fn still_kill(subject: &Subject) -> Result<Completion, Stop> {
    let binary = &subject.binary;
    let mut rows = 0;
    for row in ROWS.iter().filter(|row| row.concerns(binary)) {
        let args = if row.on_pc {
            if Board::of(binary)? != Some(Board::Pc) {
                continue;
            }
            Board::Pc.args("")
        } else {
            Vec::new()
        };
        let mut monitor = Monitor::start(binary, &args)?;
        monitor.negotiate(false)?;
        if monitor.schema()?.command(row.command).is_none() {
            continue;
        }
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
