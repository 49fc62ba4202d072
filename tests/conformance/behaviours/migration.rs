//! Migrations, from one machine to another or to nowhere.

use std::path::Path;

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    AnnounceSelf, Migrate, MigrateCancel, MigrateContinue, MigrateIncoming, MigrateSetCapabilities,
    MigrateSetParameters, Pmemsave, QueryMigrate, QueryMigrateCapabilities, QueryMigrateParameters,
};
use qapi_types::qmp::events::Migration;
use qapi_types::qmp::types::{
    self, AnnounceParameters, MigrationCapability, MigrationCapabilityStatus, MigrationStatus,
    RunState,
};

use super::kit::until;
use super::machine::state;

/// As large as the memory is that is migrated.
const MEMORY: u32 = 4 << 20;

/// What it is full of, so that no page is left out for being empty.
const FILLING: u8 = 7;

/// To where migrations go that nobody receives.
const NOWHERE: &str = "exec:cat >/dev/null";

/// Does something with a second machine, one whose memory takes its time to be
/// migrated.
pub(crate) fn from_full(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>, &mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let path = vm.path("memory");
    std::fs::write(&path, vec![FILLING; MEMORY.try_into()?])?;
    let memory = format!("memory-backend-file,id=ram,size=4M,mem-path={path}");
    let machine = "none,memory-backend=ram";
    let args = ["-m", "4M", "-object", &memory, "-machine", machine];
    vm.beside(&args, |vm, source| part(vm, source))
}

/// Switches capabilities on.
pub(crate) fn enable(vm: &mut Vm<'_>, what: &[MigrationCapability]) -> Result<(), Stop> {
    Ok(vm.execute(&capabilities(what)).map(drop)?)
}

fn capabilities(what: &[MigrationCapability]) -> MigrateSetCapabilities {
    let on = |capability: &_| {
        MigrationCapabilityStatus::new(MigrationCapability::clone(capability), true)
    };
    MigrateSetCapabilities::new(what.iter().map(on).collect())
}

/// Has a machine wait for a migration at a socket in its folder, and tells where.
pub(crate) fn listen(vm: &mut Vm<'_>) -> Result<String, Stop> {
    let uri = format!("unix:{}", vm.path("migration"));
    vm.execute(&MigrateIncoming::new().uri(uri.as_str()))?;
    Ok(uri)
}

/// Starts a migration that would take hours.
pub(crate) fn crawl(vm: &mut Vm<'_>, uri: &str) -> Result<(), Stop> {
    let slow = types::MigrateSetParameters::new().max_bandwidth(4096);
    let slow = slow.max_postcopy_bandwidth(4096);
    vm.execute(&MigrateSetParameters::new(slow))?;
    vm.execute(&Migrate::new().uri(uri))?;
    reaches(vm, MigrationStatus::Active)
}

/// Lets a migration go as fast as it can.
pub(crate) fn hurry(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let fast = types::MigrateSetParameters::new().max_bandwidth(u32::MAX.into());
    let fast = fast.max_postcopy_bandwidth(0);
    Ok(vm.execute(&MigrateSetParameters::new(fast)).map(drop)?)
}

/// Waits until a migration is in a state.
pub(crate) fn reaches(vm: &mut Vm<'_>, wanted: MigrationStatus) -> Result<(), Stop> {
    let what = format!("a migration that is `{wanted}`");
    until(&what, || {
        let status = vm.execute(&QueryMigrate::new())?.status;
        Ok((status.as_ref() == Some(&wanted)).then_some(()))
    })
}

/// Waits until a machine is in a state.
pub(crate) fn becomes(vm: &mut Vm<'_>, wanted: (bool, RunState)) -> Result<(), Stop> {
    let what = format!("a machine that is `{}`", wanted.1);
    until(&what, || Ok((state(vm)? == wanted).then_some(())))
}

/// That a machine without memory of its own has that of a full one.
pub(crate) fn is_full(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = vm.path("arrived");
    vm.execute(&Pmemsave::new(0, MEMORY, path.as_str()))?;
    let bytes = std::fs::read(path)?;
    let others = bytes.iter().filter(|byte| **byte != FILLING).count();
    equal("how much there is", u32::try_from(bytes.len())?, MEMORY)?;
    equal("how much of it is different", others, 0)
}

