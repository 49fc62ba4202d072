//! Migrations.

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::{Progress, Wait, unsuccessful, view};
use crate::error::Error;
use crate::events::{EventFilter, RawEvent};
use crate::protocol::Request;
use crate::shell::{NoArguments, encode};

/// A migration to finish; from [`migration_finished`].
#[derive(Clone, Debug, Default)]
pub struct MigrationFinished {
    _private: (),
}

/// Waits until a migration has completed, on its source or its destination.
/// QEMU tells of it only with the migration capability `events`, which is set
/// first unless it is already. QEMU refuses to set it on a source that is
/// migrating, so one that was started without it cannot be waited for. The
/// source's machine is in the state `postmigrate` a moment after this
/// (`query-status`).
///
/// It ends with [`Error::Unsuccessful`] and what QEMU says is wrong if the
/// migration failed or was cancelled. One that is paused, to be recovered, is
/// waited for.
pub fn migration_finished() -> MigrationFinished {
    MigrationFinished::default()
}

/// `MIGRATION`, and the reply to `query-migrate` (`MigrationInfo` in
/// `qapi/migration.json`).
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct MigrationInfo {
    status: Option<String>,
    error_desc: Option<String>,
}

impl MigrationInfo {
    fn has_failed(&self) -> bool {
        matches!(self.status.as_deref(), Some("failed" | "cancelled"))
    }
}

const QUERY_CAPABILITIES: &str = "query-migrate-capabilities";

/// A row of the reply to `query-migrate-capabilities`
/// (`MigrationCapabilityStatus` in `qapi/migration.json`).
#[derive(Deserialize)]
struct Capability {
    capability: String,
    state: bool,
}

fn ask() -> Result<Progress<()>, Error> {
    Ok(Progress::Ask(encode("query-migrate", &NoArguments {})?))
}

impl Wait for MigrationFinished {
    type Outcome = ();

    fn prepare(&mut self, before: Option<(&str, &RawValue)>) -> Result<Option<Request>, Error> {
        match before {
            // While a migration is under way QEMU refuses to set any, even one that is set.
            None => Ok(Some(encode(QUERY_CAPABILITIES, &NoArguments {})?)),
            Some((QUERY_CAPABILITIES, reply)) => {
                let all: Vec<Capability> = view(QUERY_CAPABILITIES, reply)?;
                if all.iter().any(|it| it.capability == "events" && it.state) {
                    return Ok(None);
                }
                let events = json!({"capabilities": [{"capability": "events", "state": true}]});
                Ok(Some(encode("migrate-set-capabilities", &events)?))
            }
            Some(_) => Ok(None),
        }
    }

    fn filter(&self) -> EventFilter {
        EventFilter::named(["MIGRATION"])
    }

    fn look(&mut self) -> Result<Progress<()>, Error> {
        ask()
    }

    fn on_event(&mut self, event: &RawEvent) -> Result<Progress<()>, Error> {
        let migration: MigrationInfo = event.data()?;
        match migration.status.as_deref() {
            Some("completed") => Ok(Progress::Done(())),
            _ if migration.has_failed() => ask(),
            _ => Ok(Progress::Waiting),
        }
    }

    fn on_reply(&mut self, command: &str, reply: Box<RawValue>) -> Result<Progress<()>, Error> {
        let migration: MigrationInfo = view(command, &reply)?;
        if migration.status.as_deref() == Some("completed") {
            return Ok(Progress::Done(()));
        }
        if !migration.has_failed() {
            return Ok(Progress::Waiting);
        }
        // Of one that was cancelled, QEMU may tell an error that this led to.
        let reason = match (migration.status.as_deref(), migration.error_desc) {
            (Some("failed"), Some(error)) => error,
            (Some("failed"), None) => "it failed".to_owned(),
            _ => "it was cancelled".to_owned(),
        };
        unsuccessful("the migration".to_owned(), reason)
    }
}
