//! Queries that a QEMU without guest and devices refuses.

use qapi_client::QmpError;

use super::pattern::like;

/// A refusal that is no fault: of a query without arguments, on a machine that
/// has neither guest nor devices.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    /// The query.
    pub command: &'static str,
    /// The class and text, with `: ` between them; a `*` stands for anything.
    pub answer: &'static str,
    /// Why it is so: what is not there.
    pub reason: &'static str,
}

/// Those of QEMU itself.
const ROWS: &[Refusal] = &[
    refusal(
        "add-fd",
        "GenericError: No file descriptor supplied via SCM_RIGHTS",
        "no file comes with it",
    ),
    refusal(
        "query-acpi-ospm-status",
        "GenericError: command is not supported, missing ACPI device",
        "there is no board with ACPI",
    ),
    refusal(
        "query-balloon",
        "DeviceNotActive: No balloon device has been activated",
        "there is no balloon",
    ),
    refusal(
        "query-balloon",
        "KVMMissingCap: *",
        "a balloon needs more of this host's KVM",
    ),
    refusal(
        "query-firmware-log",
        "GenericError: firmware log buffer not found",
        "there is no firmware",
    ),
    refusal(
        "query-gic-capabilities",
        "GenericError: GIC hardware is not available on this target",
        "it is about Arm",
    ),
    refusal(
        "query-hotpluggable-cpus",
        "GenericError: machine does not support hot-plugging CPUs",
        "there is no board for CPUs",
    ),
    refusal(
        "query-hotpluggable-cpus",
        "GenericError: The feature 'query-hotpluggable-cpus' is not enabled",
        "the same, as 7.2 says it",
    ),
    refusal(
        "query-hv-balloon-status-report",
        "GenericError: no hv-balloon device present",
        "there is no Hyper-V balloon",
    ),
    refusal(
        "query-hv-balloon-status-report",
        "GenericError: hv-balloon device not enabled in this build",
        "the build has no Hyper-V balloon",
    ),
    refusal(
        "query-replay",
        "CommandNotFound: replay support not available",
        "the build has no replay",
    ),
    refusal(
        "query-s390x-cpu-polarization",
        "GenericError: CPU polarization is not supported on this target",
        "it is about s390x",
    ),
    refusal(
        "query-sev",
        "GenericError: SEV is not available in this QEMU",
        "the build has no AMD SEV",
    ),
    refusal(
        "query-sev-capabilities",
        "GenericError: *",
        "the host has no AMD SEV, or KVM is not in use",
    ),
    refusal(
        "query-sev-launch-measure",
        "GenericError: SEV launch measurement is not available",
        "there is no guest under AMD SEV",
    ),
    refusal(
        "query-sev-launch-measure",
        "GenericError: SEV is not available in this QEMU",
        "the build has no AMD SEV",
    ),
    refusal(
        "query-sgx",
        "GenericError: SGX support is not compiled in",
        "the build has no Intel SGX",
    ),
    refusal(
        "query-sgx",
        "GenericError: SGX is only supported on PC machines",
        "there is no board of a PC",
    ),
    refusal(
        "query-sgx-capabilities",
        "GenericError: *",
        "the host has no Intel SGX, or KVM is not in use",
    ),
    refusal(
        "query-vm-generation-id",
        "GenericError: VM Generation ID device not found",
        "there is no such device",
    ),
    refusal(
        "x-query-profile",
        "GenericError: Internal profiler not compiled",
        "the build has no profiler",
    ),
    refusal(
        "x-query-usb",
        "GenericError: USB support not enabled",
        "there is no USB on the board",
    ),
    refusal(
        "x-query-virtio",
        "GenericError: No virtio devices found",
        "there is no virtio device",
    ),
    refusal(
        "xen-event-list",
        "GenericError: Xen event channel emulation not enabled",
        "there is no Xen guest",
    ),
];

const fn refusal(command: &'static str, answer: &'static str, reason: &'static str) -> Refusal {
    Refusal {
        command,
        answer,
        reason,
    }
}

/// Whether one of these rows, or of QEMU's own, has this refusal.
pub(crate) fn is_expected(rows: &[Refusal], command: &str, error: &QmpError) -> bool {
    let answer = format!("{}: {}", error.class(), error.desc());
    let mut rows = ROWS.iter().chain(rows).filter(|row| row.command == command);
    rows.any(|row| like(&answer, row.answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_of_a_command_with_its_reason() {
        for row in ROWS {
            let mut parts = row.answer.splitn(2, ": ");
            let class = parts.next().unwrap();
            assert!(class.chars().all(char::is_alphanumeric), "{row:?}");
            assert!(parts.next().is_some_and(|text| !text.is_empty()), "{row:?}");
            assert!(!row.reason.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn another_text_or_command_is_not_expected() {
        let no_kvm = QmpError::new("GenericError", "KVM not enabled");
        assert!(is_expected(&[], "query-sev-capabilities", &no_kvm));
        assert!(!is_expected(&[], "query-sev", &no_kvm));
        assert!(!is_expected(&[], "query-sgx", &no_kvm));
        let own = [refusal(
            "query-sgx",
            "*: KVM not enabled",
            "there is no KVM",
        )];
        assert!(is_expected(&own, "query-sgx", &no_kvm));
    }
}
