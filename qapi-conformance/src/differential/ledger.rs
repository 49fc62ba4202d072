//! What is known to differ, and what is known to kill a QEMU, with reasons.
//!
//! What has a row is reported and counted, but is no failure. Where commands
//! are drawn at random, a row that is not used says nothing.

use qapi_machine::{Binary, Kind};
use qapi_schema::validate::Rule;
use serde_json::Value;

use super::commands::Case;
use super::harm::Harmless;
use crate::judge::ledger::{ROWS as VISITOR, Suite};
use crate::judge::like;

/// A verdict of QEMU's input visitor that is not the validator's.
#[derive(Debug)]
pub struct Row {
    /// The rule that is broken by the validator; none if it says valid.
    pub rule: Option<Rule>,
    /// What QEMU answers; `*` stands for anything.
    pub answer: &'static str,
    /// What else must be so: of the message and the name that QEMU gives.
    pub holds: fn(&Value, &str) -> bool,
    /// Why.
    pub reason: &'static str,
}

/// Every known difference of verdicts, besides those of
/// [`judge::ledger`](crate::judge::ledger).
pub const ROWS: &[Row] = &[
    Row {
        rule: None,
        answer: "GenericError: Parameter '*' expects *int*",
        holds: has_edge,
        reason: "a dump does not tell the width of an integer, so its validator takes 64 bits",
    },
    Row {
        rule: None,
        answer: "GenericError: Invalid parameter type for '*', expected: integer",
        holds: has_edge,
        reason: "a dump does not tell which integers have a sign; those that have end at 2^63-1",
    },
];

/// The reason for a difference, if it is known.
pub(super) fn known(case: &Case, rule: Option<Rule>, answer: &str) -> Option<&'static str> {
    let mut visitor = VISITOR.iter().filter(|row| row.suite == Suite::Visitor);
    if let Some(row) = visitor.find(|row| row.is("", rule, &case.what, answer)) {
        return Some(row.reason);
    }
    let message: Value = serde_json::from_slice(&case.message()).unwrap_or_default();
    let name = answer.split('\'').nth(1).unwrap_or_default();
    let mut rows = ROWS.iter();
    let row = rows
        .find(|row| row.rule == rule && like(answer, row.answer) && (row.holds)(&message, name));
    row.map(|row| row.reason)
}

/// Whether the member that QEMU names, or an element of a list where that has
/// no name, is an integer that not every width takes.
fn has_edge(message: &Value, named: &str) -> bool {
    let name = named.rsplit('.').next().unwrap_or_default();
    let (name, in_list) = match name.split_once('[') {
        Some((name, _)) => (name, true),
        None => (name, name == "null"),
    };
    let is_edge = |value: &Value| value.is_number() && !matches!(value.as_u64(), Some(0..=127));
    let mut values = vec![message];
    while let Some(value) = values.pop() {
        match value {
            Value::Object(members) => {
                if members.get(name).is_some_and(is_edge) {
                    return true;
                }
                values.extend(members.values());
            }
            Value::Array(elements) => {
                if in_list && elements.iter().any(is_edge) {
                    return true;
                }
                values.extend(elements);
            }
            _ => {}
        }
    }
    false
}

/// Something that commands do to a QEMU and should not.
#[derive(Debug)]
pub struct Defect {
    /// What is wrong, as it is reported; `*` stands for anything.
    pub what: &'static str,
    /// The commands that do it; one of them must have been sent.
    pub commands: &'static [&'static str],
    /// Which binaries have it.
    pub of: fn(&Binary) -> bool,
    /// Why.
    pub reason: &'static str,
}

