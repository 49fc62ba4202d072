//! Machines whose nodes of memory are made before the machine is.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{SetNumaNode, XExitPreconfig, XQueryNuma};
use qapi_types::qmp::types::{
    NumaCpuOptions, NumaDistOptions, NumaNodeOptions, NumaOptions, RunState,
};

use super::machine::state;

/// What is told of the nodes, line by line.
fn told(vm: &mut Vm<'_>) -> Result<Vec<String>, Stop> {
    let text = vm.execute(&XQueryNuma::new())?.human_readable_text;
    Ok(text.lines().map(str::to_owned).collect())
}

fn has(lines: &[String], wanted: &str) -> Result<(), Stop> {
    so(
        &format!("`{wanted}` is in {lines:?}"),
        lines.iter().any(|line| line.trim_end() == wanted),
    )
}

#[behaviour(
    "set-numa-node",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -preconfig -smp 2 -m 128M -object memory-backend-ram,id=ram0,size=96M -object memory-backend-ram,id=ram1,size=32M"
)]
pub(crate) fn nodes_are_made_before_the_machine(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let node = |number, memory: &str| {
        let node = NumaNodeOptions::new().nodeid(number).memdev(memory);
        SetNumaNode::new(NumaOptions::node(node))
    };
    vm.execute(&node(0, "ram0"))?;
    vm.execute(&node(1, "ram1"))?;
    vm.refusal(&node(1, "ram1"))?;
    let first = NumaCpuOptions::new().node_id(1);
    let first = first.socket_id(0).core_id(0).thread_id(0);
    vm.execute(&SetNumaNode::new(NumaOptions::cpu(first)))?;
    let far = NumaDistOptions::new(0, 1, 33);
    vm.execute(&SetNumaNode::new(NumaOptions::dist(far)))?;
    vm.execute(&XExitPreconfig::new())?;
    let lines = told(vm)?;
    for line in [
        "2 nodes",
        "node 0 size: 96 MB",
        "node 1 size: 32 MB",
        "node 1 cpus: 0",
    ] {
        has(&lines, line)?;
    }
    vm.refusal(&node(2, "ram1")).map(drop)
}

#[behaviour("x-exit-preconfig", machines = ["pc", "virt"], args = "-accel tcg -preconfig")]
pub(crate) fn the_machine_is_made(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("its state", state(vm)?, (false, RunState::Prelaunch))?;
    vm.execute(&XExitPreconfig::new())?;
    equal("its state", state(vm)?, (true, RunState::Running))?;
    vm.refusal(&XExitPreconfig::new()).map(drop)
}

#[behaviour(
    "x-query-numa",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 128M -object memory-backend-ram,id=ram0,size=32M -object memory-backend-ram,id=ram1,size=96M -numa node,memdev=ram0 -numa node,memdev=ram1"
)]
pub(crate) fn the_nodes_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let lines = told(vm)?;
    for line in ["2 nodes", "node 0 size: 32 MB", "node 1 size: 96 MB"] {
        has(&lines, line)?;
    }
    vm.beside(&[], |_, none| has(&told(none)?, "0 nodes"))
}
