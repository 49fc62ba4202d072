//! What a machine is, and its processors.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    QomGet, QomListTypes, QueryCpuDefinitions, QueryCpuModelExpansion, QueryCpusFast,
    QueryHotpluggableCpus, QueryKvm, QueryMachines, QueryTarget, QueryUuid, QueryVmGenerationId,
};
use qapi_types::qmp::types::{
    CpuInfoFastBranch, CpuModelExpansionType, CpuModelInfo, SysEmuTarget,
};
use serde_json::{Value, json};

use super::kit::board::{Board, lacks, need_type};
use super::kit::with_kvm;

/// The names of the types that can be made of a class, in order.
fn types(vm: &mut Vm<'_>, class: &str) -> Result<Vec<String>, Stop> {
    let types = QomListTypes::new().implements(class).r#abstract(false);
    let types = vm.execute(&types)?.into_iter();
    let mut names: Vec<String> = types.map(|found| found.name).collect();
    names.sort();
    Ok(names)
}

#[behaviour("query-machines")]
pub(crate) fn the_machines_are_those_that_can_be_made(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let machines = vm.execute(&QueryMachines::new())?;
    let names = machines.iter().map(|it| format!("{}-machine", it.name));
    let mut names: Vec<String> = names.collect();
    names.sort();
    equal("the machines", names, types(vm, "machine")?)?;
    let none = machines.iter().find(|machine| machine.name == "none");
    equal(
        "the processors of none",
        none.map(|none| none.cpu_max),
        Some(1),
    )
}

#[behaviour("query-cpu-definitions")]
pub(crate) fn the_models_can_be_made(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let models = vm.execute(&QueryCpuDefinitions::new())?;
    so(
        "`max` is one",
        models.iter().any(|model| model.name == "max"),
    )?;
    let types = types(vm, "cpu")?;
    let strange: Vec<_> = models
        .into_iter()
        .map(|model| model.typename)
        .filter(|name| !types.contains(name))
        .collect();
    equal("what cannot be made", strange, Vec::<String>::new())
}

#[behaviour("query-cpu-model-expansion", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn a_model_is_told_with_its_features(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let feature = match Board::of(vm)? {
        Board::Pc => "aes",
        Board::Virt => "sve",
    };
    for wanted in [true, false] {
        let model = CpuModelInfo::new("max").props(json!({ feature: wanted }));
        let expansion = QueryCpuModelExpansion::new(CpuModelExpansionType::Full, model);
        let told = vm.execute(&expansion)?.model.props;
        let told = told.and_then(|props| props.get(feature).cloned());
        equal(feature, told, Some(Value::Bool(wanted)))?;
    }
    let strange = CpuModelInfo::new("max").props(json!({ "no-such": true }));
    let strange = QueryCpuModelExpansion::new(CpuModelExpansionType::Full, strange);
    vm.refusal(&strange).map(drop)
}

#[behaviour("query-cpus-fast", machines = ["pc", "virt"], args = "-accel tcg -S -smp 2")]
pub(crate) fn each_processor_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let cpus = vm.execute(&QueryCpusFast::new())?;
    let numbers: Vec<_> = cpus.iter().map(|cpu| cpu.cpu_index).collect();
    equal("their numbers", numbers, [0, 1])?;
    for cpu in cpus {
        let kind = vm.execute(&QomGet::new(cpu.qom_path, "type"))?;
        so(
            &format!("{kind} is a processor"),
            kind.as_str().is_some_and(|kind| kind.ends_with("-cpu")),
        )?;
    }
    Ok(())
}

#[behaviour("query-target", machines = ["pc", "virt"], args = "-accel tcg -S")]
pub(crate) fn the_target_is_that_of_the_processor(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let cpus = vm.execute(&QueryCpusFast::new())?;
    let cpu = cpus.into_iter().next().ok_or("there is no processor")?;
    let target = vm.execute(&QueryTarget::new())?.arch;
    let wanted = match target {
        SysEmuTarget::X8664 => CpuInfoFastBranch::X8664,
        SysEmuTarget::Aarch64 => CpuInfoFastBranch::Aarch64,
        other => return Err(Stop::skip(format!("no board of `{other}` is known"))),
    };
    equal("the processor", cpu.target, wanted)
}

#[behaviour(
    "query-hotpluggable-cpus",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -smp 1,maxcpus=2,sockets=2"
)]
pub(crate) fn a_processor_is_put_into_a_place_that_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    if Board::of(vm)? == Board::Virt {
        return lacks(vm, &QueryHotpluggableCpus::new(), "hot-plugging CPUs");
    }
    let places = vm.execute(&QueryHotpluggableCpus::new())?;
    let free = places.into_iter().find(|place| place.qom_path.is_none());
    let free = free.ok_or("there is no free place")?;
    let mut device = serde_json::to_value(&free.props)?;
    let members = device.as_object_mut().ok_or("a place is no object")?;
    members.insert("driver".to_owned(), free.r#type.into());
    members.insert("id".to_owned(), "cpu1".into());
    vm.execute_raw::<Value>("device_add", &device)?;
    let places = vm.execute(&QueryHotpluggableCpus::new())?;
    let taken = places.into_iter().find(|place| place.props == free.props);
    let path = taken.and_then(|place| place.qom_path);
    equal(
        "who is there",
        path.as_deref(),
        Some("/machine/peripheral/cpu1"),
    )
}

#[behaviour("query-uuid", args = "-uuid 324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87")]
pub(crate) fn the_uuid_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let uuid = vm.execute(&QueryUuid::new())?.uuid;
    equal(
        "the UUID",
        uuid.as_str(),
        "324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87",
    )
}

#[behaviour("query-vm-generation-id", args = "-accel tcg -S")]
pub(crate) fn the_generation_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    const GUID: &str = "324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87";
    need_type(vm, "vmgenid")?;
    vm.refusal(&QueryVmGenerationId::new())?;
    let board = Board::of(vm)?.name();
    let device = format!("vmgenid,guid={GUID}");
    let args = ["-machine", board, "-accel", "tcg", "-S", "-device", &device];
    vm.beside(&args, |_, vm| {
        let guid = vm.execute(&QueryVmGenerationId::new())?.guid;
        equal("the GUID", guid.as_str(), GUID)
    })
}

#[behaviour("query-kvm", args = "-accel tcg")]
pub(crate) fn whether_it_is_in_use_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryKvm::new())?;
    so("TCG is in use", !told.enabled)?;
    let used = with_kvm(vm, &["-accel", "kvm"], |_, vm| {
        equal("KVM's use", vm.execute(&QueryKvm::new())?.enabled, true)
    });
    match used {
        // Where it cannot be used, the first half is enough.
        Err(Stop::Skipped(_)) => Ok(()),
        used => used,
    }
}
