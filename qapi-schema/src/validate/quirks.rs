//! Where QEMU does not keep to its own schema.

/// A place where QEMU takes what its schema does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quirk {
    /// The command.
    pub command: &'static str,
    /// What is different about it.
    pub what: Deviation,
    /// Why.
    pub reason: &'static str,
}

/// How a command deviates from its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deviation {
    /// The arguments may have any member besides those listed, and an
    /// optional member that is listed may be of any type. What is required is
    /// still required.
    OpenArguments,
}

/// Every known quirk. A validator honours these and no others.
pub const QUIRKS: &[Quirk] = &[Quirk {
    command: "device_add",
    what: Deviation::OpenArguments,
    reason: "the arguments are the properties of whichever device is named; \
             the command reads them itself (`gen: false` in qapi/qdev.json)",
}];

/// Whether the arguments of a command are open.
pub(super) fn open_arguments(command: &str) -> bool {
    let mut quirks = QUIRKS.iter();
    quirks.any(|quirk| quirk.what == Deviation::OpenArguments && quirk.command == command)
}
