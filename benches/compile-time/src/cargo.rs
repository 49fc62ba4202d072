//! Cargo as the benchmark drives it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::rustc::{Compilation, LOG};

/// How far, and with which profile, a package is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// `cargo check`, dev profile.
    Check,
    /// `cargo build`, dev profile.
    Debug,
    /// `cargo build --release`.
    Release,
}

impl Mode {
    fn verb(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Debug | Self::Release => "build",
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Self::Check | Self::Debug => "--profile=dev",
            Self::Release => "--profile=release",
        }
    }
}

/// What one call of Cargo built.
#[derive(Debug)]
pub(crate) struct Build {
    /// Elapsed seconds of the whole call.
    pub(crate) wall: f64,
    /// Each crate that was compiled.
    pub(crate) compilations: Vec<Compilation>,
    messages: Vec<Message>,
}

impl Build {
    /// The compilation of a crate.
    ///
    /// # Errors
    /// When a crate other than it and `idle` was compiled too, which would have taken part of the time.
    pub(crate) fn only(&self, crate_name: &str, idle: &str) -> Result<&Compilation> {
        let mut crates = self.compilations.iter().filter(|compilation| {
            compilation.name != "build_script_build" && compilation.name != idle
        });
        match (crates.next(), crates.next()) {
            (Some(one), None) if one.name == crate_name => Ok(one),
            _ => {
                let names: Vec<&str> = self
                    .compilations
                    .iter()
                    .map(|compilation| compilation.name.as_str())
                    .collect();
                bail!("expected to compile `{crate_name}` alone, compiled {names:?}")
            }
        }
    }

    /// The files that a target left.
    pub(crate) fn files(&self, target: &str) -> impl Iterator<Item = &Path> {
        self.messages
            .iter()
            .filter(move |message| message.is_target(target))
            .flat_map(|message| {
                message
                    .filenames
                    .iter()
                    .map(PathBuf::as_path)
                    .chain(message.executable.as_deref())
            })
    }

    /// The directory that a package's build script wrote to.
    pub(crate) fn out_dir(&self, package: &str) -> Result<&Path> {
        let named =
            |id: &str| id.contains(&format!("/{package}#")) || id.contains(&format!("#{package}@"));
        self.messages
            .iter()
            .filter(|message| named(&message.package_id))
            .find_map(|message| message.out_dir.as_deref())
            .with_context(|| format!("`{package}` ran no build script"))
    }
}

/// The parts of Cargo's JSON messages that matter here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    package_id: String,
    target: Target,
    filenames: Vec<PathBuf>,
    executable: Option<PathBuf>,
    out_dir: Option<PathBuf>,
}

impl Message {
    fn is_target(&self, name: &str) -> bool {
        self.target.name == name && !self.target.kind.iter().any(|kind| kind == "custom-build")
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Cargo in one workspace, with one target directory and one environment.
#[derive(Debug)]
pub(crate) struct Cargo {
    workspace: PathBuf,
    target: PathBuf,
    variables: Vec<(&'static str, PathBuf)>,
}

impl Cargo {
    /// Cargo for a workspace, building below `target`, with further environment variables.
    pub(crate) fn new(
        workspace: &Path,
        target: PathBuf,
        variables: Vec<(&'static str, PathBuf)>,
    ) -> Self {
        Self {
            workspace: workspace.to_path_buf(),
            target,
            variables,
        }
    }

    /// The directory that everything is built below.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The same workspace and environment with another target directory.
    pub(crate) fn building_in(&self, target: PathBuf) -> Self {
        Self::new(&self.workspace, target, self.variables.clone())
    }

    /// Downloads what a build needs.
    ///
    /// # Errors
    /// When Cargo fails.
    pub(crate) fn fetch(&self) -> Result<()> {
        self.run(&mut self.command("fetch")?).map(drop)
    }

    /// Forgets what a package was built to, its build script included.
    ///
    /// # Errors
    /// When Cargo fails.
    pub(crate) fn clean(&self, package: &str, mode: Mode) -> Result<()> {
        self.run(
            self.command("clean")?
                .args(["--quiet", mode.profile(), "--package", package]),
        )
        .map(drop)
    }

    /// Builds a package, whatever of it and its dependencies isn't there yet.
    ///
    /// # Errors
    /// When Cargo fails.
    pub(crate) fn build(&self, package: &str, mode: Mode, rest: &[&str]) -> Result<Build> {
        fs::create_dir_all(&self.target)?;
        fs::write(self.log(), "")?;

        let start = Instant::now();
        let output = self.run(
            self.command(mode.verb())?
                .args(["--quiet", "--message-format=json-render-diagnostics"])
                .args([mode.profile(), "--package", package])
                .args(rest),
        )?;
        let wall = start.elapsed().as_secs_f64();
        Ok(Build {
            wall,
            compilations: json_lines(&fs::read_to_string(self.log())?)?,
            messages: json_lines(&output)?,
        })
    }

    fn log(&self) -> PathBuf {
        self.target.join("compilations.jsonl")
    }

    fn command(&self, verb: &str) -> Result<Command> {
        let mut command = Command::new(
            env::var_os("CARGO")
                .as_deref()
                .unwrap_or(OsStr::new("cargo")),
        );
        fs::create_dir_all(&self.target)?;
        command.arg(verb).current_dir(&self.workspace);
        // What the caller's shell says about building is not to be measured.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if [
                "RUSTFLAGS",
                "CARGO_ENCODED_RUSTFLAGS",
                "RUSTC_WORKSPACE_WRAPPER",
            ]
            .contains(&&*name)
                || ["CARGO_BUILD_", "CARGO_PROFILE_"]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
            {
                command.env_remove(&*name);
            }
        }
        command
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTC_WRAPPER", env::current_exe()?)
            .env(LOG, self.log())
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        Ok(command)
    }

    fn run(&self, command: &mut Command) -> Result<String> {
        let output = command
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .output()
            .context("starting cargo")?;
        if !output.status.success() {
            bail!(
                "{command:?} failed:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

fn json_lines<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>> {
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("reading `{line}`")))
        .collect()
}
