//! What is refused wherever the tests run: it is of other targets, or of
//! hardware.

use qapi_client::Command;
use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    DeviceAdd, DumpSkeys, InjectGhesV2Error, QueryCpuModelBaseline, QueryCpuModelComparison,
    QueryS390xCpuPolarization, QuerySevAttestationReport, QuerySevCapabilities,
    QuerySevLaunchMeasure, QuerySgx, QuerySgxCapabilities, SetCpuTopology, SevInjectLaunchSecret,
    XQueryProfile, XenEventInject, XenEventList,
};
use qapi_types::qmp::types::CpuModelInfo;

/// That a command is refused for a reason which has these words, in whatever
/// case.
fn refused<C: Command>(vm: &mut Vm<'_>, command: &C, words: &str) -> Result<(), Stop>
where
    C::Reply: Send,
{
    let error = vm.refusal(command)?;
    equal("the class", error.class().as_str(), "GenericError")?;
    let says = error.desc().to_lowercase();
    let words = words.to_lowercase();
    so(&format!("`{says}` says `{words}`"), says.contains(&words))
}

#[behaviour(
    "query-sev-capabilities",
    args = "-accel tcg",
    cannot = "SEV is of AMD's processors, and of KVM"
)]
pub(crate) fn sev_capabilities(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &QuerySevCapabilities::new(), "KVM not enabled")
}

#[behaviour(
    "query-sev-launch-measure",
    cannot = "SEV is of AMD's processors, and of KVM"
)]
pub(crate) fn sev_measure(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &QuerySevLaunchMeasure::new(), "not available")
}

#[behaviour(
    "query-sev-attestation-report",
    cannot = "SEV is of AMD's processors, and of KVM"
)]
pub(crate) fn sev_report(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let query = QuerySevAttestationReport::new("AAAAAAAAAAAAAAAAAAAAAA==");
    refused(vm, &query, "SEV is not enabled")
}

#[behaviour(
    "sev-inject-launch-secret",
    cannot = "SEV is of AMD's processors, and of KVM"
)]
pub(crate) fn sev_secret(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let inject = SevInjectLaunchSecret::new("AAAA", "AAAA").gpa(0);
    refused(vm, &inject, "SEV not enabled")
}

#[behaviour(
    "query-sgx",
    machines = ["q35"],
    args = "-accel tcg -S",
    cannot = "SGX is of Intel's processors, and of KVM"
)]
pub(crate) fn sgx(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &QuerySgx::new(), "SGX not available")
}

#[behaviour(
    "query-sgx-capabilities",
    cannot = "the host has no virtual EPC, which is of Intel's processors"
)]
pub(crate) fn sgx_capabilities(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &QuerySgxCapabilities::new(), "SGX")
}

#[behaviour(
    "xen-event-list",
    machines = ["q35"],
    args = "-accel tcg -S",
    cannot = "Xen's event channels are emulated with KVM, on a host whose KVM has Xen guests"
)]
pub(crate) fn xen_channels(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &XenEventList::new(), "not enabled")
}

#[behaviour(
    "xen-event-inject",
    machines = ["q35"],
    args = "-accel tcg -S",
    cannot = "Xen's event channels are emulated with KVM, on a host whose KVM has Xen guests"
)]
pub(crate) fn xen_inject(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &XenEventInject::new(1), "not enabled")
}

#[behaviour("x-query-profile", cannot = "it is built without its profiler")]
pub(crate) fn profile(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &XQueryProfile::new(), "not compiled")
}

#[behaviour("dump-skeys", cannot = "storage keys are of s390x")]
pub(crate) fn storage_keys(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let dump = DumpSkeys::new(vm.path("keys"));
    refused(vm, &dump, "not available for this architecture")?;
    so("there is no file", !vm.folder().join("keys").exists())
}

#[behaviour(
    "query-cpu-model-comparison",
    cannot = "CPU models are compared on s390x"
)]
pub(crate) fn comparison(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let (a, b) = (CpuModelInfo::new("max"), CpuModelInfo::new("max"));
    let query = QueryCpuModelComparison::new(a, b);
    refused(vm, &query, "not supported on this target")
}

#[behaviour(
    "query-cpu-model-baseline",
    cannot = "the baseline of CPU models is of s390x"
)]
pub(crate) fn baseline(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let (a, b) = (CpuModelInfo::new("max"), CpuModelInfo::new("max"));
    let query = QueryCpuModelBaseline::new(a, b);
    refused(vm, &query, "not supported on this target")
}

#[behaviour("set-cpu-topology", cannot = "books and drawers of CPUs are of s390x")]
pub(crate) fn topology(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &SetCpuTopology::new(0), "not supported on this target")
}

#[behaviour(
    "query-s390x-cpu-polarization",
    cannot = "the polarization of CPUs is of s390x"
)]
pub(crate) fn polarization(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(
        vm,
        &QueryS390xCpuPolarization::new(),
        "not supported on this target",
    )
}

#[behaviour(
    "inject-ghes-v2-error",
    cannot = "hardware errors are injected by firmware tables on Arm"
)]
pub(crate) fn hardware_error(vm: &mut Vm<'_>) -> Result<(), Stop> {
    refused(vm, &InjectGhesV2Error::new("AAAA"), "not compiled in")
}

#[raises(
    "CPU_POLARIZATION_CHANGE",
    cannot = "the polarization of CPUs is of s390x"
)]
pub(crate) fn polarization_change(vm: &mut Vm<'_>) -> Result<(), Stop> {
    polarization(vm)
}

#[raises(
    "SCLP_CPI_INFO_AVAILABLE",
    cannot = "the service-call processor is of s390x"
)]
pub(crate) fn sclp(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let error = vm.refusal(&DeviceAdd::new("sclpconsole"))?;
    let unknown = "'sclpconsole' is not a valid device model name";
    equal("why there is none", error.desc(), unknown)
}
