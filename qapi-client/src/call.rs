//! One call with settings of its own.

use std::fmt;
#[cfg(unix)]
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::deadline::Deadline;
use crate::error::Error;
use crate::protocol::Request;
use crate::validation::Validity;

/// One call with settings of its own; from [`Client::within`](crate::Client::within),
/// [`Client::unvalidated`](crate::Client::unvalidated) and the like of the other
/// clients.
#[must_use = "nothing happens before it is told what to do"]
pub struct Call<C> {
    pub(crate) connection: C,
    pub(crate) deadline: Option<Duration>,
    pub(crate) validated: bool,
    #[cfg(unix)]
    pub(crate) fd: Option<OwnedFd>,
}

impl<C> Call<C> {
    pub(crate) fn new(connection: C, deadline: Option<Duration>) -> Self {
        Self {
            connection,
            deadline,
            validated: true,
            #[cfg(unix)]
            fd: None,
        }
    }

    /// How long to wait; none is for ever.
    pub fn within(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
        self
    }

    /// Sends it as it is, whatever the schema says of it.
    pub fn unvalidated(mut self) -> Self {
        self.validated = false;
        self
    }
}

/// A client of QMP, whose calls have all settings.
pub(crate) trait Calls {
    /// What commands are checked against.
    fn validity(&self) -> Option<&Validity>;
    /// Whether open files can be sent along.
    fn carries_fds(&self) -> bool;
    /// Whether the server agreed on out-of-band execution.
    fn has_oob(&self) -> bool;
    /// The deadline that is so far from now.
    fn deadline(&self, span: Option<Duration>) -> Deadline {
        Deadline::after(span)
    }
}

#[expect(private_bounds, reason = "nobody else has such a connection")]
impl<C: Calls> Call<C> {
    /// Sends an open file along, for commands that take one from the connection:
    /// `getfd`, `add-fd` and the like. The command gets a duplicate.
    ///
    /// It is sent when no earlier command is under way that could take it
    /// instead. One that fails without looking for it, or takes none, leaves it
    /// with the server: for the next command that asks for one and brings none,
    /// or until the next one comes along.
    ///
    /// A server that was given the other end of a socket as its stdin (`-qmp
    /// stdio`) loses it without a word, and says that there is none. From here
    /// that cannot be seen; `-chardev socket,fd=0` takes it.
    ///
    /// # Errors
    ///
    /// [`Error::Fd`] if the file cannot be duplicated.
    ///
    /// ```no_run
    /// # use qapi_client::{Client, Error};
    /// # fn example(mut qemu: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use qapi_types::qmp::commands::AddFd;
    ///
    /// let image = std::fs::File::open("/srv/disk.img")?;
    /// let set = qemu.with_fd(&image)?.execute(&AddFd::new())?;
    /// println!("/dev/fdset/{}", set.fdset_id);
    /// # Ok(()) }
    /// ```
    #[cfg(unix)]
    pub fn with_fd(mut self, file: impl AsFd) -> Result<Self, Error> {
        let fd = file.as_fd().try_clone_to_owned().map_err(Error::Fd)?;
        self.fd = Some(fd);
        Ok(self)
    }

    /// The call as it will be sent, checked; with what sends it and until when
    /// to wait.
    pub(crate) fn prepare<A: Serialize + ?Sized>(
        self,
        command: &str,
        arguments: &A,
        oob: bool,
    ) -> Result<(C, Request, Deadline), Error> {
        let request = match oob {
            false => Request::new(command, arguments),
            true => Request::out_of_band(command, arguments),
        };
        let request = request.map_err(Error::encode(command))?;
        if oob && !self.connection.has_oob() {
            return Err(Error::NoOob {
                command: command.to_owned(),
            });
        }
        if self.validated
            && let Some(validity) = self.connection.validity()
        {
            validity.check(&request)?;
        }
        #[cfg(unix)]
        let request = match self.fd {
            None => request,
            Some(_) if !self.connection.carries_fds() => {
                return Err(Error::NoFds {
                    command: command.to_owned(),
                });
            }
            Some(fd) => request.with_fd(fd),
        };
        let deadline = self.connection.deadline(self.deadline);
        Ok((self.connection, request, deadline))
    }
}

impl<C> fmt::Debug for Call<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("deadline", &self.deadline)
            .field("validated", &self.validated)
            .finish_non_exhaustive()
    }
}

/// Decodes a reply; a fault is told with the command and the place.
pub(crate) fn decode_reply<R: DeserializeOwned + Send>(
    command: &str,
    reply: &[u8],
    depth: usize,
) -> Result<R, Error> {
    use qapi_schema::{Coordinate, Part};

    crate::decode::decode(reply, depth).map_err(|fault| {
        let at = fault.at(Coordinate::part_of(command, Part::Returns));
        Error::Decode {
            command: command.to_owned(),
            source: fault.tellable(&at),
            at,
        }
    })
}
