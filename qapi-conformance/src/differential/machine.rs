//! Machines that are thrown away: judges and workers alike.

use std::os::unix::net::UnixStream;
use std::time::Duration;

use qapi_machine::{Binary, Exit, Kind, Lease, Pool};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::Value;

use super::reproduce;
use super::talk::{Heard, Silence, Talk};
use crate::Stop;
use crate::judge::{Answer, LIMIT, Monitor, Question};
use crate::peer::{crash, leased};

/// How long a command may take: far longer than writing as much as a file may
/// hold, which a busy host makes slow.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a process may do at most.
pub(super) const LIMITS: [Limit; 3] = [
    Limit {
        resource: Resource::Fsize,
        name: "fsize",
        value: 64 << 20,
    },
    Limit {
        resource: Resource::As,
        name: "as",
        value: 4 << 30,
    },
    Limit {
        resource: Resource::Core,
        name: "core",
        value: 0,
    },
];

/// How much there may be of something.
#[derive(Debug)]
pub(super) struct Limit {
    resource: Resource,
    /// What `prlimit` of a shell calls it.
    pub(super) name: &'static str,
    /// In bytes.
    pub(super) value: u64,
}

/// That QEMU may start no other program.
const SANDBOX: [&str; 2] = ["-sandbox", "on,spawn=deny,elevateprivileges=deny"];

/// Why there may be no sandbox: what a QEMU then says when it is told to have
/// one, and what that means.
const NO_SANDBOX: [(&str, &str); 3] = [
    (
        "-sandbox support is not enabled in this QEMU binary",
        "this QEMU was built without seccomp",
    ),
    (
        "There is no option group 'sandbox'",
        "the kernel cannot filter the system calls of all threads",
    ),
    (
        "failed to install seccomp syscall filter in the kernel",
        "the kernel takes no filter of system calls",
    ),
];

/// What a machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    /// No board at all; the storage daemon has none either.
    None,
    /// A PC with devices, none of which is the host's. It stands until it is
    /// let go.
    Pc,
}

/// A PC with something of everything.
const PC: &[&str] = &[
    "-machine",
    "pc",
    "-accel",
    "tcg,tb-size=16",
    "-m",
    "64M,slots=2,maxmem=256M",
    "-smp",
    "2,maxcpus=3",
    "-S",
    "-object",
    "memory-backend-ram,id=ram1,size=16M",
    "-device",
    "virtio-mem-pci,id=memory0,memdev=ram1",
    "-vnc",
    "unix:vnc",
    "-netdev",
    "hubport,id=hub1,hubid=1",
    "-device",
    "virtio-net-pci,id=net0,netdev=hub1",
    "-device",
    "virtio-balloon-pci,id=balloon0",
    "-device",
    "virtio-rng-pci,id=rng0",
    "-device",
    "qemu-xhci,id=usb0",
    "-device",
    "usb-mouse,id=mouse0,bus=usb0.0",
    "-blockdev",
    "null-co,node-name=node0,size=1048576",
    "-device",
    "virtio-blk-pci,id=disk0,drive=node0",
    "-blockdev",
    "null-co,node-name=node1,size=1048576",
    "-device",
    "ide-hd,id=disk1,drive=node1",
    "-device",
    "virtio-scsi-pci,id=scsi0",
    "-device",
    "scsi-cd,id=cd0",
    "-chardev",
    "ringbuf,id=ring0",
    "-device",
    "virtio-serial-pci,id=serial0",
    "-device",
    "virtserialport,id=port0,chardev=ring0",
];

impl Board {
    /// Whether a binary has it.
    pub fn is_of(self, binary: &Binary) -> bool {
        let name = binary.path().file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let is_pc = name.contains("-x86_64") || name.contains("-i386");
        self == Self::None || binary.kind() == Kind::System && is_pc
    }

    fn args(self) -> Vec<String> {
        let args = match self {
            Self::None => &[],
            Self::Pc => PC,
        };
        args.iter().map(|arg| (*arg).to_owned()).collect()
    }
}

/// Where machines of one kind come from. Each is in a folder of its own, and
/// within the limits.
#[derive(Debug)]
pub(super) struct Stable {
    pool: Pool<()>,
    args: Vec<String>,
    /// Why its machines have no sandbox, if they have none.
    pub(super) unsandboxed: Option<&'static str>,
}

/// A machine, and what speaks to it.
#[derive(Debug)]
struct Connected<'s, C> {
    lease: Lease<'s, ()>,
    connection: C,
}

/// A machine that commands are carried out on.
#[derive(Debug)]
pub(super) struct Throwaway<'s> {
    machine: Connected<'s, Talk>,
    /// Whether it has said that it ends.
    shuts_down: bool,
}

/// What came of a question.
#[derive(Debug)]
pub(super) struct Said {
    /// The answers.
    pub(super) answers: Vec<Answer>,
    /// The events before the last of them.
    pub(super) events: Vec<Vec<u8>>,
    /// Why there are no more, where there should be.
    pub(super) end: Option<End>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum End {
    /// The process has ended as it has said it would.
    ShutDown,
    /// The process has ended.
    Died(Exit),
    /// It does not answer in time.
    Hung,
    /// It answers no more, and runs on.
    Closed,
}

impl Stable {
    /// Machines of a binary and a board.
    ///
    /// # Errors
    ///
    /// They do not start, or not in a sandbox, though there is no known reason
    /// not to have one.
    pub(super) fn new(binary: &Binary, board: Board) -> Result<Self, Stop> {
        let pool = Pool::new(binary)?;
        if binary.kind() != Kind::System {
            return Ok(Self {
                pool,
                args: board.args(),
                unsandboxed: Some("the storage daemon has no such option"),
            });
        }
        let sandboxed = Self {
            pool,
            args: [SANDBOX.map(str::to_owned).to_vec(), board.args()].concat(),
            unsandboxed: None,
        };
        let Err(stop) = sandboxed.machine(Monitor::over) else {
            return Ok(sandboxed);
        };
        let said = stop.message();
        let mut reasons = NO_SANDBOX.iter();
        match reasons.find(|(text, _)| said.contains(text)) {
            Some((_, reason)) => Ok(Self {
                args: board.args(),
                unsandboxed: Some(reason),
                ..sandboxed
            }),
            None => Err(stop),
        }
    }