/// Every known defect.
pub const DEFECTS: &[Defect] = &[
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): ./include/hw/iN/xN.h:N:XN_MACHINE: Object * is not an instance of type *",
        commands: &["rtc-reset-reinjection"],
        of: is_system,
        reason: "`rtc-reset-reinjection` looks for a real-time clock, and there is none",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): Value '-N' is out of range for parameter 'size'",
        commands: &["blockdev-add"],
        of: |_| true,
        reason: "the size of a null node is an integer with a sign by the schema, and none by its driver",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): *physmem.c:N: find_ram_offset: Assertion `size != N' failed.",
        commands: &["object-add"],
        of: is_system,
        reason: "the size of a memory backend is rounded up, and the largest ones to nothing",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): *block.c:N: bdrv_reopen_multiple: Assertion `bs_queue != NULL' failed.",
        commands: &["blockdev-reopen"],
        of: |_| true,
        reason: "`blockdev-reopen` of no node at all makes no queue of nodes",
    },
    Defect {
        what: "QEMU dies: signal: 11 (SIGSEGV): at `transaction` of `block-dirty-bitmap-*able`",
        commands: &["transaction"],
        of: |_| true,
        reason: "a bitmap that a transaction does not find when it starts is undone all the same",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): *qemu-thread-posix.c:N: qemu_mutex_destroy: Assertion `mutex->initialized' failed.",
        commands: &["object-add"],
        of: is_system,
        reason: "a `colo-compare` that cannot be made destroys what it has not made yet",
    },
    Defect {
        what: "`object-add` of `filter-dump` closes the monitor, and QEMU runs on",
        commands: &["object-add"],
        of: is_system,
        reason: "a `filter-dump` that cannot be made closes the file descriptor 0, which is the monitor's",
    },
    Defect {
        what: "QEMU dies: signal: 11 (SIGSEGV): at `object-add` of `cryptodev-backend*",
        commands: &["object-add"],
        of: is_system,
        reason: "its queues are not counted before they are put into an array",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): failed to allocate shared memory: *",
        commands: &["chardev-add"],
        of: is_system,
        reason: "a `vc` takes any size for its screen, a negative one, too",
    },
    Defect {
        what: "QEMU dies: signal: 5 (SIGTRAP): GLib: *: overflow allocating N*N bytes",
        commands: &["chardev-add"],
        of: is_system,
        reason: "a `vc` takes any size for its screen, a negative one, too",
    },
    Defect {
        what: "QEMU dies: signal: 11 (SIGSEGV): at `chardev-add` of `vc`",
        commands: &["chardev-add"],
        of: is_system,
        reason: "a `vc` takes any size for its screen, a negative one, too",
    },
    Defect {
        what: "QEMU dies: signal: 5 (SIGTRAP): GLib: *: failed to allocate N bytes",
        commands: &["chardev-add", "object-add", "blockdev-add", "ringbuf-read"],
        of: |_| true,
        reason: "some sizes are allocated as they are asked for, however large",
    },
    Defect {
        what: "`blockdev-add` of `*` closes the monitor, and QEMU runs on",
        commands: &["blockdev-add"],
        of: |_| true,
        reason: "a `file` whose `pr-manager` is not found closes the file descriptor 0, which is the monitor's",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): *visit_start_struct: Assertion *",
        commands: &["x-query-virtio-status"],
        of: is_11,
        reason: "`x-query-virtio-status` does not make an object that its reply requires",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): Parameter 'size' expects a non-negative number below N^N",
        commands: &["blockdev-add"],
        of: is_before_10,
        reason: "the size of a null node is an integer with a sign by the schema, and none by its driver",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): *console.c:N: qemu_create_displaysurface: Assertion *",
        commands: &["chardev-add"],
        of: is_before_10,
        reason: "a `vc` takes any size for its screen, a negative one, too",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): Image dimensions overflow",
        commands: &["chardev-add"],
        of: is_11,
        reason: "a `vc` takes any size for its screen, a negative one, too",
    },
    Defect {
        what: "QEMU dies: signal: 11 (SIGSEGV): at `calc-dirty-rate`",
        commands: &["calc-dirty-rate"],
        of: is_before_10,
        reason: "with a `dirty-bitmap` it asks KVM for its ring of dirty pages, and there is no KVM",
    },
    Defect {
        what: "QEMU dies: signal: 11 (SIGSEGV): at `*memsave`",
        commands: &["memsave", "pmemsave"],
        of: is_before_10,
        reason: "a negative size is more than the buffer that the memory is copied through",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): *** stack smashing detected ***: terminated",
        commands: &["memsave", "pmemsave"],
        of: is_before_10,
        reason: "`memsave`: a negative size is more than the buffer that the memory is copied through",
    },
    Defect {
        what: "`*memsave` is not answered in time",
        commands: &["memsave", "pmemsave"],
        of: is_before_10,
        reason: "a negative size is written in steps of its lower half, which come to be of nothing",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): *block.c:N: bdrv_inactivate_recurse: Assertion *",
        commands: &["xen-save-devices-state"],
        of: is_before_10,
        reason: "`xen-save-devices-state` makes nodes inactive that may be so already",
    },
    Defect {
        what: "QEMU dies: signal: 11 (SIGSEGV): at `migrate`*",
        commands: &["migrate"],
        of: is_system,
        reason: "a channel `cpr` alone is taken, and the main one that is then used is not there",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): Property 'qemu-text-console.device' not found",
        commands: &["screendump"],
        of: is_11,
        reason: "`screendump` asks every console for its device, and that of a `vc` has none",
    },
    Defect {
        what: "`announce-self` is not answered in time",
        commands: &["announce-self"],
        of: is_system,
        reason: "with negative times its timer is always due, and nothing else gets its turn",
    },
    Defect {
        what: "QEMU dies: signal: 11 (SIGSEGV): at `query-cryptodev`",
        commands: &["query-cryptodev"],
        of: is_system,
        reason: "it looks for the clients of a `cryptodev-backend`, and that has none",
    },
    Defect {
        what: "QEMU dies: signal: 6 (SIGABRT): hw/core/resetcontainer.c:N: resettable_container_child_foreach: Assertion `len == rc->children->len' failed.",
        commands: &["device_del", "system_reset"],
        of: is_system,
        reason: "a device that is unplugged by a reset leaves the list that the reset walks along",
    },
];

