//! How fast a guest writes to its memory, and limits of that.

use qapi_client::Error;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    CalcDirtyRate, CancelVcpuDirtyLimit, QueryDirtyRate, QueryVcpuDirtyLimit, SetVcpuDirtyLimit,
};
use qapi_types::qmp::types::{DirtyRateMeasureMode, DirtyRateStatus, TimeUnit};

use super::kit::board::Board;
use super::kit::{until, with_kvm};

/// How much is written to again and again, in bytes: enough for some of the
/// pages that are looked at to be there, and little enough to be fast.
const WRITTEN: u64 = 16 << 20;

/// A measurement that is as short as this QEMU makes them.
fn short(vm: &Vm<'_>) -> Result<CalcDirtyRate, Stop> {
    Ok(
        if vm.supports("calc-dirty-rate.arguments.calc-time-unit")? {
            CalcDirtyRate::new(100).calc_time_unit(TimeUnit::Millisecond)
        } else {
            CalcDirtyRate::new(1)
        },
    )
}

#[behaviour(
    "calc-dirty-rate",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 128M -qtest unix:@DIR@/qtest,server=on,wait=off"
)]
pub(crate) fn what_a_guest_writes_is_measured(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let memory = Board::of(vm)?.memory();
    let mut qtest = vm.qtest()?;
    let mut byte = 0;
    // It may be that nothing was written during all of a measurement.
    until("a guest that writes", || {
        let measure = short(vm)?.sample_pages(4096);
        vm.execute(&measure)?;
        let rate = until("a measurement", || {
            byte = u8::wrapping_add(byte, 1);
            qtest.memset(memory, WRITTEN, byte)?;
            let told = vm.execute(&QueryDirtyRate::new())?;
            Ok((told.status == DirtyRateStatus::Measured).then_some(told.dirty_rate))
        })?;
        let rate = rate.ok_or("what was measured is not told")?;
        Ok((rate > 0).then_some(()))
    })
}

#[behaviour("query-dirty-rate", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn how_it_is_measured_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryDirtyRate::new())?;
    equal("the status", told.status, DirtyRateStatus::Unstarted)?;
    equal("the rate", told.dirty_rate, None)?;
    let measure = short(vm)?.sample_pages(256);
    vm.execute(&measure)?;
    let told = until("a measurement", || {
        let told = vm.execute(&QueryDirtyRate::new())?;
        Ok((told.status == DirtyRateStatus::Measured).then_some(told))
    })?;
    equal("the mode", told.mode, DirtyRateMeasureMode::PageSampling)?;
    equal("the samples", told.sample_pages, 256)?;
    equal("what a guest that stands writes", told.dirty_rate, Some(0))
}

/// The processors that are limited, and to what.
fn limits(vm: &mut Vm<'_>) -> Result<Vec<(i64, u64)>, Stop> {
    let limits = vm.execute(&QueryVcpuDirtyLimit::new())?.into_iter();
    Ok(limits.map(|it| (it.cpu_index, it.limit_rate)).collect())
}

/// Does something with a machine of two processors, each of which is limited to
/// 7; skips that where the host cannot limit them.
fn limitable(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let machine = ["-machine", Board::of(vm)?.name(), "-smp", "2", "-S"];
    let kvm = ["-accel", "kvm,dirty-ring-size=1024", "-cpu", "host"];
    with_kvm(vm, &[&machine[..], &kvm[..]].concat(), |_, vm| {
        match vm.execute(&SetVcpuDirtyLimit::new(7)) {
            // A kernel without such rings is told of on stderr alone.
            Err(Error::Refused { error, .. }) if error.desc().contains("dirty-ring-size") => {
                return Err(Stop::skip("this host's KVM has no dirty rings"));
            }
            set => set?,
        };
        equal("the limits", limits(vm)?, [(0, 7), (1, 7)])?;
        part(vm)
    })
}

#[behaviour("set-vcpu-dirty-limit")]
pub(crate) fn a_processor_is_limited(vm: &mut Vm<'_>) -> Result<(), Stop> {
    limitable(vm, |vm| {
        vm.execute(&SetVcpuDirtyLimit::new(9).cpu_index(1))?;
        equal("the limits", limits(vm)?, [(0, 7), (1, 9)])?;
        vm.refusal(&SetVcpuDirtyLimit::new(9).cpu_index(2))
            .map(drop)
    })
}

#[behaviour("cancel-vcpu-dirty-limit", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn no_limit_is_left(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // There is nothing to cancel, which is no error.
    vm.execute(&CancelVcpuDirtyLimit::new())?;
    equal("the limits", limits(vm)?, [])?;
    limitable(vm, |vm| {
        vm.execute(&CancelVcpuDirtyLimit::new().cpu_index(0))?;
        equal("the limits", limits(vm)?, [(1, 7)])?;
        vm.execute(&CancelVcpuDirtyLimit::new())?;
        equal("the limits", limits(vm)?, [])
    })
}

#[behaviour("query-vcpu-dirty-limit", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn there_is_no_limit_without_kvm(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let error = vm.refusal(&SetVcpuDirtyLimit::new(7))?;
    so("KVM is what it needs", error.desc().contains("KVM"))?;
    equal("the limits", limits(vm)?, [])
}
