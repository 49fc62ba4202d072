//! Streams without a server: what is read and written, waited for, and left
//! alone.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::Trial;
use nix::sys::pthread::{pthread_kill, pthread_self};
use qapi_client::{Address, FdStream, Stream, Transport};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use tempfile::TempDir;

use crate::LIMIT;
use crate::shells::{AnyStream, Shell};

/// Long enough to be told from none at all.
pub(crate) const MOMENT: Duration = Duration::from_millis(30);

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for shell in Shell::BOTH {
        let named = |name: &str| format!("{}::{name}", shell.name());
        for (name, make) in KINDS {
            for (mode, nonblocking) in [("waiting", false), ("nonblocking", true)] {
                let pair = move || {
                    let (ours, theirs) = make();
                    for end in [&ours, &theirs] {
                        end.set_nonblocking(nonblocking);
                    }
                    (ours, theirs)
                };
                for (case, run) in CASES {
                    let trial = move || {
                        run(shell, pair());
                        Ok(())
                    };
                    let name = named(&format!("{name}::{mode}::{case}"));
                    trials.push(Trial::test(name, trial));
                }
            }
        }
        for (name, run) in ALONE {
            trials.push(Trial::test(named(name), move || {
                run(shell);
                Ok(())
            }));
        }
    }
    trials
}

