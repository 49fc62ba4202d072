//! Written by compile-time, which names the place.
#![allow(
    deprecated,
    non_snake_case,
    unused_imports,
    unused_mut,
    reason = "one text for every type of both sides"
)]

include!(concat!(
    env!("COMPILE_TIME_PROGRAMS"),
    "/programs-ours-all.rs"
));