#[behaviour("migrate", args = "-m 4M -incoming defer")]
pub(crate) fn the_memory_goes_over(vm: &mut Vm<'_>) -> Result<(), Stop> {
    from_full(vm, |destination, source| {
        let uri = listen(destination)?;
        let migrate = Migrate::new().uri(uri);
        source.execute_and_wait(&migrate, wait::migration_finished())?;
        becomes(source, (false, RunState::Postmigrate))?;
        becomes(destination, (true, RunState::Running))?;
        is_full(destination)
    })
}

#[behaviour("migrate-incoming", args = "-incoming defer")]
pub(crate) fn a_machine_waits_for_a_migration(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("its state", state(vm)?, (false, RunState::Inmigrate))?;
    enable(vm, &[MigrationCapability::Events])?;
    let mut steps = vm.subscribe_to::<Migration>();
    let uri = listen(vm)?;
    so(
        "there is a socket",
        Path::new(&vm.path("migration")).exists(),
    )?;
    let step = vm.next_of(&mut steps)?.status;
    equal("its first step", step, MigrationStatus::Setup)?;
    vm.refusal(&MigrateIncoming::new().uri(uri)).map(drop)
}

#[behaviour("migrate-continue")]
pub(crate) fn a_migration_waits_before_it_switches_over(vm: &mut Vm<'_>) -> Result<(), Stop> {
    enable(vm, &[MigrationCapability::PauseBeforeSwitchover])?;
    vm.execute(&Migrate::new().uri(NOWHERE))?;
    reaches(vm, MigrationStatus::PreSwitchover)?;
    so("its guest stands", !state(vm)?.0)?;
    vm.refusal(&MigrateContinue::new(MigrationStatus::Device))?;
    vm.execute(&MigrateContinue::new(MigrationStatus::PreSwitchover))?;
    reaches(vm, MigrationStatus::Completed)
}

#[behaviour("migrate_cancel")]
pub(crate) fn a_migration_is_given_up(vm: &mut Vm<'_>) -> Result<(), Stop> {
    from_full(vm, |_, source| {
        crawl(source, NOWHERE)?;
        source.execute(&MigrateCancel::new())?;
        reaches(source, MigrationStatus::Cancelled)?;
        becomes(source, (true, RunState::Running))
    })
}

#[behaviour("query-migrate")]
pub(crate) fn what_is_left_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let before = vm.execute(&QueryMigrate::new())?;
    equal("its status before", before.status, None)?;
    from_full(vm, |_, source| {
        crawl(source, NOWHERE)?;
        let memory = i64::from(MEMORY);
        let told = source.execute(&QueryMigrate::new())?.ram;
        let told = told.ok_or("nothing is told of the memory")?;
        equal("how much there is", told.total, memory)?;
        so("not all is gone", (1..=memory).contains(&told.remaining))
    })
}

/// Whether a capability is on.
fn is_on(vm: &mut Vm<'_>, wanted: &MigrationCapability) -> Result<bool, Stop> {
    let all = vm.execute(&QueryMigrateCapabilities::new())?;
    let found = all.into_iter().find(|it| it.capability == *wanted);
    Ok(found
        .ok_or_else(|| format!("there is no `{wanted}`"))?
        .state)
}

#[behaviour("migrate-set-capabilities")]
pub(crate) fn a_capability_is_switched(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let events = MigrationCapability::Events;
    enable(vm, std::slice::from_ref(&events))?;
    so("it is on", is_on(vm, &events)?)?;
    let off = vec![MigrationCapabilityStatus::new(events.clone(), false)];
    vm.execute(&MigrateSetCapabilities::new(off))?;
    so("it is off", !is_on(vm, &events)?)?;
    // What needs another is refused with all that is asked for beside it.
    let preempt = "migrate-set-capabilities.arguments.capabilities[].capability=postcopy-preempt";
    if !vm.supports(preempt)? {
        return Ok(());
    }
    vm.refusal(&capabilities(&[
        events.clone(),
        MigrationCapability::PostcopyPreempt,
    ]))?;
    so("it is still off", !is_on(vm, &events)?)
}

