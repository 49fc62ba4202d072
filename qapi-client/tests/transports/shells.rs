//! The blocking shell and the asynchronous one, as one.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::OnceLock;
use std::time::Duration;

use qapi_client::tokio as aio;
use qapi_client::{Address, Client, Error, FdStream, Listener, Stream, Transport};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shell {
    Blocking,
    Tokio,
}

impl Shell {
    pub(crate) const BOTH: [Self; 2] = [Self::Blocking, Self::Tokio];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::Tokio => "tokio",
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        let [blocking, tokio] = Self::BOTH;
        match name {
            "tokio" => tokio,
            _ => blocking,
        }
    }
}

pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().unwrap())
}

/// A stream of one of them.
pub(crate) enum AnyStream {
    Blocking(Stream),
    Tokio(aio::Stream, Option<Duration>),
}

impl AnyStream {
    pub(crate) fn connect(
        shell: Shell,
        address: &Address,
        deadline: impl Into<Option<Duration>>,
    ) -> io::Result<Self> {
        match shell {
            Shell::Blocking => Stream::connect(address, deadline).map(Self::Blocking),
            Shell::Tokio => runtime()
                .block_on(aio::Stream::connect(address, deadline))
                .map(Self::tokio),
        }
    }

    pub(crate) fn of(shell: Shell, stream: Stream) -> Self {
        match shell {
            Shell::Blocking => Self::Blocking(stream),
            Shell::Tokio => {
                let _context = runtime().enter();
                Self::tokio(stream.try_into().unwrap())
            }
        }
    }

    pub(crate) fn of_fds(shell: Shell, stream: FdStream) -> Self {
        Self::of(shell, Stream::Fds(stream))
    }

    fn tokio(stream: aio::Stream) -> Self {
        Self::Tokio(stream, None)
    }

    pub(crate) fn client(self) -> AnyClient {
        match self {
            Self::Blocking(stream) => AnyClient::blocking(Client::over(stream)),
            Self::Tokio(stream, _) => AnyClient::tokio(aio::Client::builder().over_stream(stream)),
        }
    }
}

/// Waits for what the asynchronous one does.
fn wait<T>(
    timeout: Option<Duration>,
    future: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    runtime().block_on(async {
        match timeout {
            None => future.await,
            Some(timeout) => tokio::time::timeout(timeout, future)
                .await
                .unwrap_or_else(|_| Err(ErrorKind::TimedOut.into())),
        }
    })
}

impl Read for AnyStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Blocking(stream) => stream.read(buffer),
            Self::Tokio(stream, timeout) => wait(*timeout, stream.read(buffer)),
        }
    }
}

impl Write for AnyStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Blocking(stream) => stream.write(bytes),
            Self::Tokio(stream, timeout) => wait(*timeout, stream.write(bytes)),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for AnyStream {
    fn set_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        match self {
            Self::Blocking(stream) => stream.set_timeout(timeout),
            Self::Tokio(_, set) => {
                *set = timeout;
                Ok(())
            }
        }
    }
    fn shut_down(&mut self) -> io::Result<()> {
        match self {
            Self::Blocking(stream) => stream.shut_down(),
            Self::Tokio(stream, timeout) => wait(*timeout, stream.shutdown()),
        }
    }
    fn peer_process(&self) -> Option<qapi_client::PeerProcess> {
        match self {
            Self::Blocking(stream) => stream.peer_process(),
            Self::Tokio(stream, _) => stream.peer_process(),
        }
    }
    fn carries_fds(&self) -> bool {
        match self {
            Self::Blocking(stream) => stream.carries_fds(),
            Self::Tokio(stream, _) => stream.carries_fds(),
        }
    }
    fn write_with_fd(&mut self, bytes: &[u8], fd: BorrowedFd<'_>) -> io::Result<usize> {
        match self {
            Self::Blocking(stream) => stream.write_with_fd(bytes, fd),
            Self::Tokio(stream, timeout) => wait(*timeout, stream.write_with_fd(bytes, fd)),
        }
    }
}

