//! Events as they came.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use qapi_schema::secrets::{Redacted, redacted};
use qapi_schema::{Coordinate, Part};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::message::Message;
use crate::Event;
use crate::decode::{decode, decode_by};
use crate::error::Error;

/// An event as it came. Its data is decoded when it is asked for, so an event
/// that is not known here is no trouble.
///
/// A clone is the same event, and costs no copy.
#[derive(Clone)]
pub struct RawEvent {
    /// The name, and behind it the data.
    text: Arc<str>,
    name: usize,
    depth: usize,
    timestamp: Timestamp,
}

impl RawEvent {
    /// An event whose data, if it has any, are this JSON, which nests `depth`
    /// levels deep.
    pub(crate) fn new(name: &str, data: Option<&str>, depth: usize, timestamp: Timestamp) -> Self {
        let text = match data {
            None => name.into(),
            Some(data) => {
                let mut text = String::with_capacity(name.len() + data.len());
                text.push_str(name);
                text.push_str(data);
                text.into()
            }
        };
        Self {
            text,
            name: name.len(),
            depth,
            timestamp,
        }
    }

    fn parts(&self) -> (&str, &str) {
        self.text.split_at_checked(self.name).unwrap_or_default()
    }

    /// The event's name, such as `JOB_STATUS_CHANGE`.
    pub fn name(&self) -> &str {
        self.parts().0
    }

    /// When it happened, by the server's clock.
    pub fn timestamp(&self) -> Timestamp {
        self.timestamp
    }

    /// The data as the server wrote it; `{}` for an event without data.
    pub fn data_text(&self) -> &str {
        match self.parts().1 {
            "" => "{}",
            data => data,
        }
    }

    /// The data as anything that can be decoded, a [`serde_json::Value`] for
    /// instance.
    ///
    /// # Errors
    ///
    /// [`Error::DecodeEvent`] if the data is not of that type.
    pub fn data<T: DeserializeOwned + Send>(&self) -> Result<T, Error> {
        let text = self.data_text();
        decode(text.as_bytes(), self.depth).map_err(|fault| {
            let at = fault.at(Coordinate::part_of(self.name(), Part::Data));
            Error::DecodeEvent {
                event: self.name().to_owned(),
                source: fault.tellable(&at),
                at,
            }
        })
    }

    /// Whether it is an `E`, going by its name.
    pub fn is<E: Event>(&self) -> bool {
        self.name() == E::NAME
    }

    /// The event as an `E`, or none if it is another event.
    ///
    /// # Errors
    ///
    /// [`Error::DecodeEvent`] if the data is not that of an `E`.
    pub fn decode<E: Event + Send>(&self) -> Result<Option<E>, Error> {
        self.is::<E>().then(|| self.data()).transpose()
    }

    /// The event as the enum of all events that bindings have (`events::Event`
    /// of theirs), or as anything else that is decoded from a message with the
    /// members `event` and `data`.
    ///
    /// # Errors
    ///
    /// [`Error::DecodeEvent`] if the data are not those of the event.
    pub fn any_of<T: DeserializeOwned + Send>(&self) -> Result<T, Error> {
        let (name, data) = self.parts();
        // Without data there is none to stand in, and nothing more to read.
        let (text, has_data) = match data {
            "" => ("{}", false),
            data => (data, true),
        };
        decode_by(text.as_bytes(), self.depth, |json| {
            let message = Message {
                name,
                has_data,
                json,
            };
            T::deserialize(message)
        })
        .map_err(|fault| {
            let at = fault.at_inside("data", Coordinate::part_of(name, Part::Data));
            Error::DecodeEvent {
                event: name.to_owned(),
                source: fault.tellable(&at),
                at,
            }
        })
    }

    /// The data for a log, without what is secret in them.
    pub(crate) fn redacted(&self) -> Redacted<'_> {
        redacted(self.name(), Part::Data, self.data_text().as_bytes())
    }

    /// How many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        size_of::<Self>() + self.text.len()
    }
}

impl fmt::Debug for RawEvent {
    /// With its data as they may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawEvent")
            .field("name", &self.name())
            .field("data", &self.redacted())
            .field("timestamp", &self.timestamp)
            .finish_non_exhaustive()
    }
}

/// When an event happened, by the server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(expecting = "a timestamp (a JSON object)")]
pub struct Timestamp {
    /// Seconds since the Unix epoch; -1 if the server does not know the time.
    pub seconds: i64,
    /// Microseconds in the second; -1 if the server does not know the time.
    pub microseconds: i64,
}

impl Timestamp {
    /// The time, unless the server does not know it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let seconds = u64::try_from(self.seconds).ok()?;
        let microseconds = u64::try_from(self.microseconds).ok()?;
        SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))?
            .checked_add(Duration::from_micros(microseconds))
    }
}

impl Default for Timestamp {
    /// An unknown time, as QEMU says it.
    fn default() -> Self {
        Self {
            seconds: -1,
            microseconds: -1,
        }
    }
}
