//! Machines for one case after the other.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

use crate::folder;
use crate::undertaker::Undertaker;
use crate::{Binary, Builder, Error, Exit, Machine};

/// How long a machine whose connection has failed may take to end itself, on a
/// host that is busy.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// What stands for the lease's own folder in arguments.
const FOLDER: &str = "@DIR@";

/// Ready machines of one binary, for one case after the other.
///
/// A machine that is [given back](Lease::give_back) serves the next case that
/// wants the same arguments; one that has died, or that a case has changed and
/// kept, is replaced when the next is wanted. `C` is what is made of a
/// machine's monitor and kept with it: a client, say.
///
/// All that a pool has started ends, and its files go, when it is dropped, and
/// also when the program ends without that, as it does to a pool in a static.
///
/// ```no_run
/// # use std::os::unix::net::UnixStream;
/// # use std::time::Duration;
/// # use qapi_machine::{Binary, Pool, Error};
/// # fn example(binary: &Binary) -> Result<(), Error> {
/// let pool: Pool<UnixStream> = Pool::new(binary)?;
/// let lease = pool.lease(&[], |monitor| Ok::<_, Error>(monitor));
/// if let Ok(mut lease) = lease {
///     let monitor = lease.connection();
///     // … a case that leaves the machine as it was …
///     if let Some(exit) = lease.exit(Duration::ZERO)? {
///         println!("the case has killed it: {exit}");
///     } else {
///         lease.give_back();
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Pool<C> {
    builder: Builder,
    idle: Mutex<Vec<Idle<C>>>,
    started: AtomicUsize,
    home: Arc<Home>,
}

/// Where everything is that must go. Dropped after all machines.
#[derive(Debug)]
struct Home {
    // First, since it removes the folder itself where nobody else does.
    undertaker: Undertaker,
    folder: TempDir,
}

/// A running machine with its folder.
#[derive(Debug)]
struct Body {
    machine: Machine,
    folder: PathBuf,
    home: Arc<Home>,
}

impl Drop for Body {
    fn drop(&mut self) {
        // Told first, so that the id is not yet another's.
        let _ = self.home.undertaker.ended(self.machine.id());
        // What cannot be done here nobody can be told of.
        let _ = self.machine.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A machine that waits for its next case.
#[derive(Debug)]
struct Idle<C> {
    args: Vec<String>,
    connection: C,
    body: Body,
}

/// A machine of a pool, for one case. Unless it is given back it ends with
/// this value, and its folder with it.
#[derive(Debug)]
#[must_use]
pub struct Lease<'p, C> {
    pool: &'p Pool<C>,
    inner: Idle<C>,
}

/// Why there is no machine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LeaseError<E> {
    /// It could not be started.
    #[error(transparent)]
    Start(#[from] Error),
    /// It was started, but there was no connecting to it.
    #[error("there is no connecting to the machine{}", because(.exit.as_ref()))]
    Connect {
        /// What went wrong with the connection.
        source: E,
        /// How the machine has ended, if it has: it may have refused its
        /// arguments.
        exit: Option<Exit>,
    },
}

fn because(exit: Option<&Exit>) -> String {
    exit.map_or_else(String::new, |exit| format!(", which has ended: {exit}"))
}

impl<C> Pool<C> {
    /// A pool without machines: they are started when they are wanted.
    ///
    /// # Errors
    ///
    /// If no folder can be made, or no process started.
    pub fn new(binary: &Binary) -> Result<Self, Error> {
        Self::of(Machine::builder(binary))
    }

    /// A pool of machines that are started as this says, without machines.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn of(builder: Builder) -> Result<Self, Error> {
        let home = || -> io::Result<Home> {
            let folder = folder::make()?;
            let undertaker = Undertaker::of(folder.path())?;
            Ok(Home { undertaker, folder })
        };
        let home = home().map_err(|source| failed(builder.binary(), source))?;
        Ok(Self {
            builder,
            idle: Mutex::new(Vec::new()),
            started: AtomicUsize::new(0),
            home: Arc::new(home),
        })
    }

