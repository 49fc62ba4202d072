//! `qapi test`: tests of QEMUs, and reports of them.

mod command;
mod qemu;
mod report;
mod run;

pub(crate) use run::{Args, run};
