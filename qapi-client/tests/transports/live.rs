//! Every way to a real QEMU and a real storage daemon.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

use libtest_mimic::{Completion, Trial};
use qapi_client::{Address, Client, FdStream, Listener, Stream, Transport};
use qapi_machine::{Binary, Kind, Machine, find_all, live};
use rustix::fs::OFlags;
use rustix::io::{FdFlags, fcntl_setfd};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::LIMIT;

/// Where this program, started once more, is to connect to.
pub(crate) const HEIR: &str = "QAPI_CLIENT_TEST_HEIR";

type Case = (&'static str, fn(&Binary));

const CASES: &[Case] = &[
    ("unix", |binary| connects(binary, &At::path())),
    ("abstract", |binary| connects(binary, &At::name())),
    ("tcp", |binary| connects(binary, &At::tcp())),
    ("calls_back_unix", |binary| calls_back(binary, &At::path())),
    ("calls_back_abstract", |binary| {
        calls_back(binary, &At::name());
    }),
    ("calls_back_tcp", |binary| calls_back(binary, &At::tcp())),
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
        for &(case, run) in CASES {
            let path = found.path.clone();
            trials.push(Trial::test(format!("{program}::{case}"), move || {
                run(&Binary::new(path)?);
                Ok(())
            }));
        }
    }
    trials
}

/// Where to listen, to be given away.
struct At {
    address: Address,
    /// The same as QEMU's options say it.
    options: String,
    _folder: TempDir,
}

impl At {
    fn path() -> Self {
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
fn with_second(binary: &Binary, backend: &str, pretty: bool) -> (Machine, Client) {
    let args = monitor(binary, "second", backend, pretty);
    let mut machine = Machine::builder(binary).args(args).start().unwrap();
    let first = Client::over(machine.take_monitor().unwrap());
    let first = first.unwrap_or_else(|error| panic!("{error}: {}", machine.stderr()));
    (machine, first)
}

fn raw(client: &mut Client, command: &str) -> Value {
    client.execute_raw(command, &json!({})).unwrap()
}

fn speaks(client: &mut Client) {
    assert!(raw(client, "query-version")["package"].is_string());
}

/// What the second monitor is connected to, in QEMU's words.
fn second(first: &mut Client) -> String {
    let devices = raw(first, "query-chardev");
    let mut devices = devices.as_array().unwrap().iter();
    let second = devices.find(|device| device["label"] == "second").unwrap();
    second["filename"].as_str().unwrap().to_owned()
}

fn connects(binary: &Binary, at: &At) {
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let (_machine, mut first) = with_second(binary, &backend, false);
    let mut address = at.address.clone();
    if let Address::Tcp { port, .. } = &mut address {
        // `disconnected:tcp:127.0.0.1:4444,server=on`
        let text = second(&mut first);
        let (text, _) = text.split_once(',').unwrap();
        *port = text.rsplit_once(':').unwrap().1.parse().unwrap();
    }
    let mut client = Client::connect(&address.to_string()).unwrap();
    speaks(&mut client);
    // It serves the next one when this one is gone.
    drop(client);
    speaks(&mut Client::connect(&address.to_string()).unwrap());
}

fn calls_back(binary: &Binary, at: &At) {
    let listener = Listener::bind(&at.address).unwrap();
    let mut options = at.options.clone();
    if let Address::Tcp { port, .. } = listener.local_address() {
        options = options.replace("port=0", &format!("port={port}"));
    }
    let backend = format!("socket,server=off,{options}");
    let (_machine, _first) = with_second(binary, &backend, false);
    let mut client = Client::over(listener.accept(LIMIT).unwrap()).unwrap();
    speaks(&mut client);
}

fn pretty(binary: &Binary) {
    let at = At::path();
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let (_machine, _first) = with_second(binary, &backend, true);
    let mut client = Client::connect(&at.address.to_string()).unwrap();
    speaks(&mut client);
    drop(client);
    let mut stream = Stream::connect(&at.address, LIMIT).unwrap();
    let greeting = message(&mut stream);
    assert!(greeting.contains("\n    \"QMP\": {\r\n") || greeting.contains("\n    \"QMP\": {\n"));
}

fn terminal(binary: &Binary) {
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
    speaks(&mut Client::over(FdStream::new(file).unwrap()).unwrap());
}

/// Killed if the test fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn child(binary: &Binary) {
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
    let stream = FdStream::of_child(&mut child.0).unwrap();
    assert!(!stream.carries_fds());
    let mut client = Client::over(stream).unwrap();
    speaks(&mut client);
    raw(&mut client, "quit");
    assert!(child.0.wait().unwrap().success());
    let ended = client.execute_raw::<Value>("query-version", &json!({}));
    assert!(!ended.unwrap_err().is_usable());
}

/// This program once more, as one that was given a connection.
pub(crate) fn heir(address: &str) -> ExitCode {
    speaks(&mut Client::connect(address).unwrap());
    ExitCode::SUCCESS
}

fn inherited(binary: &Binary) {
    for address in ["fd:0", "fd:0,1", "fd:N"] {
        let mut machine = Machine::builder(binary).start().unwrap();
        let ours = OwnedFd::from(machine.take_monitor().unwrap());
        let mut command = Command::new(std::env::current_exe().unwrap());
        let number = ours.as_raw_fd().to_string();
        command.env(HEIR, address.replace('N', &number));
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
fn message(stream: &mut Stream) -> String {
    stream.set_timeout(Some(LIMIT)).unwrap();
    let (mut text, mut byte) = (Vec::new(), [0]);
    while serde_json::from_slice::<Value>(&text).is_err() {
        stream.read_exact(&mut byte).unwrap();
        text.push(byte[0]);
    }
    String::from_utf8(text).unwrap()
}

fn descriptors(binary: &Binary) {
    let at = At::path();
    let backend = format!("socket,server=on,wait=off,{}", at.options);
    let (_machine, _first) = with_second(binary, &backend, false);
    let folder = TempDir::new().unwrap();
    let image = folder.path().join("image");
    std::fs::write(&image, [7; 4096]).unwrap();
    for wrapped in [false, true] {
        let mut stream = Stream::connect(&at.address, LIMIT).unwrap();
        if wrapped {
            let Stream::Unix(socket) = stream else {
                panic!()
            };
            stream = Stream::Fds(FdStream::new(socket).unwrap());
        }
        message(&mut stream);
        ask(&mut stream, &json!({"execute": "qmp_capabilities"}), None);
        match binary.kind() {
            Kind::System => pass(&mut stream, &image),
            _ => pass_in_vain(&mut stream, &image),
        }
    }
}

fn pass(stream: &mut Stream, image: &Path) {
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
fn pass_in_vain(stream: &mut Stream, image: &Path) {
    let file = File::open(image).unwrap();
    let get = json!({"execute": "getfd", "arguments": {"fdname": "named"}});
    let refused = ask(stream, &get, Some(&file));
    assert_eq!(refused["error"]["class"], "CommandNotFound", "{refused}");
    let version = ask(stream, &json!({"execute": "query-version"}), None);
    assert!(version["return"].is_object(), "{version}");
}

/// The reply to a command; events are passed over.
fn ask(stream: &mut Stream, command: &Value, fd: Option<&dyn AsFd>) -> Value {
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
