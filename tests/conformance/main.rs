//! A test for every command and every event of each captured schema. The name
//! of a test starts with its QEMU: `cargo test -p qapi-tests --test conformance
//! -- qemu_10_0_x86_64`.

mod behaviours;

/// The oldest version that is captured.
mod qemu_7_2_x86_64 {
    qapi_conformance::suite!(
        schema = "../schemas/qemu-7.2-x86_64.json",
        behaviours = crate::behaviours,
        others = [
            "../schemas/qemu-10.0-x86_64.json",
            "../schemas/qemu-10.0-aarch64.json",
            "../schemas/qemu-11.1-x86_64.json",
            "../schemas/qemu-storage-daemon-10.0.json"
        ],
        bindings = qapi_test_bindings::qemu_7_2_x86_64::REGISTRY,
        optional = true,
    );
}

/// The version that most behaviours are written for.
mod qemu_10_0_x86_64 {
    qapi_conformance::suite!(
        schema = "../schemas/qemu-10.0-x86_64.json",
        behaviours = crate::behaviours,
        others = [
            "../schemas/qemu-7.2-x86_64.json",
            "../schemas/qemu-10.0-aarch64.json",
            "../schemas/qemu-11.1-x86_64.json",
            "../schemas/qemu-storage-daemon-10.0.json"
        ],
        bindings = qapi_test_bindings::qemu_10_0_x86_64::REGISTRY,
    );
}

/// Another architecture.
mod qemu_10_0_aarch64 {
    qapi_conformance::suite!(
        schema = "../schemas/qemu-10.0-aarch64.json",
        behaviours = crate::behaviours,
        others = [
            "../schemas/qemu-7.2-x86_64.json",
            "../schemas/qemu-10.0-x86_64.json",
            "../schemas/qemu-11.1-x86_64.json",
            "../schemas/qemu-storage-daemon-10.0.json"
        ],
        bindings = qapi_test_bindings::qemu_10_0_aarch64::REGISTRY,
        optional = true,
    );
}

/// The newest version that is captured.
mod qemu_11_1_x86_64 {
    qapi_conformance::suite!(
        schema = "../schemas/qemu-11.1-x86_64.json",
        behaviours = crate::behaviours,
        others = [
            "../schemas/qemu-7.2-x86_64.json",
            "../schemas/qemu-10.0-x86_64.json",
            "../schemas/qemu-10.0-aarch64.json",
            "../schemas/qemu-storage-daemon-10.0.json"
        ],
        bindings = qapi_test_bindings::qemu_11_1_x86_64::REGISTRY,
        optional = true,
    );
}

/// The storage daemon, which has the block layer and no machine.
mod qemu_storage_daemon_10_0 {
    qapi_conformance::suite!(
        schema = "../schemas/qemu-storage-daemon-10.0.json",
        behaviours = crate::behaviours,
        others = [
            "../schemas/qemu-7.2-x86_64.json",
            "../schemas/qemu-10.0-x86_64.json",
            "../schemas/qemu-10.0-aarch64.json",
            "../schemas/qemu-11.1-x86_64.json"
        ],
        bindings = qapi_test_bindings::qemu_storage_daemon_10_0::REGISTRY,
        optional = true,
    );
}

/// Each command of the version that most behaviours are written for has one, or
/// it is said why it cannot succeed; and each event a recipe. How many of them
/// are really shown depends on the machine.
const _: () = {
    let coverage = qemu_10_0_x86_64::COVERAGE;
    assert!(coverage.behaviours + coverage.refused == coverage.commands);
    assert!(coverage.recipes + coverage.unraised == coverage.events);
};
