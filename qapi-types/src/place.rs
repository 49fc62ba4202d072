//! Where in a value decoding failed, for programs.

use std::cell::{Cell, RefCell};

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

/// Whether somebody wants to know a place.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Unwanted,
    Wanted,
    Noted,
}

thread_local! {
    /// Apart from the place, because it is all that is looked at where nothing
    /// fails.
    static STATE: Cell<State> = const { Cell::new(State::Unwanted) };
    /// The place of the last failure, once it is noted.
    static PLACE: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
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
    struct Restore(State, Vec<Step>);
    impl Drop for Restore {
        fn drop(&mut self) {
            if self.0 == State::Noted {
                PLACE.set(std::mem::take(&mut self.1));
            }
            STATE.set(self.0);
        }
    }
    let _restore = Restore(STATE.get(), noted());
    STATE.set(State::Wanted);
    let decoded = decode();
    (decoded, noted())
}

/// Takes the place that was noted, if one was.
fn noted() -> Vec<Step> {
    match STATE.get() {
        State::Noted => PLACE.take(),
        State::Unwanted | State::Wanted => Vec::new(),
    }
}

/// Notes a place if somebody wants to know; whether that is so.
pub(crate) fn note(place: impl FnOnce() -> Vec<Step>) -> bool {
    let wanted = STATE.get() != State::Unwanted;
    if wanted {
        PLACE.set(place());
        STATE.set(State::Noted);
    }
    wanted
}
