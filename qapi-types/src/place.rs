//! Where in a value decoding failed, for programs.

use std::cell::RefCell;

/// A step further into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a member of an object.
    Member(String),
    /// To an element of a list.
    Element(usize),
    /// To what a branch of a union adds, in the same object.
    Branch {
        /// The name of the tag.
        tag: String,
        /// Its value.
        case: String,
    },
}

thread_local! {
    /// The place of the last failure, where somebody wants to know.
    static PLACE: RefCell<Option<Vec<Step>>> = const { RefCell::new(None) };
}

/// Runs `decode`, and tells the place of its failure: the steps from the
/// outermost type of the bindings to what could not be decoded, on this
/// thread. The error's own words then leave the place out.
///
/// There are no steps if nothing failed, or if it was not the bindings that
/// failed. A branch of a union is no step of its own.
///
/// ```
/// use qapi_types::qmp::commands::QueryStatus;
/// use qapi_types::{Command, Step, with_place};
///
/// type Status = <QueryStatus as Command>::Reply;
/// let text = r#"{"running": true, "status": 5}"#;
/// let (decoded, place) = with_place(|| serde_json::from_str::<Status>(text));
/// let message = decoded.unwrap_err().to_string();
/// assert_eq!(message, "invalid type: integer `5`, expected a string at line 1 column 29");
/// assert_eq!(place, [Step::Member("status".into())]);
/// ```
pub fn with_place<T>(decode: impl FnOnce() -> T) -> (T, Vec<Step>) {
    /// Sets back what was there, come what may.
    struct Restore(Option<Vec<Step>>);
    impl Drop for Restore {
        fn drop(&mut self) {
            PLACE.set(self.0.take());
        }
    }
    let _restore = Restore(PLACE.replace(Some(Vec::new())));
    let decoded = decode();
    (decoded, PLACE.take().unwrap_or_default())
}

/// Notes a place if somebody wants to know; whether that is so.
pub(crate) fn note(place: impl FnOnce() -> Vec<Step>) -> bool {
    PLACE.with_borrow_mut(|noted| match noted {
        Some(noted) => {
            *noted = place();
            true
        }
        None => false,
    })
}
