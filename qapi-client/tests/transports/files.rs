//! Open files that go along with commands, through the clients.

use std::fs::File;
use std::io::{PipeReader, Read, Write};
use std::os::fd::OwnedFd;
use std::task::{Context, Waker};
use std::time::Duration;

use libtest_mimic::Trial;
use qapi_client::tokio as aio;
use qapi_client::{Address, Client, Error, Stream, Validation};
use qapi_machine::{Binary, Machine};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{CWD, FileType, Mode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::LIMIT;
use crate::closing::{serve, tcp};
use crate::live::{At, Case, to_heir, with_second};
use crate::shells::{AnyClient, Shell};

/// As many files at once.
const MANY: u8 = 12;

pub(crate) const CASES: &[Case] = &[
    ("every_set_gets_its_file", every_set_gets_its_file),
    ("every_name_gets_its_file", every_name_gets_its_file),
    ("a_name_is_used", a_name_is_used),
    ("no_other_command_takes_it", no_other_command_takes_it),
    (
        "what_was_not_sent_is_not_there",
        what_was_not_sent_is_not_there,
    ),
    ("none_are_kept_here", none_are_kept_here),
];

pub(crate) fn trials() -> Vec<Trial> {
    let of = |shell: Shell| {
        let name = format!("{}::over_tcp_nothing_is_sent", shell.name());
        Trial::test(name, move || {
            over_tcp_nothing_is_sent(shell);
            Ok(())
        })
    };
    Shell::BOTH.map(of).into()
}

/// A second monitor, as the first one is QEMU's stdin, where it takes no files.
/// The first stays connected, so that QEMU has no file less than at the start.
fn start(binary: &Binary, shell: Shell) -> ((Machine, Client), AnyClient) {
    let at = At::path();
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let machine = with_second(binary, &backend, false);
    (machine, AnyClient::connect(shell, &at.address))
}

/// A file with nothing but this byte.
fn file_of(byte: u8) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&[byte; 4096]).unwrap();
    file
}

fn pipe() -> (PipeReader, File) {
    let (reader, writer) = std::io::pipe().unwrap();
    (reader, File::from(OwnedFd::from(writer)))
}

/// Whether nobody can write to it any more, or something is there.
fn is_ready(reader: &PipeReader) -> bool {
    ready_within(reader, Duration::ZERO)
}

/// Whether nobody has the other end any more. Another test may start a process
/// just now, which has all that is open here until it runs its program.
fn is_closed(reader: &PipeReader) -> bool {
    ready_within(reader, LIMIT)
}

fn ready_within(reader: &PipeReader, limit: Duration) -> bool {
    let limit = Timespec::try_from(limit).unwrap();
    poll(&mut [PollFd::new(reader, PollFlags::IN)], Some(&limit)).unwrap() == 1
}

/// What QEMU reads there, as it backs it up.
fn contents(client: &mut AnyClient, node: &str) -> Vec<u8> {
    let target = tempfile::NamedTempFile::new().unwrap();
    target.as_file().set_len(4096).unwrap();
    let mut run = |command: &str, arguments: Value| client.raw(command, &arguments).unwrap();
    let disk = json!({"driver": "file", "node-name": "target", "filename": target.path()});
    run("blockdev-add", disk);
    let backup = json!({"job-id": "copy", "device": node, "target": "target", "sync": "full"});
    run("blockdev-backup", backup);
    while run("query-jobs", json!({})) != json!([]) {}
    run("blockdev-del", json!({"node-name": "target"}));
    std::fs::read(target.path()).unwrap()
}

fn every_set_gets_its_file(binary: &Binary, shell: Shell) {
    let (_machine, mut client) = start(binary, shell);
    let bytes = 1..=MANY;
    let calls = bytes.clone().map(|byte| {
        let arguments = json!({"opaque": byte.to_string()});
        ("add-fd", arguments, file_of(byte))
    });
    let added = client.all_with_fds(calls.collect());
    for (byte, added) in bytes.zip(added) {
        let set = added.unwrap()["fdset-id"].clone();
        let node = format!("node{byte}");
        let disk = json!({
            "driver": "file", "node-name": node,
            "filename": format!("/dev/fdset/{set}"),
        });
        client.raw("blockdev-add", &disk).unwrap();
        assert_eq!(contents(&mut client, &node), [byte; 4096]);
    }
}