type Kind = (&'static str, fn() -> (Ends, Ends));
type Case = (&'static str, fn(Shell, (Ends, Ends)));

const KINDS: &[Kind] = &[
    ("pipes", pipes),
    ("socket", socket),
    ("tcp", tcp),
    ("terminal", terminal),
    ("master", || {
        let (slave, master) = terminal();
        (master, slave)
    }),
];

const CASES: &[Case] = &[
    ("all_comes_through", all_comes_through),
    ("reading_has_a_deadline", reading_has_a_deadline),
    ("writing_has_a_deadline", writing_has_a_deadline),
    ("signals_do_no_harm", signals_do_no_harm),
    ("the_end_is_the_end", the_end_is_the_end),
];

type Alone = (&'static str, fn(Shell));

const ALONE: &[Alone] = &[
    ("what_is_no_stream_is_refused", what_is_no_stream_is_refused),
    ("a_child_echoes", a_child_echoes),
    (
        "shutting_down_reaches_through_duplicates",
        shutting_down_reaches_through_duplicates,
    ),
    (
        "descriptors_go_along_with_the_first_byte",
        descriptors_go_along_with_the_first_byte,
    ),
    (
        "other_streams_carry_no_descriptors",
        other_streams_carry_no_descriptors,
    ),
];

/// One side: a descriptor for both directions, or for each of them.
struct Ends {
    read: OwnedFd,
    write: Option<OwnedFd>,
}

impl Ends {
    fn one(fd: impl Into<OwnedFd>) -> Self {
        Self {
            read: fd.into(),
            write: None,
        }
    }

    fn set_nonblocking(&self, nonblocking: bool) {
        for fd in [Some(&self.read), self.write.as_ref()]
            .into_iter()
            .flatten()
        {
            let mut flags = fcntl_getfl(fd).unwrap();
            flags.set(OFlags::NONBLOCK, nonblocking);
            fcntl_setfl(fd, flags).unwrap();
        }
    }

    /// The modes that all who share the descriptors see.
    fn modes(&self) -> Vec<OFlags> {
        let fds = [Some(&self.read), self.write.as_ref()];
        let fds = fds.into_iter().flatten();
        fds.map(|fd| fcntl_getfl(fd).unwrap()).collect()
    }

    fn duplicate(&self) -> Self {
        Self {
            read: self.read.try_clone().unwrap(),
            write: self.write.as_ref().map(|fd| fd.try_clone().unwrap()),
        }
    }

    fn stream(self, shell: Shell) -> AnyStream {
        let stream = match self.write {
            None => FdStream::new(self.read),
            Some(write) => FdStream::pair(self.read, write),
        };
        AnyStream::of_fds(shell, stream.unwrap())
    }
}

fn pipes() -> (Ends, Ends) {
    let (there_read, here_write) = io::pipe().unwrap();
    let (here_read, there_write) = io::pipe().unwrap();
    let ends = |read: io::PipeReader, write: io::PipeWriter| Ends {
        read: read.into(),
        write: Some(write.into()),
    };
    (ends(here_read, here_write), ends(there_read, there_write))
}

fn socket() -> (Ends, Ends) {
    let (here, there) = UnixStream::pair().unwrap();
    (Ends::one(here), Ends::one(there))
}

fn tcp() -> (Ends, Ends) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let here = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (there, _) = listener.accept().unwrap();
    (Ends::one(here), Ends::one(there))
}

/// A raw one, and its master.
fn terminal() -> (Ends, Ends) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let path = ptsname(&master, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY;
    let slave = rustix::fs::open(path.as_c_str(), flags, rustix::fs::Mode::empty()).unwrap();
    let mut settings = tcgetattr(&slave).unwrap();
    settings.make_raw();
    tcsetattr(&slave, OptionalActions::Now, &settings).unwrap();
    (Ends::one(slave), Ends::one(master))
}

/// Bytes that show when one is missing or twice there.
fn text(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn all_comes_through(shell: Shell, (here, there): (Ends, Ends)) {
    let sent = text(200_000);
    let modes = here.modes();
    let shared = here.duplicate();
    let (mut here, mut there) = (here.stream(shell), there.stream(shell));
    for stream in [&mut here, &mut there] {
        stream.set_timeout(Some(LIMIT)).unwrap();
    }
    let expected = sent.clone();
    let echo = thread::spawn(move || {
        let mut got = vec![0; expected.len()];
        there.read_exact(&mut got).unwrap();
        assert!(got == expected);
        there.write_all(&got).unwrap();
        there
    });
    here.write_all(&sent).unwrap();
    let mut got = vec![0; sent.len()];
    here.read_exact(&mut got).unwrap();
    assert!(got == sent);
    echo.join().unwrap();
    assert_eq!(shared.modes(), modes, "whoever shares it was disturbed");
}

fn reading_has_a_deadline(shell: Shell, (here, there): (Ends, Ends)) {
    let mut here = here.stream(shell);
    let mut buffer = [0; 8];
    for timeout in [Duration::ZERO, MOMENT] {
        here.set_timeout(Some(timeout)).unwrap();
        let start = Instant::now();
        timed_out(here.read(&mut buffer));
        assert!(start.elapsed() >= timeout, "it gave up early");
    }
    // Kept: with the other side, a terminal forgets what it was sent.
    let mut there = there.stream(shell);
    there.write_all(b"x").unwrap();
    here.set_timeout(None).unwrap();
    assert_eq!(here.read(&mut buffer).unwrap(), 1);
}

fn writing_has_a_deadline(shell: Shell, (here, there): (Ends, Ends)) {
    let (mut here, mut there) = (here.stream(shell), there.stream(shell));
    let sent = text(16 << 20);
    let mut count = 0;
    for timeout in [Duration::ZERO, MOMENT] {
        here.set_timeout(Some(timeout)).unwrap();
        loop {
            match here.write(&sent[count..]) {
                Ok(more) => count += more,
                failed => break timed_out(failed),
            }
        }
    }
    assert!(count > 0);
    // What was not refused comes, and nothing else.
    there.set_timeout(Some(LIMIT)).unwrap();
    let mut got = vec![0; count];
    there.read_exact(&mut got).unwrap();
    assert!(got == sent[..count]);
    there.set_timeout(Some(Duration::ZERO)).unwrap();
    timed_out(there.read(&mut got));
}

fn signals_do_no_harm(shell: Shell, (here, there): (Ends, Ends)) {
    let seen = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGUSR1, seen).unwrap();
    let mut here = here.stream(shell);
    here.set_timeout(Some(LIMIT)).unwrap();
    let reader = pthread_self();
    let sender = thread::spawn(move || {
        for _ in 0..2000 {
            pthread_kill(reader, nix::sys::signal::Signal::SIGUSR1).unwrap();
            thread::yield_now();
        }
        let mut there = there.stream(shell);
        there.write_all(b"x").unwrap();
        there
    });
    let mut buffer = [0; 8];
    assert_eq!(here.read(&mut buffer).unwrap(), 1);
    sender.join().unwrap();
}

fn the_end_is_the_end(shell: Shell, (here, there): (Ends, Ends)) {
    let (mut here, mut there) = (here.stream(shell), there.stream(shell));
    here.set_timeout(Some(LIMIT)).unwrap();
    there.write_all(b"last").unwrap();
    let mut last = [0; 4];
    here.read_exact(&mut last).unwrap();
    assert_eq!(&last, b"last");
    drop(there);
    assert_eq!(here.read(&mut last).unwrap(), 0);
    // TCP says so only to a later one, and the master of a terminal keeps it
    // for whoever opens it next.
    here.set_timeout(Some(MOMENT)).unwrap();
    let Some(error) = (0..1000).find_map(|_| here.write(b"x").err()) else {
        return;
    };
    let kind = error.kind();
    assert!(
        matches!(kind, ErrorKind::BrokenPipe | ErrorKind::ConnectionReset),
        "{kind:?}"
    );
}

pub(crate) fn timed_out<T: std::fmt::Debug>(outcome: io::Result<T>) {
    let kind = outcome.unwrap_err().kind();
    assert!(
        matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{kind:?}"
    );
}

fn what_is_no_stream_is_refused(shell: Shell) {
    let folder = TempDir::new().unwrap();
    let file = tempfile::tempfile().unwrap();
    let listener = UnixListener::bind(folder.path().join("l")).unwrap();
    let (datagrams, _other) = std::os::unix::net::UnixDatagram::pair().unwrap();
    let (reader, writer) = io::pipe().unwrap();
    let refused: [(OwnedFd, &str); 6] = [
        (file.into(), "is a file"),
        (File::open(folder.path()).unwrap().into(), "is a folder"),
        (listener.into(), "listens"),
        (datagrams.into(), "not of a stream"),
        (reader.into(), "open for reading only"),
        (writer.into(), "open for writing only"),
    ];
    for (fd, why) in refused {
        // The number is told before the same is asked of the address.
        let address: Address = format!("fd:{}", fd.as_raw_fd()).parse().unwrap();
        let error = AnyStream::connect(shell, &address, LIMIT).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        let error = FdStream::new(fd).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(why), "{error}");
    }
    let (reader, writer) = io::pipe().unwrap();
    assert!(FdStream::pair(writer, reader).is_err());
}

fn a_child_echoes(shell: Shell) {
    let mut child = Command::new("cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stream = AnyStream::of_fds(shell, FdStream::of_child(&mut child).unwrap());
    let again = FdStream::of_child(&mut child).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::InvalidInput);
    stream.set_timeout(Some(LIMIT)).unwrap();
    stream.write_all(b"there and back").unwrap();
    let mut back = [0; 14];
    stream.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"there and back");
    drop(stream);
    assert!(child.wait().unwrap().success());
}

