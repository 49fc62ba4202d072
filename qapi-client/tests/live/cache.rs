//! Schemas that are kept on disk.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use qapi_client::Validation;
use qapi_machine::{Binary, Machine};
use tempfile::TempDir;

use crate::Case;
use crate::qemu::{Client, KINDS, Kind, Qemu};

pub(crate) const CASES: &[Case] = &[
    ("a_schema_is_kept_for_the_same_server", |binary| {
        KINDS
            .into_iter()
            .for_each(|kind| a_schema_is_kept_for_the_same_server(binary, kind));
    }),
    ("a_socket_pair_is_never_kept", a_socket_pair_is_never_kept),
];

fn kept(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Puts another schema in place of the one that is kept, to see whether it is
/// taken.
fn tamper(file: &Path, dump: &str) {
    let text = fs::read_to_string(file).unwrap();
    let (identity, _) = text.split_once('\n').unwrap();
    fs::write(file, format!("{identity}\n{dump}")).unwrap();
}

const NOTHING: &str = "[]";

fn a_schema_is_kept_for_the_same_server(binary: &Binary, kind: Kind) {
    let program = TempDir::new().unwrap();
    let copy = program.path().join("qemu-copy");
    // A script that starts the real one would look elsewhere for it.
    let is_program = fs::read(binary.path()).unwrap().starts_with(b"\x7fELF");
    if is_program {
        // By another process: what has it open for writing here may be inherited by
        // another test's QEMU for a moment, and then it cannot be executed.
        let cp = Command::new("cp").arg(binary.path()).arg(&copy).status();
        assert!(cp.unwrap().success());
    }
    let binary = match is_program {
        true => &Binary::new(&copy).unwrap(),
        false => binary,
    };
    let cache = TempDir::new().unwrap();
    let cache = cache.path().join("schemas");
    let asks = |qemu: &Qemu| {
        let client = Client::connect(kind, &qemu.path(), Some(&cache));
        client.supports("query-version")
    };
    let qemu = Qemu::start(binary);
    assert!(asks(&qemu));
    let [file] = &kept(&cache)[..] else {
        panic!("{:?}", kept(&cache));
    };
    let whole = fs::read_to_string(file).unwrap();
    // The server is not asked again.
    tamper(file, NOTHING);
    assert!(!asks(&qemu));
    // What cannot be read is asked for anew, and kept.
    for broken in ["", "{", "[{\"name\": 5}]"] {
        tamper(file, broken);
        assert!(asks(&qemu), "{broken}");
        assert_eq!(fs::read_to_string(file).unwrap(), whole);
    }
    fs::write(file, b"\xff").unwrap();
    assert!(asks(&qemu));
    fs::write(file, format!("of another\n{NOTHING}")).unwrap();
    assert!(asks(&qemu));
    // Other arguments are another server.
    tamper(file, NOTHING);
    let Qemu { machine, folder } = qemu;
    drop(machine);
    let qemu = Qemu::start_in(folder, binary, &["--object", "secret,id=other,data=x"]);
    assert!(asks(&qemu));
    assert_eq!(kept(&cache).len(), 2);
    // The same ones are the same, though the process is not.
    let Qemu { machine, folder } = qemu;
    drop(machine);
    let qemu = Qemu::start_in(folder, binary, &[]);
    assert!(!asks(&qemu));
    if !is_program {
        return;
    }
    // So is another executable.
    let Qemu { machine, folder } = qemu;
    drop(machine);
    let changed = File::open(&copy).unwrap();
    changed.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let qemu = Qemu::start_in(folder, binary, &[]);
    assert!(asks(&qemu));
}

fn a_socket_pair_is_never_kept(binary: &Binary) {
    let cache = TempDir::new().unwrap();
    let mut machine = Machine::builder(binary).start().unwrap();
    let builder = qapi_client::Client::builder().schema_cache(cache.path());
    let client = builder.over(machine.take_monitor().unwrap()).unwrap();
    assert!(client.schema().is_some());
    assert!(kept(cache.path()).is_empty());
    drop((client, machine));

    let mut machine = Machine::builder(binary).start().unwrap();
    let monitor = machine.take_monitor().unwrap();
    monitor.set_nonblocking(true).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let client = runtime.block_on(async {
        let monitor = tokio::net::UnixStream::from_std(monitor).unwrap();
        let builder = qapi_client::tokio::Client::builder().schema_cache(cache.path());
        builder.over_unix(monitor).await.unwrap()
    });
    assert!(client.schema().is_some());
    assert!(kept(cache.path()).is_empty());

    // Nor is what is not asked for.
    let qemu = Qemu::start(binary);
    let builder = qapi_client::Client::builder().validation(Validation::Off);
    let path = qemu.path();
    let address = path.to_str().unwrap();
    builder.schema_cache(cache.path()).connect(address).unwrap();
    assert!(kept(cache.path()).is_empty());
}
