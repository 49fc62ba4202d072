//! How a test has ended.

use serde::{Deserialize, Serialize};

use super::scrub::Scrub;
use crate::Stop;

/// How a test has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
#[non_exhaustive]
pub enum Outcome {
    /// It is as it should be.
    Passed,
    /// The command is refused, or the event not raised, as is known.
    Cannot {
        /// Why it cannot be.
        reason: String,
    },
    /// It is not as it should be.
    Failed {
        /// What is wrong.
        message: String,
    },
    /// QEMU has died.
    Crashed {
        /// What it was doing, as far as that is known.
        message: String,
        /// Its status or signal.
        status: String,
        /// The last that it said.
        output: String,
    },
    /// It could not be shown.
    Skipped {
        /// What was missing.
        reason: String,
    },
}

impl Outcome {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Cannot { .. } => "cannot",
            Self::Failed { .. } => "failed",
            Self::Crashed { .. } => "crashed",
            Self::Skipped { .. } => "skipped",
        }
    }

    /// Whether something is wrong.
    pub fn is_bad(&self) -> bool {
        matches!(self, Self::Failed { .. } | Self::Crashed { .. })
    }

    /// How a test has ended that stopped, or did not, without secrets.
    pub(super) fn of(ended: &Result<(), Stop>, cannot: &str, scrub: &Scrub) -> Self {
        match ended {
            Ok(()) if cannot.is_empty() => Self::Passed,
            Ok(()) => Self::Cannot {
                reason: cannot.to_owned(),
            },
            Err(Stop::Failed(text)) => Self::Failed {
                message: scrub.text(text),
            },
            Err(Stop::Crashed { exit, during }) => Self::Crashed {
                message: scrub.text(during),
                status: exit.status.to_string(),
                output: scrub.text(exit.stderr.trim_end()),
            },
            Err(Stop::Skipped(reason)) => Self::Skipped {
                reason: scrub.text(reason),
            },
        }
    }
}