    /// The binary that its machines run.
    pub fn binary(&self) -> &Binary {
        self.builder.binary()
    }

    /// How many machines have been started so far.
    pub fn started(&self) -> usize {
        self.started.load(Ordering::Relaxed)
    }

    /// A machine of these arguments, which come after the
    /// [defaults](Builder::defaults): one that was given back and still
    /// runs, or else a new one, to whose monitor `connect` connects. `@DIR@` in
    /// an argument is the lease's [folder](Lease::folder), in which the machine
    /// is started, too.
    ///
    /// # Errors
    ///
    /// If the machine cannot be started, or `connect` fails.
    pub fn lease<E>(
        &self,
        args: &[String],
        connect: impl FnOnce(UnixStream) -> Result<C, E>,
    ) -> Result<Lease<'_, C>, LeaseError<E>> {
        while let Some(mut inner) = self.idle(args) {
            if inner.body.machine.status()?.is_none() {
                return Ok(Lease { pool: self, inner });
            }
        }
        self.start(args, connect)
    }

    fn idle(&self, args: &[String]) -> Option<Idle<C>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let at = idle.iter().position(|idle| idle.args == args)?;
        Some(idle.swap_remove(at))
    }

    fn start<E>(
        &self,
        args: &[String],
        connect: impl FnOnce(UnixStream) -> Result<C, E>,
    ) -> Result<Lease<'_, C>, LeaseError<E>> {
        let failed = |source| failed(self.binary(), source);
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let folder = self.home.folder.path().join(number.to_string());
        std::fs::create_dir(&folder).map_err(failed)?;
        let place = folder.to_string_lossy();
        let given = args.iter().map(|arg| arg.replace(FOLDER, &place));
        let builder = self.builder.clone().args(given);
        let machine = builder.folder(&folder).start()?;
        let mut body = Body {
            machine,
            folder,
            home: Arc::clone(&self.home),
        };
        let id = body.machine.id();
        self.home.undertaker.started(id).map_err(failed)?;
        let Some(monitor) = body.machine.take_monitor() else {
            return Err(failed(io::Error::other("its monitor is taken")).into());
        };
        match connect(monitor) {
            Ok(connection) => {
                let inner = Idle {
                    args: args.to_vec(),
                    connection,
                    body,
                };
                Ok(Lease { pool: self, inner })
            }
            Err(source) => {
                let exit = body.machine.wait(LAST_WORDS)?;
                Err(LeaseError::Connect { source, exit })
            }
        }
    }
}

impl<C> Lease<'_, C> {
    /// What speaks to the machine, to look at.
    pub fn connected(&self) -> &C {
        &self.inner.connection
    }
    /// What speaks to the machine.
    pub fn connection(&mut self) -> &mut C {
        &mut self.inner.connection
    }
    /// The machine, whose monitor is taken.
    pub fn machine(&mut self) -> &mut Machine {
        &mut self.inner.body.machine
    }
    /// A folder of the machine's own, for its sockets and images.
    pub fn folder(&self) -> &Path {
        &self.inner.body.folder
    }

    /// How the machine has ended, by itself or by its case: its status or
    /// signal, and its last output. None if it still runs after `limit`.
    ///
    /// # Errors
    ///
    /// If the operating system does not tell.
    pub fn exit(&mut self, limit: Duration) -> Result<Option<Exit>, Error> {
        self.inner.body.machine.wait(limit)
    }

    /// Lets the next case have the machine, which is as this one found it.
    pub fn give_back(self) {
        let idle = self.pool.idle.lock();
        idle.unwrap_or_else(PoisonError::into_inner)
            .push(self.inner);
    }
}

fn failed(binary: &Binary, source: io::Error) -> Error {
    Error::Io {
        path: binary.path().to_owned(),
        source,
    }
}
