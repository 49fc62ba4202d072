//! How a case ends that does not pass.

use std::any::Any;
use std::fmt;

use qapi_machine::Exit;
use qapi_schema::with_causes;

/// Why a case has not passed.
///
/// Whatever can be printed becomes a failure by `?`, so that a case reads like
/// any other Rust.
#[derive(Clone)]
#[non_exhaustive]
pub enum Stop {
    /// QEMU did not do what it should: what, in words.
    Failed(String),
    /// QEMU died.
    Crashed {
        /// Its status or signal, and the last that it said.
        exit: Exit,
        /// What it was doing, as far as that is known.
        during: String,
    },
    /// There is something that the case needs, and this QEMU lacks it.
    Skipped(String),
}

impl Stop {
    /// That the case cannot be shown here, and why.
    pub fn skip(reason: impl fmt::Display) -> Self {
        Self::Skipped(reason.to_string())
    }

    /// Says before the reason where it was met.
    #[must_use]
    pub fn at(self, place: impl fmt::Display) -> Self {
        match self {
            Self::Failed(text) => Self::Failed(format!("{place}: {text}")),
            Self::Crashed { exit, during } => Self::Crashed {
                exit,
                during: format!("{place}: {during}"),
            },
            Self::Skipped(reason) => Self::Skipped(reason),
        }
    }

    /// What it says to people.
    pub fn message(&self) -> String {
        match self {
            Self::Failed(text) => text.clone(),
            Self::Crashed { exit, during } => {
                format!("crashed: {exit}\nat or before: {during}")
            }
            Self::Skipped(reason) => format!("skipped: {reason}"),
        }
    }
}

// Not `Display`: then nothing could be turned into it by being printable.
impl fmt::Debug for Stop {
    /// The [message](Self::message): it is what the runner of Rust's tests
    /// prints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl<T: fmt::Display + 'static> From<T> for Stop {
    fn from(reason: T) -> Self {
        // What a client has met is told with its causes: the text alone does not
        // say what is wrong with a reply.
        let error = (&reason as &dyn Any).downcast_ref::<qapi_client::Error>();
        Self::Failed(match error {
            Some(error) => with_causes(error).to_string(),
            None => reason.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_like_a_sentence() {
        let stop = Stop::from("`running` is missing").at("`query-status`");
        assert_eq!(format!("{stop:?}"), "`query-status`: `running` is missing");
        let stop = Stop::skip("there is no board").at("`device_add`");
        assert_eq!(format!("{stop:?}"), "skipped: there is no board");
    }
}
