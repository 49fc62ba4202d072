//! The two crates of bindings that are compared, and what a round measures of each.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{Build, Cargo, Mode};
use crate::programs;
use crate::rustc::Compilation;
use crate::surface::Surface;

/// One crate of bindings.
#[derive(Debug)]
pub(crate) struct Side {
    /// As it is called in the report.
    pub(crate) title: &'static str,
    /// The package of bindings: what is cleaned and measured.
    pub(crate) bindings: &'static str,
    /// The package of the programs over them. Its library is empty: building that builds the bindings with the very
    /// features of dependencies that the programs get.
    pub(crate) programs: &'static str,
    /// The file that the bindings' build script writes.
    pub(crate) generated: &'static str,
    /// Reads that file.
    pub(crate) surface: fn(&str) -> Result<Surface>,
}

/// Figures of one round by name.
pub(crate) type Figures = BTreeMap<String, f64>;

impl Side {
    fn program(&self, kind: &str) -> String {
        format!("{}-{kind}", self.programs)
    }

    /// Builds the bindings, writes the programs over them into `directory`, and builds everything once, so that the
    /// rounds find all dependencies built. Says what the bindings offer.
    pub(crate) fn prepare(&self, cargo: &Cargo, directory: &Path) -> Result<String> {
        let build = cargo.build(self.programs, Mode::Check, &["--lib"])?;
        let source = build.out_dir(self.bindings)?.join(self.generated);
        let source =
            fs::read_to_string(&source).with_context(|| format!("reading {}", source.display()))?;
        let surface = (self.surface)(&source)?;
        for (kind, text) in [
            ("wire", programs::wire(&surface)),
            ("all", programs::all(&surface)),
        ] {
            fs::write(directory.join(format!("{}.rs", self.program(kind))), text)?;
        }
        cargo.build(self.programs, Mode::Debug, &["--bin", &self.program("all")])?;
        let build = cargo.build(
            self.programs,
            Mode::Release,
            &["--bin", &self.program("wire")],
        )?;
        self.try_program(&build)?;
        Ok(format!("{}: {}", self.title, surface.summary()))
    }

    /// A program that decodes nothing would compile fast: one reply shows that it is whole.
    fn try_program(&self, build: &Build) -> Result<()> {
        let program = self.program("wire");
        let executable = build
            .files(&program)
            .last()
            .with_context(|| format!("no executable `{program}`"))?;
        let mut child = Command::new(executable)
            .arg("query-status")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", executable.display()))?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(br#"{"status": "running", "running": true}"#)?;
        }
        let output = String::from_utf8(child.wait_with_output()?.stdout)?;
        ensure!(
            output.contains("decoded: true"),
            "`{program}` does not decode a reply: {output}"
        );
        Ok(())
    }

    /// Compiles the bindings alone in each mode, and the programs over them.
    pub(crate) fn round(&self, cargo: &Cargo) -> Result<Figures> {
        let mut figures = Figures::new();
        for (mode, name, program) in [
            (Mode::Check, "check", None),
            (Mode::Debug, "debug", Some("all")),
            (Mode::Release, "release", Some("wire")),
        ] {
            cargo.clean(self.bindings, mode)?;
            let build = cargo.build(self.programs, mode, &["--lib"])?;
            let crate_name = self.bindings.replace('-', "_");
            let bindings = build.only(&crate_name, &self.programs.replace('-', "_"))?;
            record(&mut figures, name, bindings);
            figures.insert(format!("{name}.cargo.wall"), build.wall);
            if let Some(rlib) = build
                .files(&crate_name)
                .find(|file| file.extension().is_some_and(|rlib| rlib == "rlib"))
            {
                figures.insert(
                    format!("{name}.rlib"),
                    fs::metadata(rlib)?.len() as f64 / 1e6,
                );
            }

            let Some(kind) = program else { continue };
            let program = self.program(kind);
            cargo.clean(self.programs, mode)?;
            let build = cargo.build(self.programs, mode, &["--bin", &program])?;
            let over = build.only(&program.replace('-', "_"), &self.programs.replace('-', "_"))?;
            record(&mut figures, kind, over);
            record(
                &mut figures,
                &format!("{kind}+bindings"),
                &both(over, bindings),
            );
        }
        Ok(figures)
    }

    /// Builds the bindings with all their dependencies from nothing, dev profile.
    pub(crate) fn cold(&self, cargo: &Cargo) -> Result<Figures> {
        let target = cargo
            .target()
            .with_file_name(format!("cold-{}", self.bindings));
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        let build =
            cargo
                .building_in(target.clone())
                .build(self.programs, Mode::Debug, &["--lib"])?;
        fs::remove_dir_all(&target)?;
        let cpu = build
            .compilations
            .iter()
            .map(|compilation| compilation.cpu)
            .sum();
        let crates = build
            .compilations
            .iter()
            .filter(|compilation| compilation.name != "build_script_build")
            .count();
        Ok(Figures::from([
            ("cold.wall".to_owned(), build.wall),
            ("cold.cpu".to_owned(), cpu),
            ("cold.crates".to_owned(), crates as f64),
        ]))
    }
}

fn both(one: &Compilation, other: &Compilation) -> Compilation {
    Compilation {
        name: String::new(),
        wall: one.wall + other.wall,
        cpu: one.cpu + other.cpu,
        peak: one.peak.max(other.peak),
    }
}

/// Records a compilation as `NAME.wall`, `NAME.cpu` and `NAME.peak`.
pub(crate) fn record(figures: &mut Figures, name: &str, compilation: &Compilation) {
    figures.insert(format!("{name}.wall"), compilation.wall);
    figures.insert(format!("{name}.cpu"), compilation.cpu);
    figures.insert(format!("{name}.peak"), compilation.peak);
}