    /// A line for a shell that starts such a machine and sends it messages.
    pub(super) fn line(&self, messages: &[Vec<u8>], out_of_band: bool, hangs: bool) -> String {
        reproduce::line(self.pool.binary(), &self.args, messages, out_of_band, hangs)
    }

    /// Has a new one asked that has negotiated.
    ///
    /// # Errors
    ///
    /// It does not start, or as `ask`, with how it has ended if it has.
    pub(super) fn ask<T>(
        &self,
        out_of_band: bool,
        ask: impl FnOnce(&mut Monitor) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let mut machine = self.machine(|stream| Monitor::over(stream)?.negotiated(out_of_band))?;
        let outcome = ask(&mut machine.connection);
        outcome.map_err(|stop| {
            let anything = Question::Command(br#"{"execute":"query-version"}"#.to_vec());
            // Who still answers has not ended.
            match machine.connection.ask(&[&anything]) {
                Ok(_) => stop,
                Err(_) => crash(&mut machine.lease, LIMIT, stop),
            }
        })
    }

    /// A new one for commands that are carried out.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub(super) fn throwaway(&self) -> Result<Throwaway<'_>, Stop> {
        Ok(Throwaway {
            machine: self.machine(|stream| Talk::over(stream, LIMIT))?,
            shuts_down: false,
        })
    }

    fn machine<C>(
        &self,
        connect: impl FnOnce(UnixStream) -> Result<C, Stop>,
    ) -> Result<Connected<'_, C>, Stop> {
        let mut connection = None;
        let connect = |stream| {
            connection = Some(connect(stream)?);
            Ok(())
        };
        let mut lease = leased(self.pool.lease(&self.args, connect))?;
        let pid = i32::try_from(lease.machine().id())
            .ok()
            .and_then(Pid::from_raw)
            // Without one it would be this process that is limited.
            .ok_or("the id of a machine is none of a process")?;
        for limit in LIMITS {
            let rlimit = Rlimit {
                current: Some(limit.value),
                maximum: Some(limit.value),
            };
            prlimit(Some(pid), limit.resource, rlimit)?;
        }
        Ok(Connected {
            lease,
            connection: connection.ok_or("no monitor")?,
        })
    }
}

impl Throwaway<'_> {
    /// Asks, and waits for the answers.
    ///
    /// # Errors
    ///
    /// The operating system does not tell how QEMU has ended.
    pub(super) fn ask(&mut self, question: &Question) -> Result<Said, Stop> {
        let Heard {
            answers,
            events,
            silence,
        } = self.machine.connection.ask(question, PATIENCE);
        // It may end only at a later command.
        self.shuts_down |= events.iter().any(|event| is_shutdown(event));
        let end = match silence {
            None => None,
            Some(Silence::Late) => Some(End::Hung),
            Some(Silence::Gone) => Some(match self.machine.lease.exit(LIMIT)? {
                None => End::Closed,
                Some(exit) if self.shuts_down && exit.status.success() => End::ShutDown,
                Some(exit) => End::Died(exit),
            }),
        };
        Ok(Said {
            answers,
            events,
            end,
        })
    }
}

/// Whether QEMU says by an event that it ends.
fn is_shutdown(event: &[u8]) -> bool {
    let event: Result<Value, _> = serde_json::from_slice(event);
    event.is_ok_and(|event| event.get("event").is_some_and(|name| name == "SHUTDOWN"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::program;
    use super::*;

    /// How a machine of a program runs.
    fn how(stable: &Stable) -> String {
        let said = stable.ask(false, |monitor| Ok(monitor.schema().unwrap_err()));
        said.unwrap().message()
    }

    #[test]
    fn there_is_a_sandbox_unless_there_is_a_reason() {
        let sandboxed = Stable::new(&program("telling"), Board::None).unwrap();
        assert_eq!(sandboxed.unsandboxed, None);
        assert!(how(&sandboxed).contains("-sandbox on"));

        let without = Stable::new(&program("without-seccomp"), Board::None).unwrap();
        let reason = "this QEMU was built without seccomp";
        assert_eq!(without.unsandboxed, Some(reason));
        assert!(!how(&without).contains("-sandbox"));

        let refused = Stable::new(&program("refusing"), Board::None).unwrap_err();
        let said = refused.message();
        assert!(said.contains("invalid argument for spawn"), "{said}");
    }

    /// How a program ends that is asked for something.
    fn end(name: &str) -> End {
        let stable = Stable::new(&program(name), Board::None).unwrap();
        let question = Question::Command(b"{\"execute\":\"stop\"}".to_vec());
        let said = stable.throwaway().unwrap().ask(&question).unwrap();
        said.end.unwrap()
    }

    #[test]
    fn who_ends_well_has_said_so() {
        assert!(matches!(end("ending-with-event"), End::ShutDown));
        let End::Died(exit) = end("ending") else {
            panic!("it did not end")
        };
        assert!(exit.status.success());
    }
}
