//! `qemu.qmp` 0.0.6, in a process of its own that measures itself.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::server::Server;
use crate::rounds::Cost;

const REQUIREMENT: &str = "qemu.qmp==0.0.6";
const PROGRAM: &str = include_str!("qemu_qmp.py");

/// A Python that has the client.
pub(super) struct Venv {
    python: PathBuf,
}

impl Venv {
    /// Makes one below the target directory, unless it is there.
    pub(super) fn new() -> Result<Self> {
        let program = std::env::current_exe()?;
        let folder = program.parent().context("it lies in a folder")?;
        let folder = folder.join("clients-venv");
        let venv = Self {
            python: folder.join("bin/python"),
        };
        if venv.run(&["-c", "import qemu.qmp"]).is_err() {
            eprintln!("installing {REQUIREMENT}");
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            venv.run(&["-m", "pip", "install", "--quiet", REQUIREMENT])?;
        }
        Ok(venv)
    }

    fn run(&self, arguments: &[&str]) -> Result<()> {
        run(Command::new(&self.python).args(arguments))
    }

    /// Starts a client of a server.
    pub(super) fn connect(&self, server: &Server) -> Result<Client> {
        Client::start(&self.python, server.path())
    }
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}", said.lines().last().unwrap_or("it failed silently"));
    }
    Ok(())
}

/// A running client.
pub(super) struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Client {
    fn start(python: &Path, path: &Path) -> Result<Self> {
        let mut child = Command::new(python)
            .args(["-c", PROGRAM])
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().context("it has a pipe")?;
        let output = child.stdout.take().context("it has a pipe")?;
        let mut client = Self {
            child,
            input,
            output: BufReader::new(output),
        };
        client.line()?;
        Ok(client)
    }

    /// Some round trips, which `tasks` tasks share among them.
    pub(super) fn run(&mut self, tasks: usize, trips: usize) -> Result<Cost> {
        writeln!(self.input, "{tasks} {trips}")?;
        let line = self.line()?;
        let (wall, cpu) = line.trim().split_once(' ').context("two numbers")?;
        Ok(Cost {
            wall: Duration::from_secs_f64(wall.parse()?),
            cpu: Duration::from_secs_f64(cpu.parse()?),
        })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("python has ended");
        }
        Ok(line)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Nothing can be told from here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
