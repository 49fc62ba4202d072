//! Connecting and listening, without a server.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Trial};
use qapi_client::{Address, Transport};
use tempfile::TempDir;

use crate::LIMIT;
use crate::shells::{AnyListener, AnyStream, Shell};
use crate::streams::{MOMENT, timed_out};

pub(crate) fn trials() -> Vec<Trial> {
    let of_shell = |shell: Shell| {
        let named = move |name: &str| format!("{}::{name}", shell.name());
        let cases = CASES.iter().map(move |&(name, run)| {
            Trial::test(named(name), move || {
                run(shell);
                Ok(())
            })
        });
        let vsock = move || vsock_both_ways(shell);
        cases.chain([Trial::ignorable_test(named("vsock_both_ways"), vsock)])
    };
    Shell::BOTH.into_iter().flat_map(of_shell).collect()
}

type Case = (&'static str, fn(Shell));

const CASES: &[Case] = &[
    (
        "a_full_backlog_has_a_deadline",
        a_full_backlog_has_a_deadline,
    ),
    ("listeners_are_connected_to", listeners_are_connected_to),
    ("accepting_has_a_deadline", accepting_has_a_deadline),
    ("a_listener_tidies_up", a_listener_tidies_up),
    (
        "only_what_is_left_over_is_replaced",
        only_what_is_left_over_is_replaced,
    ),
    (
        "what_cannot_be_reached_is_said",
        what_cannot_be_reached_is_said,
    ),
];

fn a_full_backlog_has_a_deadline(shell: Shell) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("full");
    let listener = UnixListener::bind(&path).unwrap();
    // Linux lets in one more than told.
    rustix::net::listen(&listener, 0).unwrap();
    let address = Address::Unix(path);
    let first = AnyStream::connect(shell, &address, LIMIT).unwrap();
    for deadline in [Duration::ZERO, MOMENT] {
        let start = Instant::now();
        let error = AnyStream::connect(shell, &address, deadline).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert!(start.elapsed() >= deadline);
    }
    let accepting = thread::spawn(move || {
        listener.accept().unwrap();
        listener.accept().unwrap();
    });
    AnyStream::connect(shell, &address, LIMIT).unwrap();
    accepting.join().unwrap();
    drop(first);
}

fn listeners_are_connected_to(shell: Shell) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("socket").display().to_string();
    let name = format!("qapi-client-test-{}-{}", std::process::id(), shell.name());
    for (text, fds) in [
        (format!("unix:{path}"), true),
        (format!("unix:@{name}"), true),
        ("tcp:127.0.0.1:0".to_owned(), false),
        ("tcp:[::1]:0".to_owned(), false),
        ("tcp:localhost:0".to_owned(), false),
    ] {
        let listener = match AnyListener::bind(shell, &text.parse().unwrap()) {
            Err(error) if text.contains('[') && error.kind() == ErrorKind::AddrNotAvailable => {
                continue;
            }
            listener => listener.unwrap(),
        };
        let address = listener.local_address();
        if text.starts_with("unix") {
            assert_eq!(address.to_string(), text);
        }
        both_ways(shell, &listener, address, fds);
    }
}

fn both_ways(shell: Shell, listener: &AnyListener, address: &Address, fds: bool) {
    let mut here = AnyStream::connect(shell, address, LIMIT).unwrap();
    let mut there = listener.accept(LIMIT).unwrap();
    let streams = [(&mut here, &mut there)];
    for (one, other) in streams {
        for stream in [&mut *one, &mut *other] {
            assert_eq!(stream.carries_fds(), fds);
            stream.set_timeout(Some(LIMIT)).unwrap();
        }
        let mut buffer = [0; 4];
        one.write_all(b"ping").unwrap();
        other.read_exact(&mut buffer).unwrap();
        other.write_all(&buffer).unwrap();
        one.read_exact(&mut buffer).unwrap();
        assert_eq!(&buffer, b"ping");
        other.shut_down().unwrap();
        assert_eq!(one.read(&mut buffer).unwrap(), 0);
    }
}