fn every_name_gets_its_file(binary: &Binary, shell: Shell) {
    let (_machine, mut client) = start(binary, shell);
    let (readers, writers): (Vec<_>, Vec<_>) = (0..MANY).map(|_| pipe()).unzip();
    let name = |at: usize| json!({"fdname": format!("name{at}")});
    let calls = writers.into_iter().enumerate();
    let calls = calls.map(|(at, writer)| ("getfd", name(at), writer));
    for outcome in client.all_with_fds(calls.collect()) {
        outcome.unwrap();
    }
    // Only the server has them now; and it closes those of this name.
    for at in 0..readers.len() {
        client.raw("closefd", &name(at)).unwrap();
        for (other, reader) in readers.iter().enumerate() {
            let is_so = match other <= at {
                true => is_closed(reader),
                false => !is_ready(reader),
            };
            assert!(is_so, "{other} at {at}");
        }
    }
}

fn a_name_is_used(binary: &Binary, shell: Shell) {
    let (_machine, mut client) = start(binary, shell);
    let (mut used, used_writer) = pipe();
    let (unused, unused_writer) = pipe();
    let calls = [("used", used_writer), ("unused", unused_writer)];
    let calls = calls.map(|(name, file)| ("getfd", json!({"fdname": name}), file));
    for outcome in client.all_with_fds(calls.into()) {
        outcome.unwrap();
    }
    client.raw("migrate", &json!({"uri": "fd:used"})).unwrap();
    // How a migration stream begins (`QEMU_VM_FILE_MAGIC`).
    let mut magic = [0; 4];
    used.read_exact(&mut magic).unwrap();
    assert_eq!(&magic, b"QEVM");
    assert!(!is_ready(&unused));
}

/// Those that ask for a file and bring none come away empty, whatever comes
/// behind them.
fn no_other_command_takes_it(binary: &Binary, shell: Shell) {
    let (_machine, mut client) = start(binary, shell);
    let name = json!({"fdname": "name"});
    let outcomes = match &mut client {
        AnyClient::Blocking(client) => {
            let without = client.execute_raw::<Value>("getfd", &name);
            let with = client.with_fd(file_of(1)).unwrap();
            (without, with.execute_raw::<Value>("add-fd", &json!({})))
        }
        AnyClient::Tokio(client, runtime) => runtime.block_on(async {
            let folder = TempDir::new().unwrap();
            let fifo = folder.path().join("fifo");
            rustix::fs::mknodat(CWD, &fifo, FileType::Fifo, Mode::RWXU, 0).unwrap();
            // QEMU does nothing else before it has read this.
            let blocked = json!({
                "driver": "blkdebug", "node-name": "blocked", "config": fifo,
                "image": {"driver": "null-co"},
            });
            let mut blocked = Box::pin(client.execute_raw::<Value>("blockdev-add", &blocked));
            let mut without = Box::pin(client.execute_raw::<Value>("getfd", &name));
            let nothing = json!({});
            let with = client.with_fd(file_of(1)).unwrap();
            let mut with = Box::pin(with.execute_raw::<Value>("add-fd", &nothing));
            let mut cx = Context::from_waker(Waker::noop());
            assert!(blocked.as_mut().poll(&mut cx).is_pending());
            assert!(without.as_mut().poll(&mut cx).is_pending());
            assert!(with.as_mut().poll(&mut cx).is_pending());
            // Once this is answered, all that was sent before has been read.
            let oob = client.execute_oob_raw::<Value>("query-yank", &nothing);
            oob.await.unwrap();
            drop(File::options().write(true).open(&fifo).unwrap());
            blocked.await.unwrap();
            (without.await, with.await)
        }),
    };
    let (without, with) = outcomes;
    assert!(matches!(without, Err(Error::Refused { .. })), "{without:?}");
    with.unwrap();
}

