//! Nothing of its own: see `src/sides.rs` of compile-time.
