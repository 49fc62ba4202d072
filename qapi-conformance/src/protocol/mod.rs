//! The protocol itself, as a table: what a server is sent, and what it says.
//!
//! A [`Row`] is shown on a connection of its own in each of its
//! [phases](Phase): before negotiation, after it, and with out-of-band
//! execution. [`Suite::protocol`](crate::Suite::protocol) shows it over each way
//! of connecting: with a real QEMU or storage daemon over a unix socket and over
//! its stdin and stdout, with a simulator over a unix socket and in memory.
//! [`check`] shows it with any server.
//!
//! To add a row, write it into `rows.rs`:
//!
//! ```text
//! /// The name of a command is a string.
//! command_not_a_string: ANY => [ask(br#"{"execute": 1}"#, &[NO_NAME])];
//! ```

mod hold;
mod machines;
mod row;
mod rows;
mod run;
mod simulated;
mod wire;

use qapi_schema::suggest::did_you_mean;

use crate::Stop;

pub use hold::can_hold;
pub(crate) use machines::Machines;
pub use row::{
    PLACES, Phase, Reply, Row, Sent, Step, What, When, ask, ask_long, event, generic, not_found,
    ok, returns, send, syntax,
};
pub use rows::ROWS;
pub use run::{Server, check};
pub(crate) use simulated::show as show_simulated;
pub use wire::Stream;

#[cfg(test)]
mod tests;

/// The row of a name.
///
/// # Errors
///
/// There is none.
pub fn row(name: &str) -> Result<&'static Row, Stop> {
    let row = ROWS.iter().find(|row| row.name == name);
    row.ok_or_else(|| {
        let names = ROWS.iter().map(|row| row.name);
        let hint = did_you_mean(name, names);
        format!("the protocol's table has no row `{name}`{hint}").into()
    })
}
