//! What commands do, and how events are raised.

pub(crate) mod bitmaps;
pub(crate) mod events;
pub(crate) mod exports;
pub(crate) mod jobs;
mod kit;
pub(crate) mod machine;
pub(crate) mod nodes;
pub(crate) mod objects;
