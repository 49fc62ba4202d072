//! Everything that QEMU 11.1 for x86_64 has.

qapi_types::include_bindings!();
