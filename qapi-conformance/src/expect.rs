//! What cases say of what they find.

use std::fmt::Debug;

use crate::Stop;

/// That a thing is as it must be.
///
/// # Errors
///
/// It is not: what it is, what it must be, and what the thing is called.
pub fn equal<T: PartialEq<U> + Debug, U: Debug>(what: &str, is: T, must_be: U) -> Result<(), Stop> {
    if is == must_be {
        return Ok(());
    }
    Err(format!("{what} is {is:?}, and must be {must_be:?}").into())
}

/// That something is so.
///
/// # Errors
///
/// It is not: what should be.
pub fn so(should: &str, is: bool) -> Result<(), Stop> {
    if is {
        return Ok(());
    }
    Err(format!("it is not so that {should}").into())
}
