//! Runs every target with the inputs in `corpus/`, and with mutations of them.
//!
//! The mutations are the same in every run. `QAPI_FUZZ_SEED` (a number) makes
//! others, and `QAPI_FUZZ_ROUNDS` more of them. An input that breaks a target is
//! written into its corpus, and fails the test from then on.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail, and says with which seeds it ran"
)]

mod corpus;
mod mutate;

use std::any::Any;
use std::env;
use std::panic;
use std::process::ExitCode;
use std::str::FromStr;

use corpus::Corpus;
use fastrand::Rng;
use libtest_mimic::{Arguments, Failed, Trial};
use mutate::Mutator;
use qapi_fuzz::{TARGETS, Target};

fn main() -> ExitCode {
    let mut trials = vec![Trial::test(
        "every folder of the corpus has a target",
        || {
            let targets: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
            let folders = corpus::folders()?;
            match folders == targets {
                true => Ok(()),
                false => Err(format!("{folders:?}, but {targets:?}").into()),
            }
        },
    )];
    for target in TARGETS {
        let name = target.name;
        let replayed = move || replay(target);
        trials.push(Trial::test(format!("{name}: corpus"), replayed));
        let mutated = move || mutate(target);
        trials.push(Trial::test(format!("{name}: mutations"), mutated));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn replay(target: &Target) -> Result<(), Failed> {
    for (name, input) in Corpus::read(target.name)?.inputs() {
        check(target, input).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

fn mutate(target: &Target) -> Result<(), Failed> {
    let corpus = Corpus::read(target.name)?;
    let mutator = Mutator::new(&corpus, target.instructions);
    let seed: u64 = variable("QAPI_FUZZ_SEED")?.unwrap_or(1);
    let rounds: u64 = variable("QAPI_FUZZ_ROUNDS")?.unwrap_or(target.rounds);
    let seeds = seed..seed.saturating_add(rounds);
    println!("{}: seeds {seeds:?}", target.name);
    for seed in seeds {
        let input = mutator.mutant(&mut Rng::with_seed(seed));
        if let Err(why) = check(target, &input) {
            let path = corpus.add(&input)?;
            let path = path.display();
            let shown = input.escape_ascii();
            return Err(format!("seed {seed}: {why}\ninput, kept as {path}: {shown}").into());
        }
    }
    Ok(())
}

fn check(target: &Target, input: &[u8]) -> Result<(), String> {
    panic::catch_unwind(|| (target.check)(input)).map_err(|panic| words(&*panic))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without words").to_owned()
}

fn variable<T: FromStr>(name: &str) -> Result<Option<T>, String> {
    let Some(text) = env::var_os(name) else {
        return Ok(None);
    };
    let value = text.to_str().and_then(|text| text.parse().ok());
    value
        .map(Some)
        .ok_or_else(|| format!("{name} is no number"))
}