fn accepting_has_a_deadline(shell: Shell) {
    let listener = AnyListener::bind(shell, &"tcp:127.0.0.1:0".parse().unwrap()).unwrap();
    for deadline in [Duration::ZERO, MOMENT] {
        let start = Instant::now();
        timed_out(listener.accept(deadline).map(drop));
        assert!(start.elapsed() >= deadline);
    }
}

fn a_listener_tidies_up(shell: Shell) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("socket");
    let address = Address::Unix(path.clone());
    let listener = AnyListener::bind(shell, &address).unwrap();
    let mode = path.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(listener);
    assert!(!path.exists());
    // But not after another.
    let listener = AnyListener::bind(shell, &address).unwrap();
    std::fs::rename(&path, folder.path().join("moved")).unwrap();
    std::fs::write(&path, "another's").unwrap();
    drop(listener);
    assert!(path.exists());
}

fn only_what_is_left_over_is_replaced(shell: Shell) {
    let folder = TempDir::new().unwrap();
    let in_use = |address: &Address| {
        let error = AnyListener::bind(shell, address).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AddrInUse);
    };
    let socket = Address::Unix(folder.path().join("socket"));
    let Address::Unix(path) = &socket else {
        panic!()
    };
    drop(UnixListener::bind(path).unwrap());
    assert!(path.exists());
    let listener = AnyListener::bind(shell, &socket).unwrap();
    in_use(&socket);
    // Nor if finding out has filled its backlog.
    rustix::net::listen(&listener, 0).unwrap();
    in_use(&socket);
    in_use(&socket);
    let file = folder.path().join("file");
    std::fs::write(&file, "kept").unwrap();
    in_use(&Address::Unix(file.clone()));
    assert_eq!(std::fs::read(file).unwrap(), b"kept");
}

fn what_cannot_be_reached_is_said(shell: Shell) {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let long = format!("/{}", "x".repeat(200));
    for (text, kind) in [
        ("unix:/nowhere/at/all".to_owned(), ErrorKind::NotFound),
        (
            "unix:@qapi-client-nobody".to_owned(),
            ErrorKind::ConnectionRefused,
        ),
        (format!("unix:{long}"), ErrorKind::InvalidFilename),
        (
            format!("tcp:127.0.0.1:{closed}"),
            ErrorKind::ConnectionRefused,
        ),
    ] {
        let error = AnyStream::connect(shell, &text.parse().unwrap(), LIMIT)
            .err()
            .unwrap();
        assert_eq!(error.kind(), kind, "{text}: {error}");
    }
    for text in ["fd:4000000000", "fd:1000000"] {
        let error = AnyStream::connect(shell, &text.parse().unwrap(), LIMIT)
            .err()
            .unwrap();
        assert_eq!(error.raw_os_error(), Some(9), "{text}: {error}");
        let error = AnyListener::bind(shell, &text.parse().unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{text}: {error}");
    }
    // Nobody has this number, with a loopback or without.
    let error = AnyStream::connect(shell, &"vsock:local:4294967294".parse().unwrap(), LIMIT)
        .err()
        .unwrap();
    assert_ne!(error.kind(), ErrorKind::Unsupported, "{error}");
}

fn vsock_both_ways(shell: Shell) -> Result<Completion, libtest_mimic::Failed> {
    let address = "vsock:local:4294967295".parse().unwrap();
    let listener = match AnyListener::bind(shell, &address) {
        // Not even where nothing may be missing: no program provides it.
        Err(error) => {
            let why = format!("this kernel has no loopback of vsock: {error}");
            return Ok(Completion::ignored_with(why));
        }
        Ok(listener) => listener,
    };
    let address = listener.local_address();
    assert!(matches!(address, Address::Vsock { port, .. } if *port != u32::MAX));
    both_ways(shell, &listener, address, false);
    Ok(Completion::Completed)
}
