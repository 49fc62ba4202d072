//! A test for every command and every event of each captured schema. The name
//! of a test starts with its QEMU: `cargo test -p qapi-tests --test conformance
//! -- qemu_10_0_x86_64`.

mod behaviours;

/// The system emulator for x86_64 of the version that most behaviours are
/// written for.
mod qemu_10_0_x86_64 {
    qapi_conformance::suite!(
        schema = "../schemas/qemu-10.0-x86_64.json",
        behaviours = crate::behaviours,
        others = ["../schemas/qemu-11.1-x86_64.json"],
        bindings = qapi_test_bindings::qemu_10_0_x86_64::REGISTRY,
    );
}