fn shutting_down_reaches_through_duplicates(shell: Shell) {
    for make in [socket, tcp] {
        let (here, there) = make();
        let _duplicate = here.duplicate();
        let mut here: Box<dyn Transport> = Box::new(here.stream(shell));
        here.shut_down().unwrap();
        here.shut_down().unwrap();
        let mut there = there.stream(shell);
        there.set_timeout(Some(LIMIT)).unwrap();
        assert_eq!(there.read(&mut [0]).unwrap(), 0);
    }
    // What was inherited stays open under its own number.
    let (here, mut there) = UnixStream::pair().unwrap();
    let address: Address = format!("fd:{}", here.as_raw_fd()).parse().unwrap();
    let mut stream = AnyStream::connect(shell, &address, LIMIT).unwrap();
    stream.write_all(b"x").unwrap();
    stream.shut_down().unwrap();
    there.set_timeout(Some(LIMIT)).unwrap();
    let mut all = Vec::new();
    there.read_to_end(&mut all).unwrap();
    assert_eq!(all, b"x");
}

fn descriptors_go_along_with_the_first_byte(shell: Shell) {
    let (here, there) = UnixStream::pair().unwrap();
    let streams = [
        Stream::Unix(here.try_clone().unwrap()),
        Stream::Fds(FdStream::new(here).unwrap()),
    ];
    for stream in streams {
        let mut stream = AnyStream::of(shell, stream);
        assert!(stream.carries_fds());
        // A pair is its maker's.
        let peer = stream.peer_process().unwrap();
        assert_eq!(peer.pid, std::process::id());
        let (mut reader, writer) = io::pipe().unwrap();
        let none = stream.write_with_fd(b"", writer.as_fd()).unwrap_err();
        assert_eq!(none.kind(), ErrorKind::InvalidInput);
        assert_eq!(stream.write(b"before").unwrap(), 6);
        assert_eq!(stream.write_with_fd(b"with", writer.as_fd()).unwrap(), 4);
        drop(writer);
        let (bytes, fds) = receive(&there, 6);
        assert!(bytes == b"before" && fds.is_empty());
        let (bytes, fds) = receive(&there, 1);
        assert_eq!(bytes, b"w");
        let [fd]: [OwnedFd; 1] = fds.try_into().unwrap();
        File::from(fd).write_all(b"passed").unwrap();
        let mut passed = String::new();
        reader.read_to_string(&mut passed).unwrap();
        assert_eq!(passed, "passed");
        assert_eq!(receive(&there, 9).0, b"ith");
    }
}

/// At most so many bytes, and the descriptors that came with them.
fn receive(socket: &UnixStream, most: usize) -> (Vec<u8>, Vec<OwnedFd>) {
    let mut bytes = vec![0; most];
    let mut space = [std::mem::MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(4))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let mut buffers = [io::IoSliceMut::new(&mut bytes)];
    let flags = RecvFlags::empty();
    let got = rustix::net::recvmsg(socket, &mut buffers, &mut control, flags).unwrap();
    let mut fds = Vec::new();
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(passed) = message {
            fds.extend(passed);
        }
    }
    bytes.truncate(got.bytes);
    (bytes, fds)
}

fn other_streams_carry_no_descriptors(shell: Shell) {
    for make in [pipes, tcp, terminal] {
        let (here, _there) = make();
        let mut here = here.stream(shell);
        assert!(!here.carries_fds());
        assert_eq!(here.peer_process(), None);
        let error = here.write_with_fd(b"x", io::stdin().as_fd()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }
}
