//! Every way to a real QEMU and a real storage daemon.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

use libtest_mimic::{Completion, Trial};
use qapi_client::tokio as aio;
use qapi_client::{Address, Client, FdStream, Listener, Stream, Transport};
use qapi_machine::{Binary, Kind, Machine, find_all, live};
use rustix::fs::OFlags;
use rustix::io::{FdFlags, fcntl_setfd};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{ChildStdin, ChildStdout};

use crate::shells::{AnyClient, AnyListener, AnyStream, Shell};
use crate::{LIMIT, files};

/// Where this program, started once more, is to connect to.
pub(crate) const HEIR: &str = "QAPI_CLIENT_TEST_HEIR";

pub(crate) type Case = (&'static str, fn(&Binary, Shell));

const CASES: &[Case] = &[
    ("unix", |binary, shell| connects(binary, shell, &At::path())),
    ("abstract", |binary, shell| {
        connects(binary, shell, &At::name());
    }),
    ("tcp", |binary, shell| connects(binary, shell, &At::tcp())),
    ("calls_back_unix", |binary, shell| {
        calls_back(binary, shell, &At::path());
    }),
    ("calls_back_abstract", |binary, shell| {
        calls_back(binary, shell, &At::name());
    }),
    ("calls_back_tcp", |binary, shell| {
        calls_back(binary, shell, &At::tcp());
    }),
    ("pretty", pretty),
    ("terminal", terminal),
    ("child", child),
    ("inherited", inherited),
    ("descriptors", descriptors),
];

pub(crate) fn trials() -> Vec<Trial> {
    let found = find_all();
    if found.is_empty() {
        let skipped = || Ok(Completion::ignored_with(live::without_qemu()?));
        return vec![Trial::ignorable_test("live", skipped)];
    }
    let mut trials = Vec::new();
    for found in found {
        let program = found.path.file_name().unwrap_or_default();
        let program = program.to_string_lossy().into_owned();
        for shell in Shell::BOTH {
            let of_all = CASES.iter().map(|case| (case, false));
            let of_some = files::CASES.iter().map(|case| (case, true));
            for (&(case, run), takes_files) in of_all.chain(of_some) {
                let path = found.path.clone();
                let name = format!("{program}::{}::{case}", shell.name());
                trials.push(Trial::ignorable_test(name, move || {
                    let binary = Binary::new(path)?;
                    if takes_files && binary.kind() != Kind::System {
                        let why = "a storage daemon has no command that takes an open file";
                        return Ok(Completion::ignored_with(why));
                    }
                    run(&binary, shell);
                    Ok(Completion::Completed)
                }));
            }
        }
    }
    trials
}

/// Where to listen, to be given away.
pub(crate) struct At {
    pub(crate) address: Address,
    /// The same as QEMU's options say it.
    pub(crate) options: String,
    _folder: TempDir,
}

impl At {
    pub(crate) fn path() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("qmp");
        Self {
            options: format!("path={}", path.display()),
            address: Address::Unix(path),
            _folder: folder,
        }
    }

    fn name() -> Self {
        let folder = TempDir::new().unwrap();
        let name = folder.path().display().to_string();
        Self {
            options: format!("path={name},abstract=on"),
            address: Address::Abstract(name),
            _folder: folder,
        }
    }

    fn tcp() -> Self {
        Self {
            options: "host=127.0.0.1,port=0".to_owned(),
            address: "tcp:127.0.0.1:0".parse().unwrap(),
            _folder: TempDir::new().unwrap(),
        }
    }
}

/// The arguments for one more monitor.
fn monitor(binary: &Binary, id: &str, backend: &str, pretty: bool) -> [String; 4] {
    let [chardev, mon] = match binary.kind() {
        Kind::System => ["-chardev", "-mon"],
        _ => ["--chardev", "--monitor"],
    };
    let pretty = if pretty { ",pretty=on" } else { "" };
    let mode = format!("chardev={id},mode=control{pretty}");
    [
        chardev.into(),
        format!("{backend},id={id}"),
        mon.into(),
        mode,
    ]
}

/// One with a second monitor, and its first one. That it talks means that the
/// second is there.
pub(crate) fn with_second(binary: &Binary, backend: &str, pretty: bool) -> (Machine, Client) {
    let args = monitor(binary, "second", backend, pretty);
    let mut machine = Machine::builder(binary).args(args).start().unwrap();
    let first = Client::over(machine.take_monitor().unwrap());
    let first = first.unwrap_or_else(|error| panic!("{error}: {}", machine.stderr()));
    (machine, first)
}

fn raw(client: &mut Client, command: &str) -> Value {
    client.execute_raw(command, &json!({})).unwrap()
}

fn speaks(client: &mut AnyClient) {
    let version = client.raw("query-version", &json!({})).unwrap();
    assert!(version["package"].is_string());
}

