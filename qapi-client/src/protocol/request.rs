//! A command as bytes.

use std::fmt;
use std::ops::Range;
#[cfg(unix)]
use std::os::fd::OwnedFd;

use serde::Serialize;

use super::id::Ids;

/// A command that was encoded to be sent, but for its id.
///
/// ```
/// use qapi_client::protocol::Request;
/// use serde_json::json;
///
/// let request = Request::new("device_del", &json!({"id": "disk0"}))?;
/// assert_eq!(request.name(), "device_del");
/// assert_eq!(request.arguments(), br#"{"id":"disk0"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct Request {
    name: Box<str>,
    /// The message, without the id and what follows it.
    bytes: Vec<u8>,
    arguments: Range<usize>,
    pub(super) oob: bool,
    #[cfg(unix)]
    pub(super) fd: Option<OwnedFd>,
}

impl Request {
    /// Encodes a command to be run in its turn. The arguments must encode to a
    /// JSON object, or to null (`()` does) for none; whether they do is the
    /// validator's business.
    ///
    /// # Errors
    ///
    /// Whatever the arguments' `Serialize` says.
    pub fn new<A: Serialize + ?Sized>(
        name: &str,
        arguments: &A,
    ) -> Result<Self, serde_json::Error> {
        Self::encode("execute", name, arguments)
    }

    /// Encodes a command to be run out of band (`exec-oob`): it overtakes the
    /// others, if the server agreed on `oob` and its schema allows it for that
    /// command.
    ///
    /// # Errors
    ///
    /// Whatever the arguments' `Serialize` says.
    pub fn out_of_band<A: Serialize + ?Sized>(
        name: &str,
        arguments: &A,
    ) -> Result<Self, serde_json::Error> {
        let request = Self::encode("exec-oob", name, arguments)?;
        Ok(Self {
            oob: true,
            ..request
        })
    }

    fn encode<A: Serialize + ?Sized>(
        member: &str,
        name: &str,
        arguments: &A,
    ) -> Result<Self, serde_json::Error> {
        const ARGUMENTS: &[u8] = br#","arguments":"#;
        let mut out = Vec::with_capacity(128);
        out.extend_from_slice(b"{\"");
        out.extend_from_slice(member.as_bytes());
        out.extend_from_slice(b"\":");
        serde_json::to_writer(&mut out, name)?;
        let before = out.len();
        out.extend_from_slice(ARGUMENTS);
        let from = out.len();
        serde_json::to_writer(&mut out, arguments)?;
        let mut range = from..out.len();
        // QEMU reads its input a byte at a time; absent means empty to it, and it
        // refuses null, which is what `()` is.
        if matches!(out.get(range.clone()), Some(b"{}" | b"null")) {
            out.truncate(before);
            range = before..before;
        }
        Ok(Self {
            name: name.into(),
            bytes: out,
            arguments: range,
            oob: false,
            #[cfg(unix)]
            fd: None,
        })
    }

    /// Sends an open file along, for `getfd`, `add-fd` and the like. It goes with
    /// the first byte of the command (`SCM_RIGHTS`, `unix(7)`) and is closed
    /// here when that is sent.
    #[cfg(unix)]
    #[must_use]
    pub fn with_fd(mut self, fd: OwnedFd) -> Self {
        self.fd = Some(fd);
        self
    }

    /// Whether an open file goes along.
    pub fn has_fd(&self) -> bool {
        #[cfg(unix)]
        return self.fd.is_some();
        #[cfg(not(unix))]
        return false;
    }

    /// The command's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is to be run out of band.
    pub fn is_out_of_band(&self) -> bool {
        self.oob
    }

    /// The arguments, byte for byte as they will be sent; `{}` for none.
    pub fn arguments(&self) -> &[u8] {
        match self.bytes.get(self.arguments.clone()) {
            Some([]) | None => b"{}",
            Some(arguments) => arguments,
        }
    }

    /// The whole message as it would be without an id.
    pub(crate) fn message(&self) -> Vec<u8> {
        [&self.bytes[..], b"}"].concat()
    }

    /// Writes the whole message to the end of `out`.
    pub(super) fn write(&self, ids: &Ids, number: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes);
        ids.write(number, out);
        out.extend_from_slice(b"}\n");
    }
}

impl fmt::Debug for Request {
    /// Without the arguments: there may be secrets in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("name", &self.name)
            .field("oob", &self.oob)
            .field("fd", &self.has_fd())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written(request: &Request) -> Value {
        let mut out = Vec::new();
        request.write(&Ids::new(), 1, &mut out);
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1);
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_command_is_one_line_and_its_arguments_can_be_looked_at() {
        let request = Request::new("eject", &json!({"id": "cd\n0", "force": true})).unwrap();
        let message = written(&request);
        assert_eq!(message["execute"], "eject");
        assert_eq!(message["arguments"]["id"], "cd\n0");
        let arguments: Value = serde_json::from_slice(request.arguments()).unwrap();
        assert_eq!(arguments, message["arguments"]);
    }

    #[test]
    fn empty_arguments_are_not_sent() {
        for request in [Request::new("stop", &json!({})), Request::new("stop", &())] {
            let request = request.unwrap();
            assert_eq!(request.arguments(), b"{}");
            let message = written(&request);
            assert_eq!(message.get("arguments"), None);
            assert_eq!(request.message(), br#"{"execute":"stop"}"#);
        }
    }

    #[test]
    fn out_of_band_is_another_member() {
        let message = written(&Request::out_of_band("yank", &json!({"instances": []})).unwrap());
        assert_eq!(message["exec-oob"], "yank");
        assert_eq!(message.get("execute"), None);
    }

    #[test]
    fn what_cannot_be_encoded_is_an_error() {
        struct Broken;
        impl Serialize for Broken {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("broken"))
            }
        }
        Request::new("stop", &[Broken]).unwrap_err();
    }
}
