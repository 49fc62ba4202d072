//! How deep a value may nest that is decoded.

use std::cell::Cell;

/// The limit where nothing else is said: that of `serde_json`.
const DEFAULT: u32 = 128;

thread_local! {
    static LIMIT: Cell<u32> = const { Cell::new(DEFAULT) };
}

/// Lets objects and lists nest so deep, in place of 128 levels, in what
/// `decode` decodes on this thread.
///
/// Decoding is recursive: whoever raises the limit must have the stack for it,
/// some 64 KiB a level in a debug build, and must know that the input nests no
/// deeper. `serde_json` has a limit of its own to lift, with its feature
/// `unbounded_depth`.
pub fn with_depth_limit<T>(levels: u32, decode: impl FnOnce() -> T) -> T {
    /// Sets the limit back, come what may.
    struct Restore(u32);
    impl Drop for Restore {
        fn drop(&mut self) {
            LIMIT.set(self.0);
        }
    }
    let _restore = Restore(LIMIT.replace(levels));
    decode()
}

pub(crate) fn limit() -> u32 {
    LIMIT.get()
}

/// Whether the caller has taken care of how deep the input nests.
pub(crate) fn is_raised() -> bool {
    limit() > DEFAULT
}
