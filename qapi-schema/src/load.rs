//! Reading a dump.

use serde::Deserialize;

use crate::check::{Findings, check};
use crate::lookup::Lookup;
use crate::model::Schema;
use crate::resolve::{Draft, resolve};
use crate::wire::SchemaInfo;

/// Why a dump is no schema.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// There is nothing in it.
    #[error("the schema is empty: expected the answer to `query-qmp-schema`")]
    Empty,
    /// It is not JSON, or not of the shape of a schema.
    #[error("not a schema")]
    Json(#[from] serde_json::Error),
    /// It is QEMU's refusal to answer.
    #[error("not a schema but an error reply: {class}: {desc}")]
    Refused {
        /// QEMU's error class.
        class: String,
        /// QEMU's words.
        desc: String,
    },
    /// It can be read but not used.
    #[error(transparent)]
    Unusable(#[from] Findings),
}

/// A QMP reply.
#[derive(Deserialize)]
#[serde(expecting = "a reply to `query-qmp-schema`")]
struct Reply<'a> {
    #[serde(borrow, rename = "return")]
    entries: Option<Vec<SchemaInfo<'a>>>,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
#[serde(expecting = "an error (a JSON object)")]
struct Refusal {
    class: String,
    desc: String,
}

impl Schema {
    /// Loads a schema from the answer to `query-qmp-schema`: the bare array,
    /// or the whole reply (`{"return": […]}`).
    ///
    /// # Errors
    ///
    /// [`LoadError::Unusable`] lists all findings of the check at once, each
    /// at a coordinate; the others stop at the first byte that does not fit.
    pub fn from_slice(dump: &[u8]) -> Result<Self, LoadError> {
        let first = dump.iter().find(|byte| !byte.is_ascii_whitespace());
        let entries: Vec<SchemaInfo<'_>> = match first {
            None => return Err(LoadError::Empty),
            Some(b'{') => match serde_json::from_slice(dump)? {
                Reply {
                    entries: Some(entries),
                    ..
                } => entries,
                Reply {
                    error: Some(Refusal { class, desc }),
                    ..
                } => return Err(LoadError::Refused { class, desc }),
                Reply { .. } => {
                    let message = "a JSON object without `return`";
                    return Err(LoadError::Json(serde::de::Error::custom(message)));
                }
            },
            Some(_) => serde_json::from_slice(dump)?,
        };
        Self::from_entries(&entries).map_err(LoadError::Unusable)
    }

    /// Makes a schema of entries.
    ///
    /// # Errors
    ///
    /// All findings of the check.
    pub fn from_entries(entries: &[SchemaInfo<'_>]) -> Result<Self, Findings> {
        let mut draft = resolve(entries);
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        check(&mut draft, &names)?;
        let Draft {
            types,
            commands,
            events,
            ..
        } = draft;
        Ok(Self {
            command_lookup: Lookup::new(&commands, |command| &command.name),
            event_lookup: Lookup::new(&events, |event| &event.name),
            types,
            commands,
            events,
        })
    }
}
