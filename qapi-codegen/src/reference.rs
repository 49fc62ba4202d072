//! The references that come with this crate.
//!
//! A dump hides the names of types and the widths of integers. Unmasked schemas
//! of some QEMU versions, made from QEMU's own sources, tell them.

use qapi_schema::source::Program;
use qapi_schema::{LoadError, Schema};

use crate::merge::Source;
use crate::prose::program;

/// A label, the program, and the schema, the newest version first.
const BUNDLED: &[(&str, Program, &[u8])] = &[
    (
        "qemu-10.2",
        Program::System,
        include_bytes!("../../schemas/reference/qemu-10.2.json"),
    ),
    (
        "qemu-10.0",
        Program::System,
        include_bytes!("../../schemas/reference/qemu-10.0.json"),
    ),
    (
        "qemu-7.2",
        Program::System,
        include_bytes!("../../schemas/reference/qemu-7.2.json"),
    ),
    (
        "qemu-ga-10.2",
        Program::GuestAgent,
        include_bytes!("../../schemas/reference/qemu-ga-10.2.json"),
    ),
    (
        "qemu-ga-7.2",
        Program::GuestAgent,
        include_bytes!("../../schemas/reference/qemu-ga-7.2.json"),
    ),
];

/// The references for some schemas, the newest first: those of the programs
/// that the schemas are of.
///
/// # Errors
///
/// A reference is no schema, which the tests of this crate rule out.
pub fn bundled(schemas: &[Source]) -> Result<Vec<Source>, LoadError> {
    let programs: Vec<Program> = schemas
        .iter()
        .map(|source| program(&source.schema))
        .collect();
    let fitting = BUNDLED.iter().filter(|(_, of, _)| programs.contains(of));
    fitting
        .map(|(label, _, schema)| Ok(Source::new(*label, Schema::from_slice(schema)?)))
        .collect()
}
