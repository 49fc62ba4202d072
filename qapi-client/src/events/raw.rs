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
use crate::decode::{decode_by, decode_text};
use crate::error::Error;

/// An event as it came. Its data is decoded when it is asked for, so an event
/// that is not known here is no trouble.
///
/// A clone is the same event, and costs no copy.
#[derive(Clone)]
pub struct RawEvent {
    /// The name, and behind it the data, which are never empty text.
    text: Arc<str>,
    /// How long the name is.
    name: usize,
    depth: usize,
    timestamp: Timestamp,
}

impl RawEvent {
    /// An event whose data, if it has any, are this JSON, which nests `depth`
    /// levels deep. The parts are put together in a buffer, which saves whoever
    /// makes many events an allocation each.
    pub(crate) fn joined(
        buffer: &mut String,
        name: &str,
        data: Option<&str>,
        depth: usize,
        timestamp: Timestamp,
    ) -> Self {
        buffer.clear();
        buffer.push_str(name);
        buffer.push_str(data.unwrap_or_default());
        Self {
            text: buffer.as_str().into(),
            name: name.len(),
            depth,
            timestamp,
        }
    }

    /// As [`joined`](Self::joined), with a buffer of its own.
    #[cfg(test)]
    pub(crate) fn new(name: &str, data: Option<&str>, depth: usize, timestamp: Timestamp) -> Self {
        Self::joined(&mut String::new(), name, data, depth, timestamp)
    }

    /// The name and the data, if it has any.
    fn parts(&self) -> (&str, Option<&str>) {
        let (name, data) = self.text.split_at_checked(self.name).unwrap_or_default();
        (name, (!data.is_empty()).then_some(data))
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
        self.parts().1.unwrap_or("{}")
    }

    /// The data as anything that can be decoded, a [`serde_json::Value`] for
    /// instance.
    ///
    /// # Errors
    ///
    /// [`Error::DecodeEvent`] if the data is not of that type.
    pub fn data<T: DeserializeOwned + Send>(&self) -> Result<T, Error> {
        decode_text(self.data_text(), self.depth).map_err(|fault| {
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
        decode_by(self.data_text(), self.depth, |json| {
            let message = Message {
                name,
                has_data: data.is_some(),
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
    /// Reads one as QEMU writes it, in a fraction of the time of a parser that
    /// takes it in any form.
    pub(crate) fn as_written(json: &[u8]) -> Option<Self> {
        let (seconds, rest) = natural(json.strip_prefix(b"{\"seconds\": ")?)?;
        let (microseconds, rest) = natural(rest.strip_prefix(b", \"microseconds\": ")?)?;
        (rest == b"}").then_some(Self {
            seconds,
            microseconds,
        })
    }

    /// The time, unless the server does not know it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let seconds = u64::try_from(self.seconds).ok()?;
        let microseconds = u64::try_from(self.microseconds).ok()?;
        SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))?
            .checked_add(Duration::from_micros(microseconds))
    }
}

/// The digits that come first as a number, and what comes behind them.
fn natural(json: &[u8]) -> Option<(i64, &[u8])> {
    /// So many always fit.
    const MOST: usize = 18;
    let (mut number, mut rest) = (0_i64, json);
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        number = number
            .wrapping_mul(10)
            .wrapping_add(i64::from(digit - b'0'));
        rest = behind;
    }
    match json.len() - rest.len() {
        1 => Some((number, rest)),
        // No number begins with a zero but zero itself.
        2..=MOST if json.first() != Some(&b'0') => Some((number, rest)),
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_as_written_is_what_the_parser_reads() {
        let numbers = [
            "0",
            "7",
            "1700000000",
            "999999999999999999",
            "00",
            "07",
            "-1",
            "1.0",
            "1e3",
            "",
            "9223372036854775807",
        ];
        for seconds in numbers {
            for microseconds in numbers {
                let json = format!(r#"{{"seconds": {seconds}, "microseconds": {microseconds}}}"#);
                let parsed: Option<Timestamp> = serde_json::from_str(&json).ok();
                let written = Timestamp::as_written(json.as_bytes());
                assert!(written.is_none() || written == parsed, "{json}");
                let usual = |number: &str| {
                    number.len() < 19
                        && number
                            .parse::<u64>()
                            .is_ok_and(|it| it.to_string() == number)
                };
                assert_eq!(
                    written.is_some(),
                    usual(seconds) && usual(microseconds),
                    "{json}"
                );
            }
        }
        for other in [
            "{}",
            r#"{"seconds":1,"microseconds":2}"#,
            r#"{"seconds": 1, "microseconds": 2, "x": 3}"#,
        ] {
            assert_eq!(Timestamp::as_written(other.as_bytes()), None);
        }
    }

    #[test]
    fn events_of_one_buffer_have_nothing_of_each_other() {
        let buffer = &mut String::new();
        let time = Timestamp::default();
        let long = RawEvent::joined(buffer, "A_LONG_NAME", Some(r#"{"a": "ä"}"#), 1, time);
        let short = RawEvent::joined(buffer, "B", None, 1, time);
        assert_eq!(
            (long.name(), long.data_text()),
            ("A_LONG_NAME", r#"{"a": "ä"}"#)
        );
        assert_eq!((short.name(), short.data_text()), ("B", "{}"));
        assert!(short.size() < long.size());
    }
}
