//! A QEMU that runs a machine, and its client.

use std::error::Error as StdError;
use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use qapi_client::tokio::Client;
use qapi_client::wait::{self, ShutdownCause};
use qapi_machine::{Binary, Exit, Machine};
use qapi_types::qmp::commands::{QueryMachines, Quit};
use tokio::net::UnixListener;

use super::Outcome;

/// How long a QEMU may take to start, and to quit.
const LIMIT: Duration = Duration::from_secs(30);
/// A machine's memory, in bytes.
const MEMORY: usize = 32 << 20;

/// A machine without a guest, on which a disk can be plugged.
pub(crate) struct Board {
    machine: &'static str,
    /// Its bus is `scsi0.0`. A disk there goes as soon as it is told to, where
    /// one on PCI would stay until the guest lets go of it, and there is none.
    host_adapter: &'static str,
}

const BOARDS: [Board; 3] = [
    Board {
        machine: "q35",
        host_adapter: "virtio-scsi-pci",
    },
    Board {
        machine: "virt",
        host_adapter: "virtio-scsi-device",
    },
    Board {
        machine: "microvm",
        host_adapter: "virtio-scsi-device",
    },
];

impl Board {
    /// A board that the emulator has.
    pub(crate) async fn find(binary: &Binary) -> Outcome<Option<&'static Self>> {
        let no_arguments: [&str; 0] = [];
        let mut vm = Vm::start(binary, no_arguments).await?;
        let machines = vm.qemu().execute(&QueryMachines::new()).await?;
        vm.quit().await?;
        let has = |name| {
            let mut machines = machines.iter();
            machines.any(|it| it.name == name || it.alias.as_deref() == Some(name))
        };
        Ok(BOARDS.iter().find(|board| has(board.machine)))
    }

    /// What starts such a machine. Its memory is a file; what the machine
    /// writes gets there only if it is shared.
    pub(crate) fn arguments(&self, memory: &Path, share: bool) -> Vec<String> {
        let machine = format!("{},memory-backend=ram", self.machine);
        let size = format!("{}M", MEMORY >> 20);
        let share = if share { "on" } else { "off" };
        let path = memory.display();
        let backend =
            format!("memory-backend-file,id=ram,size={MEMORY},mem-path={path},share={share}");
        let host_adapter = format!("{},id=scsi0", self.host_adapter);
        let all = [
            ["-machine", &machine],
            ["-m", &size],
            ["-object", &backend],
            ["-device", &host_adapter],
        ];
        all.as_flattened()
            .iter()
            .map(|it| (*it).to_owned())
            .collect()
    }
}

/// What a machine's memory is filled with.
pub(crate) fn memory() -> Vec<u8> {
    noise(MEMORY)
}

/// The middle of the memory: at its ends boards put firmware and tables.
pub(crate) fn middle(memory: &[u8]) -> Option<&[u8]> {
    memory.get(MEMORY / 4..MEMORY / 2)
}

/// Bytes that look random and are the same every time (xorshift); the length is
/// a multiple of 8.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}

/// A QEMU, which lives as long as this does.
pub(crate) struct Vm {
    machine: Machine,
    qemu: Client,
}

impl Vm {
    pub(crate) async fn start(
        binary: &Binary,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Outcome<Self> {
        // The monitor that a machine has by itself is on its standard input, and
        // takes no open files: only a socket does. QEMU connects to this one.
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("qmp");
        let listener = UnixListener::bind(&path)?;
        let monitor = format!("unix:{},server=off", path.display());
        let builder = Machine::builder(binary).args(["-qmp", &monitor]);
        let mut machine = builder.args(arguments).start()?;
        let connected = tokio::time::timeout(LIMIT, async {
            let (socket, _) = listener.accept().await?;
            Outcome::Ok(Client::builder().over_unix(socket).await?)
        });
        let failure: Box<dyn StdError> = match connected.await {
            Ok(Ok(qemu)) => return Ok(Self { machine, qemu }),
            Ok(Err(error)) => error,
            Err(_) => "it does not connect".into(),
        };
        // It may have refused an argument: then it has said why.
        Err(match machine.status()? {
            Some(exit) => format!("QEMU ended: {exit}").into(),
            None => failure,
        })
    }

    pub(crate) fn qemu(&self) -> &Client {
        &self.qemu
    }

    /// Ends it, and says why its machine shut down and how its process ended.
    pub(crate) async fn quit(&mut self) -> Outcome<(ShutdownCause, Exit)> {
        let quit = Quit::new();
        let (_, cause) = self.qemu.execute_and_wait(&quit, wait::shutdown()).await?;
        let exit = self.machine.wait(LIMIT)?.ok_or("it did not quit in time")?;
        Ok((cause, exit))
    }
}