/// What kills so often, or is waited for so long, that it is sent one time in
/// some only: the command, and its arguments with `*` as well.
const OFTEN: &[(&str, &str)] = &[
    ("blockdev-reopen", "{\"options\":[]*"),
    ("object-add", "*\"filter-dump\"*"),
    ("rtc-reset-reinjection", "*"),
];

/// Whether a command is sent now and then only.
pub(super) fn is_rare(command: &Harmless) -> bool {
    let arguments = String::from_utf8_lossy(command.arguments());
    let mut often = OFTEN.iter();
    often.any(|(name, pattern)| *name == command.name() && like(&arguments, pattern))
}

/// The reason for a defect that comes of these commands, if it is known.
pub(super) fn defect(binary: &Binary, what: &str, commands: &[Harmless]) -> Option<&'static str> {
    let is_of = |row: &&Defect| {
        let mut names = commands.iter().map(Harmless::name);
        like(what, row.what) && (row.of)(binary) && names.any(|name| row.commands.contains(&name))
    };
    DEFECTS.iter().find(is_of).map(|row| row.reason)
}

fn is_before_10(binary: &Binary) -> bool {
    is_system(binary) && binary.version().major < 10
}

fn is_11(binary: &Binary) -> bool {
    is_system(binary) && binary.version().major >= 11
}

fn is_system(binary: &Binary) -> bool {
    binary.kind() == Kind::System
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::program;
    use super::*;

    #[test]
    fn an_integer_of_unknown_width_is_told_from_other_differences() {
        let message = json!({"arguments": {"a": {"port": 256}, "list": [1, -1], "plain": 5}});
        assert!(has_edge(&message, "port"));
        assert!(has_edge(&message, "a.port"));
        assert!(has_edge(&message, "list[1]"));
        assert!(has_edge(&message, "null"));
        assert!(!has_edge(&message, "plain"));
        assert!(!has_edge(&message, "other"));
    }

    #[test]
    fn a_defect_is_known_by_what_is_wrong_and_by_its_command() {
        let binary = program("telling");
        let command = |name| [Harmless::new(name, b"{}").unwrap()];
        for about in ["", " of `unix`"] {
            let what = format!("QEMU dies: signal: 11 (SIGSEGV): at `migrate`{about}");
            assert!(defect(&binary, &what, &command("migrate")).is_some());
            assert_eq!(defect(&binary, &what, &command("stop")), None);
        }
    }
}
