//! What the emulator, the firmware and the host bring.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    QueryAccelerators, QueryFirmwareLog, QueryGicCapabilities, QuerySev, XAccelStats, XQueryRdma,
};
use qapi_types::qmp::types::{Accelerator, SevState};

#[behaviour("query-sev")]
pub(crate) fn a_guest_without_encryption(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QuerySev::new())?;
    equal("whether there is any", told.enabled, false)?;
    equal("its state", told.state, SevState::Uninit)?;
    equal("its version", (told.api_major, told.api_minor), (0, 0))
}

#[behaviour("query-gic-capabilities", machines = ["virt"], args = "-accel tcg -S")]
pub(crate) fn interrupt_controllers_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryGicCapabilities::new())?;
    let mut told: Vec<_> = told
        .iter()
        .map(|told| (told.version, told.emulated))
        .collect();
    told.sort_unstable();
    equal(
        "the versions, and whether they are emulated",
        told,
        [(2, true), (3, true)],
    )
}

#[behaviour("query-accelerators", args = "-accel tcg")]
pub(crate) fn the_accelerator_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryAccelerators::new())?;
    equal("the one that is used", &told.enabled, &Accelerator::Tcg)?;
    so(
        "it is one of them",
        told.present.contains(&Accelerator::Tcg),
    )?;
    so("there are others", told.present.len() > 1)
}

#[behaviour("x-accel-stats", args = "-accel tcg,one-insn-per-tb=on")]
pub(crate) fn the_accelerator_tells_of_itself(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&XAccelStats::new())?.human_readable_text;
    let set = told.lines().any(|line| line == "one-insn-per-tb: on");
    so(&format!("what is set is told in {told}"), set)
}

#[behaviour("x-query-rdma")]
pub(crate) fn a_machine_without_remote_memory(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&XQueryRdma::new())?.human_readable_text;
    equal("what is told", told.as_str(), "")
}

/// Where the firmware of a PC may have its log, and the first words there.
const LOG: u64 = 0x80_0000;
const MAGIC: &[u8; 16] = b"ovmfmdg1ovmfmdg2";
/// As long as what stands before the log.
const HEADER: u64 = 192;

#[behaviour(
    "query-firmware-log",
    machines = ["pc"],
    args = "-accel tcg -S -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn the_firmware_has_its_say(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let error = vm.refusal(&QueryFirmwareLog::new())?;
    so("there is no log yet", error.desc().contains("not found"))?;
    let mut qtest = vm.qtest()?;
    qtest.write(LOG, MAGIC)?;
    // Its header, its room, nobody who writes, from where to where, all of it.
    for (at, word) in (LOG + 16..).step_by(8).zip([HEADER, 64, 0, 2, 7, 0]) {
        qtest.writeq(at, word)?;
    }
    qtest.write(LOG + 64, b"version0")?;
    qtest.write(LOG + HEADER, b"0123456789")?;
    let told = vm.execute(&QueryFirmwareLog::new())?;
    equal("the version", told.version.as_deref(), Some("version0"))?;
    // In base 64: `23456`.
    equal("the log", told.log.as_str(), "MjM0NTY=")?;
    let told = vm.execute(&QueryFirmwareLog::new().max_size(3))?;
    // `456`.
    equal("its end", told.log.as_str(), "NDU2")
}
