//! Measures what the generated bindings cost to compile, beside `qapi-qmp`. See README.md.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, Result};
use clap::Parser;

use crate::cargo::{Cargo, Mode};
use crate::sides::{Figures, Side};

mod cargo;
mod ours;
mod programs;
mod report;
mod rustc;
mod sides;
mod surface;
mod syntax;
mod theirs;

/// Measures what the generated bindings cost to compile, beside `qapi-qmp`.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often everything is measured; the medians count.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How often each side is built from nothing.
    #[arg(long, default_value_t = 1)]
    cold: usize,
    /// Measures the bindings of all schemas together instead of those of 11.1.
    #[arg(long)]
    merged: bool,
    /// Prints JSON with every sample.
    #[arg(long)]
    json: bool,
}

const CLIENT: &str = "compile-time-client";

const OURS: Side = Side {
    title: "ours",
    bindings: "compile-time-bindings",
    programs: "programs-ours",
    generated: "qapi.rs",
    surface: ours::surface,
};

const THEIRS: Side = Side {
    title: "qapi-qmp",
    bindings: "qapi-qmp",
    programs: "programs-theirs",
    generated: "qmp.rs",
    surface: theirs::surface,
};

fn main() -> Result<ExitCode> {
    if let Some(log) = env::var_os(rustc::LOG) {
        return rustc::stand_in(Path::new(&log), env::args_os().skip(1));
    }
    measure(&Arguments::parse())
}

fn measure(arguments: &Arguments) -> Result<ExitCode> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?;
    let below = env::current_exe()?;
    let target = below
        .ancestors()
        .nth(2)
        .context("the executable lies in a target directory")?;
    let programs: PathBuf = target.join("compile-time/programs");
    fs::create_dir_all(&programs)?;
    let mut variables = vec![("COMPILE_TIME_PROGRAMS", programs.clone())];
    if arguments.merged {
        let schemas = schemas(&workspace.join("../schemas"))?;
        progress(&format!("the bindings of {} schemas", schemas.len()));
        variables.push(("COMPILE_TIME_SCHEMAS", env::join_paths(schemas)?.into()));
    }
    let cargo = Cargo::new(&workspace, target.join("compile-time/measured"), variables);
    cargo.fetch()?;

    for side in [&OURS, &THEIRS] {
        progress(&side.prepare(&cargo, &programs)?);
    }
    cargo.build(CLIENT, Mode::Check, &[])?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..arguments.rounds {
        progress(&format!("round {} of {}", round + 1, arguments.rounds));
        let mut turn = [(&OURS, &mut ours), (&THEIRS, &mut theirs)];
        if round % 2 == 1 {
            turn.reverse();
        }
        for (side, figures) in turn {
            figures.push(side.round(&cargo)?);
        }
        ours.push(client(&cargo)?);
    }
    for _ in 0..arguments.cold {
        for (side, figures) in [(&OURS, &mut ours), (&THEIRS, &mut theirs)] {
            progress(&format!("{} from nothing", side.title));
            figures.push(side.cold(&cargo)?);
        }
    }
    let rows = report::rows(&ours, &theirs);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print!("{}", report::table(&rows));
    }
    Ok(ExitCode::SUCCESS)
}

fn schemas(folder: &Path) -> Result<Vec<PathBuf>> {
    let files = folder.canonicalize()?.read_dir()?;
    let mut schemas = files
        .map(|file| Ok(file?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    schemas.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    schemas.sort();
    Ok(schemas)
}

/// What checking a client of a few commands takes beyond its dependencies.
fn client(cargo: &Cargo) -> Result<Figures> {
    cargo.clean(CLIENT, Mode::Check)?;
    let build = cargo.build(CLIENT, Mode::Check, &[])?;
    let mut figures = Figures::from([("client.cargo.wall".to_owned(), build.wall)]);
    sides::record(
        &mut figures,
        "client",
        build.only(&CLIENT.replace('-', "_"), "")?,
    );
    Ok(figures)
}

fn progress(line: &str) {
    eprintln!("{line}");
}
