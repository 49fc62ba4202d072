//! What a case works with.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::Duration;

use qapi_client::{Client, Command, Error, QmpError};
use qapi_machine::{Lease, Qtest};
use serde::de::IgnoredAny;
use serde_json::json;
use tempfile::TempDir;

use crate::Stop;
use crate::exchange::Said;
use crate::judge::LIMIT;
use crate::peer::{Origin, crash};

/// A QEMU of a case's own: a [`Client`] of it, and a folder beside it.
///
/// The client knows the schema of the suite, so [`Client::supports`] tells what
/// this QEMU has, and a command that it would not take is not sent.
#[derive(Debug)]
pub struct Vm<'p> {
    held: Held<'p>,
    origin: Origin<'p>,
}

#[derive(Debug)]
enum Held<'p> {
    Leased(Box<Lease<'p, Client>>),
    Simulated(Box<Client>, TempDir),
}

impl<'p> Vm<'p> {
    pub(crate) fn leased(lease: Lease<'p, Client>, origin: Origin<'p>) -> Self {
        Self {
            held: Held::Leased(Box::new(lease)),
            origin,
        }
    }

    pub(crate) fn simulated(client: Client, folder: TempDir, origin: Origin<'p>) -> Self {
        Self {
            held: Held::Simulated(Box::new(client), folder),
            origin,
        }
    }

    /// A folder of this case's own, which goes with the machine.
    pub fn folder(&self) -> &Path {
        match &self.held {
            Held::Leased(lease) => lease.folder(),
            Held::Simulated(_, folder) => folder.path(),
        }
    }

    /// The path of a file in the folder, as a command takes it.
    pub fn path(&self, name: &str) -> String {
        self.folder().join(name).to_string_lossy().into_owned()
    }

    /// That this QEMU has all of these, each a command, an event or another
    /// coordinate of the schema.
    ///
    /// # Errors
    ///
    /// [`Stop::Skipped`] if one of them is missing.
    pub fn need(&self, coordinates: &[&str]) -> Result<(), Stop> {
        for coordinate in coordinates {
            if !self.supports(coordinate)? {
                return Err(Stop::skip(format!("this QEMU has no `{coordinate}`")));
            }
        }
        Ok(())
    }

    /// Does something with a second QEMU of these arguments, such as the
    /// destination of a migration. `@DIR@` in them is that one's own folder.
    ///
    /// # Errors
    ///
    /// What `part` gives, and [`Stop::Crashed`] if the second has died of a
    /// signal.
    pub fn beside(
        &mut self,
        args: &[&str],
        part: impl FnOnce(&mut Self, &mut Vm<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
        let origin = self.origin;
        origin.run(&args, |second| part(self, second))
    }

    /// The qtest socket of a QEMU that was started with
    /// `-qtest unix:@DIR@/qtest,server=on,wait=off`.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn qtest(&self) -> Result<Qtest, Stop> {
        Ok(Qtest::connect(&self.folder().join("qtest"))?)
    }

    /// Executes a command that QEMU must refuse, and gives its error.
    ///
    /// # Errors
    ///
    /// It was carried out, or there was no answer.
    pub fn refusal<C: Command>(&mut self, command: &C) -> Result<QmpError, Stop>
    where
        C::Reply: Send,
    {
        match self.execute(command) {
            Err(Error::Refused { error, .. }) => Ok(error),
            Err(error) => Err(error.into()),
            Ok(_) => Err(format!("`{}` was carried out, and must be refused", C::NAME).into()),
        }
    }

    /// What all machines of the case have said so far.
    pub(crate) fn said(&self) -> Result<Vec<Said>, Stop> {
        self.origin.said()
    }

    /// How the machine has ended, with its last output; none if it still runs
    /// after `limit`, or is simulated.
    ///
    /// # Errors
    ///
    /// The operating system does not tell.
    pub fn exit(&mut self, limit: Duration) -> Result<Option<qapi_machine::Exit>, Stop> {
        match &mut self.held {
            Held::Leased(lease) => Ok(lease.exit(limit)?),
            Held::Simulated(..) => Ok(None),
        }
    }

    /// What has come of a case, now that it is over: a machine that has died of
    /// a signal has crashed, whatever the case makes of it.
    pub(crate) fn conclude(mut self, outcome: Result<(), Stop>) -> Result<(), Stop> {
        if matches!(self.held, Held::Simulated(..)) {
            return outcome;
        }
        // What dies of its last command may take a moment, so it is asked something.
        if outcome.is_ok() {
            let _ = self.execute_raw::<IgnoredAny>("query-version", &json!({}));
        }
        // Only a connection that has ended is refused an event.
        let ended = self.try_event().is_err();
        let Held::Leased(lease) = &mut self.held else {
            return outcome;
        };
        match outcome {
            Err(Stop::Failed(text)) if ended => Err(crash(lease, LIMIT, Stop::Failed(text))),
            Ok(()) if ended => match lease.exit(LIMIT)? {
                Some(exit) if !exit.status.success() => Err(Stop::Crashed {
                    exit,
                    during: "the end of the case".to_owned(),
                }),
                _ => Ok(()),
            },
            outcome => outcome,
        }
    }
}

impl Deref for Vm<'_> {
    type Target = Client;

    fn deref(&self) -> &Client {
        match &self.held {
            Held::Leased(lease) => lease.connected(),
            Held::Simulated(client, _) => client,
        }
    }
}

impl DerefMut for Vm<'_> {
    fn deref_mut(&mut self) -> &mut Client {
        match &mut self.held {
            Held::Leased(lease) => lease.connection(),
            Held::Simulated(client, _) => client,
        }
    }
}
