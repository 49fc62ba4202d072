//! What commands do, and how events are raised.

pub(crate) mod absent;
pub(crate) mod balloon;
pub(crate) mod bitmaps;
pub(crate) mod colo;
pub(crate) mod cpus;
pub(crate) mod dirty;
pub(crate) mod events;
pub(crate) mod exports;
pub(crate) mod guest;
pub(crate) mod input;
pub(crate) mod internals;
pub(crate) mod jobs;
mod kit;
pub(crate) mod machine;
pub(crate) mod migration;
pub(crate) mod nodes;
pub(crate) mod numa;
pub(crate) mod objects;
pub(crate) mod postcopy;
pub(crate) mod power;
pub(crate) mod replay;
pub(crate) mod types;
pub(crate) mod vnc;
pub(crate) mod xen;