/// What the second monitor is connected to, in QEMU's words.
fn second(first: &mut Client) -> String {
    let devices = raw(first, "query-chardev");
    let mut devices = devices.as_array().unwrap().iter();
    let second = devices.find(|device| device["label"] == "second").unwrap();
    second["filename"].as_str().unwrap().to_owned()
}

fn connects(binary: &Binary, shell: Shell, at: &At) {
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let (_machine, mut first) = with_second(binary, &backend, false);
    let mut address = at.address.clone();
    if let Address::Tcp { port, .. } = &mut address {
        // `disconnected:tcp:127.0.0.1:4444,server=on`
        let text = second(&mut first);
        let (text, _) = text.split_once(',').unwrap();
        *port = text.rsplit_once(':').unwrap().1.parse().unwrap();
    }
    let mut client = AnyClient::connect(shell, &address);
    speaks(&mut client);
    // It serves the next one when this one is gone.
    drop(client);
    speaks(&mut AnyClient::connect(shell, &address));
}

fn calls_back(binary: &Binary, shell: Shell, at: &At) {
    let listener = AnyListener::bind(shell, &at.address).unwrap();
    let mut options = at.options.clone();
    if let Address::Tcp { port, .. } = listener.local_address() {
        options = options.replace("port=0", &format!("port={port}"));
    }
    let backend = format!("socket,server=off,{options}");
    let (_machine, _first) = with_second(binary, &backend, false);
    speaks(&mut listener.accept(LIMIT).unwrap().client());
}

fn pretty(binary: &Binary, shell: Shell) {
    let at = At::path();
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let (_machine, _first) = with_second(binary, &backend, true);
    let mut client = AnyClient::connect(shell, &at.address);
    speaks(&mut client);
    drop(client);
    let mut stream = AnyStream::connect(shell, &at.address, LIMIT).unwrap();
    let greeting = message(&mut stream);
    assert!(greeting.contains("\n    \"QMP\": {\r\n") || greeting.contains("\n    \"QMP\": {\n"));
}

fn terminal(binary: &Binary, shell: Shell) {
    // Its name is told on stdout, too, so the first monitor is no use.
    let at = At::path();
    let listener = Listener::bind(&at.address).unwrap();
    let caller = format!("socket,server=off,{}", at.options);
    let _machine = Machine::builder(binary)
        .args(monitor(binary, "second", "pty", false))
        .args(monitor(binary, "third", &caller, false))
        .start()
        .unwrap();
    let mut third = Client::over(listener.accept(LIMIT).unwrap()).unwrap();
    let text = second(&mut third);
    let path = text.trim_start_matches("disconnected:");
    let path = path.strip_prefix("pty:").unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY;
    let file = rustix::fs::open(path, flags, rustix::fs::Mode::empty()).unwrap();
    let stream = FdStream::new(file).unwrap();
    speaks(&mut AnyStream::of_fds(shell, stream).client());
}

/// Killed if the test fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn child(binary: &Binary, shell: Shell) {
    let args: &[&str] = match binary.kind() {
        Kind::System => &[
            "-M",
            "none",
            "-nodefaults",
            "-display",
            "none",
            "-qmp",
            "stdio",
        ],
        _ => &["--chardev", "stdio,id=qmp", "--monitor", "chardev=qmp"],
    };
    let mut command = Command::new(binary.path());
    command
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = Killed(command.spawn().unwrap());
    let mut client = match shell {
        Shell::Blocking => {
            let stream = FdStream::of_child(&mut child.0).unwrap();
            assert!(!stream.carries_fds());
            AnyStream::of_fds(shell, stream).client()
        }
        Shell::Tokio => AnyClient::tokio(async {
            let stdout = ChildStdout::from_std(child.0.stdout.take().unwrap()).unwrap();
            let stdin = ChildStdin::from_std(child.0.stdin.take().unwrap()).unwrap();
            aio::Client::over(tokio::io::join(stdout, stdin)).await
        }),
    };
    speaks(&mut client);
    client.raw("quit", &json!({})).unwrap();
    assert!(child.0.wait().unwrap().success());
    let ended = client.raw("query-version", &json!({}));
    assert!(!ended.unwrap_err().is_usable());
}

/// This program once more, as one that was given a connection.
pub(crate) fn heir(task: &str) -> ExitCode {
    let [shell, task, address] = task.splitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
    let (shell, address) = (Shell::named(shell), address.parse().unwrap());
    match task {
        "speak" => speaks(&mut AnyClient::connect(shell, &address)),
        _ => files::count(shell, &address),
    }
    ExitCode::SUCCESS
}

/// What it is to do, with a shell and an address.
pub(crate) fn to_heir(shell: Shell, task: &str, address: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(HEIR, format!("{} {task} {address}", shell.name()));
    command
}