#[behaviour("query-migrate-capabilities")]
pub(crate) fn capabilities_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let read = |vm: &mut Vm<'_>| -> Result<Vec<_>, Stop> {
        let all = vm.execute(&QueryMigrateCapabilities::new())?.into_iter();
        let on = all.filter(|it| it.state).map(|it| it.capability);
        Ok(on.collect())
    };
    let before = read(vm)?;
    enable(vm, &[MigrationCapability::AutoConverge])?;
    let mut after = read(vm)?;
    after.retain(|it| !before.contains(it));
    equal("what is on now", after, [MigrationCapability::AutoConverge])
}

#[behaviour("migrate-set-parameters")]
pub(crate) fn a_parameter_is_set(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let set = types::MigrateSetParameters::new;
    let asked = set().max_bandwidth(1234).downtime_limit(56);
    vm.execute(&MigrateSetParameters::new(asked))?;
    let told = vm.execute(&QueryMigrateParameters::new())?;
    equal("the bandwidth", told.max_bandwidth, Some(1234))?;
    equal("the downtime", told.downtime_limit, Some(56))?;
    let wrong = set().max_bandwidth(7).cpu_throttle_initial(0);
    vm.refusal(&MigrateSetParameters::new(wrong))?;
    let told = vm.execute(&QueryMigrateParameters::new())?;
    equal("the bandwidth", told.max_bandwidth, Some(1234))
}

#[behaviour("query-migrate-parameters")]
pub(crate) fn parameters_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let before = vm.execute(&QueryMigrateParameters::new())?;
    let bandwidth = before.max_bandwidth.map(|bandwidth| bandwidth + 1);
    let mut asked = types::MigrateSetParameters::new();
    asked.max_bandwidth = bandwidth;
    vm.execute(&MigrateSetParameters::new(asked))?;
    let after = vm.execute(&QueryMigrateParameters::new())?;
    so("there is a bandwidth", bandwidth.is_some())?;
    equal("the bandwidth", after.max_bandwidth, bandwidth)?;
    equal("the downtime", after.downtime_limit, before.downtime_limit)
}

#[behaviour("query-migrationthreads", args = "-m 4M -incoming defer")]
pub(crate) fn the_threads_of_a_migration_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    from_full(vm, |destination, source| {
        three_channels(destination)?;
        three_channels(source)?;
        equal("how many there are", threads(source)?, 0)?;
        let uri = listen(destination)?;
        crawl(source, &uri)?;
        // One that reads the memory, and those that send it.
        until("four threads", || Ok((threads(source)? == 4).then_some(())))?;
        hurry(source)?;
        reaches(source, MigrationStatus::Completed)?;
        becomes(destination, (true, RunState::Running))
    })
}

fn three_channels(vm: &mut Vm<'_>) -> Result<(), Stop> {
    enable(vm, &[MigrationCapability::Multifd])?;
    let three = types::MigrateSetParameters::new().multifd_channels(3);
    Ok(vm.execute(&MigrateSetParameters::new(three)).map(drop)?)
}

#[expect(deprecated, reason = "it is in the schemas")]
fn threads(vm: &mut Vm<'_>) -> Result<usize, Stop> {
    use qapi_types::qmp::commands::QueryMigrationthreads;
    Ok(vm.execute(&QueryMigrationthreads::new())?.len())
}

#[behaviour(
    "announce-self",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -netdev hubport,id=hub0,hubid=0 -device virtio-net-pci,netdev=hub0,mac=52:54:00:12:34:56 -object filter-dump,id=dump0,netdev=hub0,file=@DIR@/dump"
)]
pub(crate) fn the_network_is_told_where_a_machine_is(vm: &mut Vm<'_>) -> Result<(), Stop> {
    // To all, of this card, in the protocol of reversed address resolution.
    const FRAME: &[u8] = b"\xff\xff\xff\xff\xff\xff\x52\x54\x00\x12\x34\x56\x80\x35";
    let dump = vm.path("dump");
    let frames = || -> Result<usize, Stop> {
        let bytes = std::fs::read(&dump)?;
        Ok(bytes.windows(FRAME.len()).filter(|it| *it == FRAME).count())
    };
    equal("the frames", frames()?, 0)?;
    let twice = AnnounceParameters::new(1, 1, 2, 1);
    vm.execute(&AnnounceSelf::new(twice))?;
    until("two frames", || Ok((frames()? == 2).then_some(())))
}
