//! What must not come out of logs.
//!
//! [`SECRETS`] lists the places that hold secrets. It drives [`redacted`], the
//! `Debug` of generated types, and what a [`Violation`](crate::validate::Violation) tells of a value.
//!
//! ```
//! use qapi_schema::Part;
//! use qapi_schema::secrets::redacted;
//!
//! let arguments = br#"{"protocol": "vnc", "password": "hunter2"}"#;
//! assert_eq!(
//!     redacted("set_password", Part::Arguments, arguments).to_string(),
//!     r#"{"protocol":"vnc","password":"[redacted]"}"#
//! );
//! ```

mod find;
mod redact;
mod rows;

use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;

pub use find::secrets_in;
pub use redact::{Redacted, SHOWN, redacted};
pub use rows::{SECRETS, Secret};

use crate::coordinate::{Coordinate, Part, Step};
use crate::suggest::nearest;

/// What stands in place of a secret.
pub const REDACTED: &str = "[redacted]";

/// The last words of names that are secret wherever they stand: for members
/// that a later QEMU may have. One that has `-secret` after such a word is the
/// name of a `secret` object.
const WORDS: &[&str] = &[
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "token",
];

/// Whether a member of this name is taken for a secret wherever it stands.
///
/// ```
/// use qapi_schema::secrets::sounds_secret;
///
/// assert!(sounds_secret("password") && sounds_secret("proxy-password"));
/// assert!(!sounds_secret("password-secret"));
/// ```
pub fn sounds_secret(name: &str) -> bool {
    let last = name.rsplit(['-', '_', '.']).next().unwrap_or_default();
    WORDS.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// Whether what stands at a place of a message is a secret, or part of one.
///
/// Which branch of a union the place is in, and how deep, does not matter: a
/// member is known by its name among all that the command, reply or event has.
pub fn is_secret(at: &Coordinate) -> bool {
    let Some(part) = at.part() else {
        return false;
    };
    let secret = of(at.name(), part);
    secret.is_some_and(|secret| secret.whole)
        || at.steps().iter().any(|step| match step {
            Step::Member(name) => {
                sounds_secret(name) || secret.is_some_and(|secret| secret.has(name))
            }
            _ => false,
        })
}

/// What is secret of the arguments or the reply of a command or the data of an
/// event.
#[derive(Debug, Default)]
struct Members {
    /// All of it.
    whole: bool,
    /// The members of these names.
    names: HashSet<Box<str>>,
}

impl Members {
    fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a member of this name is not shown.
    fn hides(&self, name: &str) -> bool {
        sounds_secret(name) || self.has(name) || self.nearly_has(name)
    }

    /// Whether a name was meant to be one of these.
    fn nearly_has(&self, name: &str) -> bool {
        nearest(name, self.names.iter().map(|name| &**name)).is_some()
    }
}

fn of(name: &str, part: Part) -> Option<&'static Members> {
    static OF: LazyLock<HashMap<Part, HashMap<Box<str>, Members>>> = LazyLock::new(|| {
        let mut of: HashMap<_, HashMap<_, Members>> = HashMap::new();
        // Tests see to it that every row is a coordinate with a part.
        let places = SECRETS
            .iter()
            .filter_map(|row| Coordinate::from_str(row.at).ok());
        for place in places {
            let Some(part) = place.part() else { continue };
            let members = of.entry(part).or_default().entry(place.name().into());
            let members = members.or_default();
            match place.steps().last() {
                Some(Step::Member(name)) => drop(members.names.insert(name.clone())),
                _ => members.whole = true,
            }
        }
        of
    });
    OF.get(&part)?.get(name)
}

/// The commands and events of all schemas in this repository, a line each:
/// those whose members have been gone through for the list.
const JUDGED: &str = include_str!("judged.txt");

/// Whether the list says all about a command or event.
fn is_judged(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| JUDGED.lines().collect());
    NAMES.contains(name)
}
