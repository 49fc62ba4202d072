//! The machine as a whole.

use std::time::Duration;

use qapi_client::wait;
use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    Cont, QmpCapabilities, QueryCommands, QueryName, QueryStatus, QueryVersion, Quit,
    Stop as StopGuest, SystemReset,
};
use qapi_types::qmp::events::Reset;
use qapi_types::qmp::types::RunState;

/// Whether the guest runs, and the state.
pub(crate) fn state(vm: &mut Vm<'_>) -> Result<(bool, RunState), Stop> {
    let status = vm.execute(&QueryStatus::new())?;
    Ok((status.running, status.status))
}

#[behaviour("stop")]
pub(crate) fn a_running_guest_stands(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("its state", state(vm)?, (true, RunState::Running))?;
    vm.execute(&StopGuest::new())?;
    equal("its state", state(vm)?, (false, RunState::Paused))?;
    // It may be told twice.
    vm.execute(&StopGuest::new())?;
    equal("its state", state(vm)?, (false, RunState::Paused))
}

#[behaviour("cont", args = "-S")]
pub(crate) fn a_guest_that_stands_goes_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("its state", state(vm)?, (false, RunState::Prelaunch))?;
    vm.execute(&Cont::new())?;
    equal("its state", state(vm)?, (true, RunState::Running))
}

#[behaviour("query-status", args = "-S")]
pub(crate) fn the_state_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("its state", state(vm)?, (false, RunState::Prelaunch))?;
    vm.execute(&Cont::new())?;
    vm.execute(&StopGuest::new())?;
    equal("its state", state(vm)?, (false, RunState::Paused))
}

#[behaviour("system_reset")]
pub(crate) fn a_reset_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let mut resets = vm.subscribe_to::<Reset>();
    vm.execute(&SystemReset::new())?;
    so("it is not the guest's", !vm.next_of(&mut resets)?.guest)
}

#[behaviour("quit")]
pub(crate) fn the_process_ends_well(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let shutdown = vm.supports("SHUTDOWN")?;
    if shutdown {
        vm.execute_and_wait(&Quit::new(), wait::shutdown())?;
    } else {
        vm.execute(&Quit::new())?;
    }
    let exit = vm.exit(Duration::from_secs(60))?;
    let code = exit.and_then(|exit| exit.status.code());
    equal("its exit status", code, Some(0))
}

#[behaviour("query-name", args = "-name guest=name0")]
pub(crate) fn the_name_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let name = vm.execute(&QueryName::new())?.name;
    equal("its name", name.as_deref(), Some("name0"))
}

#[behaviour("query-version")]
pub(crate) fn the_version_is_that_of_the_greeting(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let greeted = vm.greeting().version.clone();
    let told = vm.execute(&QueryVersion::new())?;
    let version = (told.qemu.major, told.qemu.minor, told.qemu.micro);
    let wanted = (greeted.major, greeted.minor, greeted.micro);
    equal("the version", version, wanted)?;
    equal("the package", told.package, greeted.package)
}

#[behaviour("query-commands")]
pub(crate) fn the_commands_are_those_of_the_schema(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryCommands::new())?;
    let mut told: Vec<String> = told.into_iter().map(|command| command.name).collect();
    told.sort();
    let schema = vm.schema().ok_or("there is no schema")?;
    let known = schema.commands().iter().map(|c| c.name().to_owned());
    let mut known: Vec<String> = known.collect();
    known.sort();
    equal("what there is", told, known)
}

#[behaviour("qmp_capabilities")]
pub(crate) fn negotiation_is_over(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let error = vm.refusal(&QmpCapabilities::new())?;
    equal("the class", error.class().as_str(), "CommandNotFound")
}
