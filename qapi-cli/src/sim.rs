//! `qapi sim`: a server that speaks QMP as a schema has it.

use std::fs::Metadata;
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use anyhow::Context as _;
use qapi_client::Address;
use qapi_client::sim::{Replies, Simulator};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::output;
use crate::schema::{Deny, SchemaFile};

/// Play the server's side of QMP from a schema
///
/// Greets, negotiates and answers every command with a reply that fits the
/// schema, and what does not fit it with QEMU's own error. Nothing is behind
/// it: what one command changes, another does not see. A schema of the guest
/// agent makes it play the agent, which neither greets nor negotiates.
///
/// Serves any number of clients until one sends `quit` or it gets SIGINT,
/// SIGTERM or SIGHUP, and then removes the socket. A socket that nobody
/// listens on any more is replaced.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    schema: SchemaFile,
    /// Where to listen: a path, unix:PATH or tcp:HOST:PORT
    #[arg(long, value_name = "PATH")]
    socket: String,
    /// Reply with something else each time, drawn from this seed, instead of the least
    #[arg(long, value_name = "SEED")]
    random: Option<u64>,
    /// The architecture that it says it emulates; without this, the host's
    #[arg(long, value_name = "ARCH")]
    target: Option<String>,
    /// Refuse what is deprecated or unstable, as `-compat` makes QEMU do
    #[arg(long, value_name = "WHAT", value_enum, value_delimiter = ',')]
    deny: Vec<Deny>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let address: Address = args.socket.parse()?;
    let schema = args.schema.load()?;
    let deny = |what| args.deny.contains(&what);
    let mut simulator = Simulator::new(Arc::new(schema))
        .reject(deny(Deny::Deprecated), deny(Deny::Unstable))
        .replies(args.random.map_or(Replies::Minimal, Replies::Random));
    if let Some(arch) = &args.target {
        simulator = simulator.target(arch);
    }
    // Before there is a socket, so that no signal leaves one behind.
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot watch for signals")?;
    let stopper = simulator.clone();
    thread::Builder::new().spawn(move || {
        if signals.forever().next().is_some() {
            stopper.stop();
        }
    })?;
    serve(&simulator, &address).with_context(|| format!("cannot serve at `{address}`"))?;
    Ok(ExitCode::SUCCESS)
}

fn serve(simulator: &Simulator, address: &Address) -> io::Result<()> {
    match address {
        Address::Unix(path) => {
            let (listener, _file) = listen(path)?;
            announce(address);
            simulator.serve(listener)
        }
        Address::Tcp { host, port } => {
            let listener = TcpListener::bind((host.as_str(), *port))?;
            // Port 0 becomes any that is free.
            announce(&format_args!("tcp:{}", listener.local_addr()?));
            simulator.serve(listener)
        }
        _ => Err(io::Error::new(
            ErrorKind::Unsupported,
            "it listens at `unix:PATH` and `tcp:HOST:PORT` only",
        )),
    }
}

/// Whoever has started this may connect from then on.
fn announce(address: &impl std::fmt::Display) {
    output::note(&format!("serving at {address}"));
}

fn listen(path: &Path) -> io::Result<(UnixListener, SocketFile)> {
    let listener = match UnixListener::bind(path) {
        Err(error) if error.kind() == ErrorKind::AddrInUse && is_left_over(path) => {
            std::fs::remove_file(path)?;
            UnixListener::bind(path)?
        }
        bound => bound?,
    };
    let file = SocketFile {
        path: path.to_owned(),
        made: path.symlink_metadata()?,
    };
    Ok((listener, file))
}

/// Whether this is a socket that nobody listens on.
fn is_left_over(path: &Path) -> bool {
    let socket = path
        .symlink_metadata()
        .is_ok_and(|data| data.file_type().is_socket());
    let refused = |error: io::Error| error.kind() == ErrorKind::ConnectionRefused;
    socket && UnixStream::connect(path).is_err_and(refused)
}

/// The file of a socket; removed at the end, unless another one has taken its
/// place.
struct SocketFile {
    path: PathBuf,
    made: Metadata,
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let same = |data: Metadata| data.dev() == self.made.dev() && data.ino() == self.made.ino();
        if self.path.symlink_metadata().is_ok_and(same) {
            // Nothing is lost if it stays.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