fn what_was_not_sent_is_not_there(binary: &Binary, shell: Shell) {
    let ((machine, _first), mut client) = start(binary, shell);
    let open_there = || fds_of(&machine.id().to_string());
    let before = open_there();
    let (reader, writer) = pipe();
    match &mut client {
        AnyClient::Blocking(client) => given_up(client, &writer),
        AnyClient::Tokio(client, runtime) => runtime.block_on(cancelled(client, &writer)),
    }
    // Neither here nor there.
    drop(writer);
    assert!(is_closed(&reader));
    let none = client
        .raw("getfd", &json!({"fdname": "stray"}))
        .unwrap_err();
    assert!(
        none.to_string().contains("No file descriptor supplied"),
        "{none}"
    );
    assert_eq!(open_there(), before);
}

fn given_up(client: &mut Client, file: &File) {
    let call = client.with_fd(file).unwrap().within(Duration::ZERO);
    let outcome = call.execute_raw::<Value>("getfd", &json!({"fdname": "given-up"}));
    assert!(
        matches!(outcome, Err(Error::TimedOut { .. })),
        "{outcome:?}"
    );
}

/// Waits behind another that has a file, as long as that is not answered; here
/// nobody looks for answers until it is cancelled.
async fn cancelled(client: &aio::Client, file: &File) {
    let first = file_of(1);
    let (first_name, second_name) = (json!({"fdname": "first"}), json!({"fdname": "second"}));
    let first = client.with_fd(&first).unwrap();
    let mut first = Box::pin(first.execute_raw::<Value>("getfd", &first_name));
    let second = client.with_fd(file).unwrap();
    let mut second = Box::pin(second.execute_raw::<Value>("getfd", &second_name));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut cx).is_pending());
    assert!(second.as_mut().poll(&mut cx).is_pending());
    drop(second);
    first.await.unwrap();
    let closed = client.execute_raw::<Value>("closefd", &first_name).await;
    closed.unwrap();
}

fn fds_of(process: &str) -> usize {
    std::fs::read_dir(format!("/proc/{process}/fd"))
        .unwrap()
        .count()
}

/// In a process of its own, where nobody else opens any.
fn none_are_kept_here(binary: &Binary, shell: Shell) {
    let at = At::path();
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let (_machine, _first) = with_second(binary, &backend, false);
    let mut command = to_heir(shell, "count", &at.address.to_string());
    assert!(command.status().unwrap().success());
}

pub(crate) fn count(shell: Shell, address: &Address) {
    let file = file_of(1);
    // What the shell opens once and for all.
    drop(AnyClient::connect(shell, address));
    let before_connecting = fds_of("self");
    let mut client = AnyClient::connect(shell, address);
    let before = fds_of("self");
    for round in 0..20 {
        client
            .with_fd(&file, "add-fd", &json!({"fdset-id": 1}))
            .unwrap();
        let refused = client.with_fd(&file, "getfd", &json!({"fdname": "1"}));
        assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
        let invalid = client.with_fd(&file, "getfd", &json!({"name": "a"}));
        assert!(matches!(invalid, Err(Error::Invalid { .. })), "{invalid:?}");
        match &mut client {
            AnyClient::Blocking(client) => given_up(client, &file),
            AnyClient::Tokio(client, runtime) => runtime.block_on(cancelled(client, &file)),
        }
        assert_eq!(fds_of("self"), before, "in round {round}");
    }
    client.raw("remove-fd", &json!({"fdset-id": 1})).unwrap();
    drop(client);
    assert_eq!(fds_of("self"), before_connecting);
}

fn over_tcp_nothing_is_sent(shell: Shell) {
    let (ours, theirs) = tcp();
    let server = serve(theirs);
    let file = file_of(1);
    let mut client = match shell {
        Shell::Blocking => {
            let builder = Client::builder().validation(Validation::Off);
            AnyClient::blocking(builder.over(ours))
        }
        Shell::Tokio => {
            let builder = aio::Client::builder().validation(Validation::Off);
            AnyClient::tokio(async {
                let stream = aio::Stream::try_from(Stream::Tcp(ours)).unwrap();
                builder.over_stream(stream).await
            })
        }
    };
    let refused = client.with_fd(&file, "add-fd", &json!({}));
    assert!(matches!(refused, Err(Error::NoFds { .. })), "{refused:?}");
    client.raw("query-version", &json!({})).unwrap();
    drop(client);
    let seen = server.join().unwrap();
    assert_eq!(seen, ["qmp_capabilities", "query-version"]);
}
