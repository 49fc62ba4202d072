//! What a test does where a real QEMU is missing.

use std::env;
use std::fmt;

use crate::Error;

/// Without a QEMU, a test is skipped: the reason to give for that.
///
/// # Errors
///
/// As for [`skip`].
pub fn without_qemu() -> Result<String, Error> {
    skip("there is neither $QAPI_QEMU nor a qemu-system-* or qemu-storage-daemon on $PATH")
}

/// Without a guest agent, a test is skipped: the reason to give for that.
///
/// # Errors
///
/// As for [`skip`].
pub fn without_agent() -> Result<String, Error> {
    skip("there is neither $QAPI_QEMU_GA nor a qemu-ga on $PATH")
}

/// A test is skipped for this reason, which is given back.
///
/// # Errors
///
/// [`Error::Required`] where `$QAPI_LIVE` is `require`: there, nothing that a
/// test needs may be missing.
pub fn skip(reason: impl fmt::Display) -> Result<String, Error> {
    let reason = reason.to_string();
    match env::var_os("QAPI_LIVE").is_some_and(|live| live == "require") {
        true => Err(Error::Required { reason }),
        false => Ok(reason),
    }
}
