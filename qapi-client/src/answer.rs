//! What servers say of themselves and of commands that failed.

use std::fmt;

use qapi_schema::quote::printable;
use serde::Deserialize;

/// What the server says first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(expecting = "a greeting (a JSON object)")]
#[non_exhaustive]
pub struct Greeting {
    /// Which QEMU it is. The greeting does not tell a storage daemon from a
    /// system emulator.
    pub version: Version,
    /// The capabilities that it offers, such as `oob`.
    pub capabilities: Vec<String>,
}

/// The version of a QEMU.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "VersionInfo")]
#[non_exhaustive]
pub struct Version {
    /// `10` of 10.0.2.
    pub major: i64,
    /// `0` of 10.0.2.
    pub minor: i64,
    /// `2` of 10.0.2.
    pub micro: i64,
    /// What the packager added; empty for QEMU's own builds.
    pub package: String,
}

impl fmt::Display for Version {
    /// `10.0.2`, with the package in brackets if there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.micro)?;
        match &*self.package {
            "" => Ok(()),
            package => write!(f, " ({package})"),
        }
    }
}

#[derive(Deserialize)]
#[serde(expecting = "a version (a JSON object)")]
struct VersionInfo {
    qemu: VersionTriple,
    #[serde(default)]
    package: String,
}

#[derive(Deserialize)]
#[serde(expecting = "a version (a JSON object)")]
struct VersionTriple {
    major: i64,
    minor: i64,
    micro: i64,
}

impl From<VersionInfo> for Version {
    fn from(info: VersionInfo) -> Self {
        let VersionTriple {
            major,
            minor,
            micro,
        } = info.qemu;
        Self {
            major,
            minor,
            micro,
            package: info.package,
        }
    }
}

/// The error that the server answered a command with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an error (a JSON object)")]
pub struct QmpError {
    class: ErrorClass,
    desc: String,
}

impl QmpError {
    /// An error of a class with a description, as a simulated server answers.
    pub fn new(class: impl Into<ErrorClass>, desc: impl Into<String>) -> Self {
        Self {
            class: class.into(),
            desc: desc.into(),
        }
    }

    /// The class, for programs.
    pub fn class(&self) -> &ErrorClass {
        &self.class
    }

    /// The description, for people. QEMU promises nothing about its wording.
    pub fn desc(&self) -> &str {
        &self.desc
    }
}

impl fmt::Display for QmpError {
    /// Class and description, of which a terminal acts on nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = self.class.as_str();
        write!(f, "{}: {}", printable(class), printable(&self.desc))
    }
}

impl std::error::Error for QmpError {}

/// The class of an error (`QapiErrorClass` in `qapi/error.json`). The set is
/// open: a class that is not known here is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "String")]
#[non_exhaustive]
pub enum ErrorClass {
    /// All errors that need no class of their own.
    GenericError,
    /// The command does not exist, or not at this moment.
    CommandNotFound,
    /// A device is not active.
    DeviceNotActive,
    /// A device does not exist.
    DeviceNotFound,
    /// The host lacks a KVM feature.
    KvmMissingCap,
    /// Another class. Made from a string, which gives the known one if there
    /// is one.
    Unrecognized(String),
}

impl ErrorClass {
    const KNOWN: [(Self, &'static str); 5] = [
        (Self::GenericError, "GenericError"),
        (Self::CommandNotFound, "CommandNotFound"),
        (Self::DeviceNotActive, "DeviceNotActive"),
        (Self::DeviceNotFound, "DeviceNotFound"),
        (Self::KvmMissingCap, "KVMMissingCap"),
    ];

    /// The class as it is on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unrecognized(class) => class,
            known => Self::KNOWN
                .iter()
                .find(|(class, _)| class == known)
                .map_or("", |(_, name)| name),
        }
    }
}

impl From<&str> for ErrorClass {
    fn from(name: &str) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|(_, known)| *known == name)
            .map_or_else(|| Self::Unrecognized(name.to_owned()), |(class, _)| class)
    }
}

impl From<String> for ErrorClass {
    fn from(name: String) -> Self {
        Self::from(&*name)
    }
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_lead_there_and_back_known_or_not() {
        for (class, name) in ErrorClass::KNOWN {
            assert_eq!(ErrorClass::from(name), class);
            assert_eq!(class.as_str(), name);
        }
        assert_eq!(ErrorClass::from("New").as_str(), "New");
    }

    #[test]
    fn a_version_reads_as_people_write_it() {
        let version = |package: &str| Version {
            major: 10,
            minor: 0,
            micro: 2,
            package: package.to_owned(),
        };
        assert_eq!(version("").to_string(), "10.0.2");
        assert_eq!(version("Debian 1:10").to_string(), "10.0.2 (Debian 1:10)");
    }
}