fn inherited(binary: &Binary, shell: Shell) {
    for address in ["fd:0", "fd:0,1", "fd:N"] {
        let mut machine = Machine::builder(binary).start().unwrap();
        let ours = OwnedFd::from(machine.take_monitor().unwrap());
        let number = ours.as_raw_fd().to_string();
        let mut command = to_heir(shell, "speak", &address.replace('N', &number));
        match address {
            "fd:N" => fcntl_setfd(&ours, FdFlags::empty()).unwrap(),
            "fd:0,1" => {
                command.stdout(ours.try_clone().unwrap());
                command.stdin(ours.try_clone().unwrap());
            }
            _ => {
                command.stdin(ours.try_clone().unwrap());
            }
        }
        assert!(command.status().unwrap().success(), "{address}");
    }
}

/// The next line that closes a message.
fn message(stream: &mut AnyStream) -> String {
    stream.set_timeout(Some(LIMIT)).unwrap();
    let (mut text, mut byte) = (Vec::new(), [0]);
    while serde_json::from_slice::<Value>(&text).is_err() {
        stream.read_exact(&mut byte).unwrap();
        text.push(byte[0]);
    }
    String::from_utf8(text).unwrap()
}

fn descriptors(binary: &Binary, shell: Shell) {
    let at = At::path();
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let (_machine, _first) = with_second(binary, &backend, false);
    let folder = TempDir::new().unwrap();
    let image = folder.path().join("image");
    std::fs::write(&image, [7; 4096]).unwrap();
    for wrapped in [false, true] {
        let mut stream = match wrapped {
            false => AnyStream::connect(shell, &at.address, LIMIT).unwrap(),
            true => {
                let Stream::Unix(socket) = Stream::connect(&at.address, LIMIT).unwrap() else {
                    panic!()
                };
                AnyStream::of_fds(shell, FdStream::new(socket).unwrap())
            }
        };
        message(&mut stream);
        ask(&mut stream, &json!({"execute": "qmp_capabilities"}), None);
        match binary.kind() {
            Kind::System => pass(&mut stream, &image),
            _ => pass_in_vain(&mut stream, &image),
        }
    }
}

fn pass(stream: &mut AnyStream, image: &Path) {
    let file = File::options().read(true).write(true).open(image).unwrap();
    let add = json!({"execute": "add-fd", "arguments": {"fdset-id": 5, "opaque": "image"}});
    let without = ask(stream, &add, None);
    assert_eq!(without["error"]["class"], "GenericError", "{without}");
    let added = ask(stream, &add, Some(&file));
    assert_eq!(added["return"]["fdset-id"], 5, "{added}");
    let block = json!({"execute": "blockdev-add", "arguments": {
        "driver": "file", "node-name": "disk", "filename": "/dev/fdset/5",
    }});
    assert_eq!(ask(stream, &block, None)["return"], json!({}));
    let nodes = ask(stream, &json!({"execute": "query-named-block-nodes"}), None);
    assert_eq!(nodes["return"][0]["image"]["virtual-size"], 4096, "{nodes}");
    for (command, arguments) in [
        ("blockdev-del", json!({"node-name": "disk"})),
        ("remove-fd", json!({"fdset-id": 5})),
    ] {
        let command = json!({"execute": command, "arguments": arguments});
        assert_eq!(ask(stream, &command, None)["return"], json!({}));
    }

    let (ours, theirs) = UnixStream::pair().unwrap();
    let get = json!({"execute": "getfd", "arguments": {"fdname": "named"}});
    assert_eq!(ask(stream, &get, Some(&theirs))["return"], json!({}));
    drop(theirs);
    // It has the only other end now, and closes it.
    let close = json!({"execute": "closefd", "arguments": {"fdname": "named"}});
    assert_eq!(ask(stream, &close, None)["return"], json!({}));
    let mut ours = ours;
    assert_eq!(ours.read(&mut [0]).unwrap(), 0);
}

/// A storage daemon has no command that takes one.
fn pass_in_vain(stream: &mut AnyStream, image: &Path) {
    let file = File::open(image).unwrap();
    let get = json!({"execute": "getfd", "arguments": {"fdname": "named"}});
    let refused = ask(stream, &get, Some(&file));
    assert_eq!(refused["error"]["class"], "CommandNotFound", "{refused}");
    let version = ask(stream, &json!({"execute": "query-version"}), None);
    assert!(version["return"].is_object(), "{version}");
}

/// The reply to a command; events are passed over.
fn ask(stream: &mut AnyStream, command: &Value, fd: Option<&dyn AsFd>) -> Value {
    let bytes = format!("{command}\n").into_bytes();
    let sent = fd.map_or(0, |fd| stream.write_with_fd(&bytes, fd.as_fd()).unwrap());
    stream.write_all(&bytes[sent..]).unwrap();
    loop {
        let reply: Value = serde_json::from_str(&message(stream)).unwrap();
        if reply.get("event").is_none() {
            return reply;
        }
    }
}
