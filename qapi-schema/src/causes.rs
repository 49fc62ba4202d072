//! Errors with what caused them.

use std::error::Error;

/// What an error and its causes say, with `: ` between them.
///
/// ```
/// let error = qapi_schema::Schema::from_slice(b"[1]").unwrap_err();
/// assert_eq!(error.to_string(), "not a schema");
/// assert_eq!(
///     qapi_schema::with_causes(&error),
///     "not a schema: entry 1: invalid type: integer `1`, \
///      expected a schema entry (an object) at line 1 column 2"
/// );
/// ```
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