/// A listener of one of them.
#[derive(Debug)]
pub(crate) enum AnyListener {
    Blocking(Listener),
    Tokio(aio::Listener),
}

impl AnyListener {
    pub(crate) fn bind(shell: Shell, address: &Address) -> io::Result<Self> {
        match shell {
            Shell::Blocking => Listener::bind(address).map(Self::Blocking),
            Shell::Tokio => runtime()
                .block_on(aio::Listener::bind(address))
                .map(Self::Tokio),
        }
    }

    pub(crate) fn local_address(&self) -> &Address {
        match self {
            Self::Blocking(listener) => listener.local_address(),
            Self::Tokio(listener) => listener.local_address(),
        }
    }

    pub(crate) fn accept(&self, deadline: Duration) -> io::Result<AnyStream> {
        match self {
            Self::Blocking(listener) => listener.accept(deadline).map(AnyStream::Blocking),
            Self::Tokio(listener) => runtime()
                .block_on(listener.accept(deadline))
                .map(AnyStream::tokio),
        }
    }
}

impl AsFd for AnyListener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Blocking(listener) => listener.as_fd(),
            Self::Tokio(listener) => listener.as_fd(),
        }
    }
}

/// A client of one of them. That of the asynchronous one does nothing in the
/// background but when its runtime is waited in.
pub(crate) enum AnyClient {
    Blocking(Box<Client>),
    Tokio(aio::Client, Runtime),
}

impl AnyClient {
    pub(crate) fn blocking(client: Result<Client, Error>) -> Self {
        Self::Blocking(Box::new(client.unwrap()))
    }

    pub(crate) fn tokio(client: impl Future<Output = Result<aio::Client, Error>>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        let client = runtime.block_on(client).unwrap();
        Self::Tokio(client, runtime)
    }

    pub(crate) fn connect(shell: Shell, address: &Address) -> Self {
        let address = address.to_string();
        match shell {
            Shell::Blocking => Self::blocking(Client::connect(&address)),
            Shell::Tokio => Self::tokio(aio::Client::connect(&address)),
        }
    }

    pub(crate) fn raw(&mut self, command: &str, arguments: &Value) -> Result<Value, Error> {
        match self {
            Self::Blocking(client) => client.execute_raw(command, arguments),
            Self::Tokio(client, runtime) => {
                runtime.block_on(client.execute_raw(command, arguments))
            }
        }
    }

    pub(crate) fn with_fd(
        &mut self,
        file: &File,
        command: &str,
        arguments: &Value,
    ) -> Result<Value, Error> {
        match self {
            Self::Blocking(client) => client.with_fd(file)?.execute_raw(command, arguments),
            Self::Tokio(client, runtime) => {
                runtime.block_on(client.with_fd(file)?.execute_raw(command, arguments))
            }
        }
    }

    /// As many at once as the client runs; the outcomes in the order of the
    /// commands.
    pub(crate) fn all_with_fds(
        &mut self,
        calls: Vec<(&'static str, Value, File)>,
    ) -> Vec<Result<Value, Error>> {
        let (client, runtime) = match self {
            Self::Blocking(client) => {
                let one = |(command, arguments, file): (&str, Value, File)| {
                    client.with_fd(file)?.execute_raw(command, &arguments)
                };
                return calls.into_iter().map(one).collect();
            }
            Self::Tokio(client, runtime) => (client, runtime),
        };
        runtime.block_on(async {
            let tasks = calls.into_iter().map(|(command, arguments, file)| {
                let client = client.clone();
                tokio::spawn(async move {
                    let call = client.with_fd(file)?;
                    call.execute_raw(command, &arguments).await
                })
            });
            let mut outcomes = Vec::new();
            for task in tasks.collect::<Vec<_>>() {
                outcomes.push(task.await.unwrap());
            }
            outcomes
        })
    }
}
