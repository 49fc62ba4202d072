//! The `qapi` command.
fn main() {}
