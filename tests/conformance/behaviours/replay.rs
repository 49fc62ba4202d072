//! Guests whose course is recorded and replayed.

use std::time::Duration;

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    Cont, QueryReplay, Quit, ReplayBreak, ReplayDeleteBreak, ReplaySeek,
};
use qapi_types::qmp::events::Stop as Stopped;
use qapi_types::qmp::types::{ReplayInfo, ReplayMode};

use super::kit::guest::busy;
use super::kit::until;

/// How many instructions are recorded at least, and two moments before.
const LENGTH: i64 = 50_000;
const EARLY: i64 = 20_001;
const LATE: i64 = 40_003;

fn told(vm: &mut Vm<'_>) -> Result<ReplayInfo, Stop> {
    Ok(vm.execute(&QueryReplay::new())?)
}

/// Records a guest, and does something with a machine that replays it and
/// stands at its start.
fn recorded(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let path = vm.path("record");
    let machine = busy(vm)?;
    let args = |mode: &str| {
        let clock = format!("shift=1,rr={mode},rrfile={path}");
        let common = ["-accel", "tcg", "-S", "-no-shutdown", "-icount"];
        let mut args = machine.clone();
        args.extend(common.map(str::to_owned));
        args.push(clock);
        args
    };
    let recorder = args("record");
    vm.beside(&borrowed(&recorder), |_, vm| {
        let info = told(vm)?;
        equal("the mode", info.mode, ReplayMode::Record)?;
        equal("the file", info.filename.as_deref(), Some(path.as_str()))?;
        vm.execute(&Cont::new())?;
        until("what is recorded", || {
            Ok((told(vm)?.icount > LENGTH).then_some(()))
        })?;
        vm.execute(&Quit::new())?;
        vm.exit(Duration::from_secs(60)).map(drop)
    })?;
    let player = args("replay");
    vm.beside(&borrowed(&player), |_, vm| part(vm))
}

fn borrowed(args: &[String]) -> Vec<&str> {
    args.iter().map(String::as_str).collect()
}

#[behaviour("query-replay")]
pub(crate) fn the_moment_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("the mode", told(vm)?.mode, ReplayMode::None)?;
    recorded(vm, |vm| {
        let info = told(vm)?;
        equal("the mode", info.mode, ReplayMode::Play)?;
        equal("the moment", info.icount, 0)
    })
}

#[behaviour("replay-break")]
pub(crate) fn the_guest_stops_at_a_moment(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&ReplayBreak::new(EARLY))?;
    recorded(vm, |vm| {
        let mut stops = vm.subscribe_to::<Stopped>();
        vm.execute(&ReplayBreak::new(EARLY))?;
        vm.execute(&Cont::new())?;
        vm.next_of(&mut stops)?;
        equal("the moment", told(vm)?.icount, EARLY)?;
        let error = vm.refusal(&ReplayBreak::new(EARLY - 1))?;
        so("it says that it is over", error.desc().contains("past"))
    })
}

#[behaviour("replay-delete-break")]
pub(crate) fn the_guest_does_not_stop(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&ReplayDeleteBreak::new())?;
    recorded(vm, |vm| {
        vm.execute(&ReplayBreak::new(EARLY))?;
        vm.execute(&ReplayDeleteBreak::new())?;
        vm.execute(&Cont::new())?;
        until("a later moment", || {
            Ok((told(vm)?.icount > EARLY).then_some(()))
        })
    })
}

#[behaviour("replay-seek")]
pub(crate) fn the_guest_is_taken_to_a_moment(vm: &mut Vm<'_>) -> Result<(), Stop> {
    vm.refusal(&ReplaySeek::new(LATE))?;
    recorded(vm, |vm| {
        let mut stops = vm.subscribe_to::<Stopped>();
        for moment in [EARLY, LATE] {
            vm.execute(&ReplaySeek::new(moment))?;
            vm.next_of(&mut stops)?;
            equal("the moment", told(vm)?.icount, moment)?;
        }
        // Back it would have to start from a snapshot.
        vm.refusal(&ReplaySeek::new(EARLY)).map(drop)
    })
}
