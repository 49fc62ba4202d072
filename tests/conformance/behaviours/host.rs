//! What QEMU has of its host and of itself: memory, helpers, traces, options.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::sync::mpsc;
use std::thread;

use qapi_conformance::{Stop, Vm, behaviour, equal, raises, so};
use qapi_types::qmp::commands::{
    ObjectAdd, QueryCommandLineOptions, QueryCryptodev, QueryMemdev, QueryMemoryDevices,
    QueryMemorySizeSummary, QueryPrManagers, QueryQmpSchema, RequestEbpf, RtcResetReinjection,
    Stop as StopGuest, TraceEventGetState, TraceEventSetState, XenSaveDevicesState,
};
use qapi_types::qmp::types::{
    CryptodevBackendProperties, EbpfProgramID, MemoryBackendProperties, MemoryDeviceInfoBranch,
    ObjectOptions, PrManagerHelperProperties, QCryptodevBackendServiceType, SchemaInfoBranch,
    TraceEventState,
};
use serde_json::{Value, json};

use super::kit::guest::asleep;
use super::kit::{LIMIT, until_so};

const MIB: u64 = 1 << 20;

#[behaviour("query-memdev")]
pub(crate) fn memory_backends_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal(
        "the number of them",
        vm.execute(&QueryMemdev::new())?.len(),
        0,
    )?;
    let memory = MemoryBackendProperties::new(MIB).share(true).dump(false);
    vm.execute(&ObjectAdd::new(ObjectOptions::memory_backend_ram(
        "ram0", memory,
    )))?;
    let all = vm.execute(&QueryMemdev::new())?.into_iter();
    let told: Vec<_> = all
        .map(|memory| (memory.id, memory.size, memory.share, memory.dump))
        .collect();
    equal(
        "what there is",
        told,
        [(Some("ram0".into()), MIB, true, false)],
    )
}

#[behaviour(
    "query-memory-devices",
    machines = ["pc", "virt"],
    args = "-accel tcg -S -m 16M,slots=1,maxmem=1G -object memory-backend-ram,id=ram0,size=16M -device virtio-mem-pci,id=memory0,memdev=ram0,requested-size=2M"
)]
pub(crate) fn memory_devices_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let devices = vm.execute(&QueryMemoryDevices::new())?;
    let told: Vec<_> = devices
        .into_iter()
        .map(|device| match device.r#type {
            MemoryDeviceInfoBranch::VirtioMem(memory) => {
                let memory = memory.data;
                let sizes = [memory.requested_size, memory.size, memory.max_size];
                Ok((memory.id, memory.memdev, sizes))
            }
            other => Err(Stop::from(format!("it is {other:?}"))),
        })
        .collect::<Result<_, _>>()?;
    // The guest has taken nothing yet.
    let sizes = [2 * MIB, 0, 16 * MIB];
    let wanted = (Some("memory0".into()), "/objects/ram0".into(), sizes);
    equal("the devices", told, [wanted])
}

#[behaviour(
    "query-memory-size-summary",
    machines = ["pc", "virt,pflash0=firmware0"],
    args = "-accel tcg -S -cpu max -m 16M,slots=1,maxmem=1G -blockdev driver=null-co,node-name=firmware0,size=67108864,read-zeroes=on -object memory-backend-ram,id=ram0,size=128M"
)]
pub(crate) fn memory_is_summed_up(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = |vm: &mut Vm<'_>| -> Result<(u64, Option<u64>), Stop> {
        let told = vm.execute(&QueryMemorySizeSummary::new())?;
        Ok((told.base_memory, told.plugged_memory))
    };
    equal("the sizes", told(vm)?, (16 * MIB, Some(0)))?;
    let dimm = json!({"driver": "pc-dimm", "id": "dimm0", "memdev": "ram0"});
    vm.execute_raw::<Value>("device_add", &dimm)?;
    equal("the sizes", told(vm)?, (16 * MIB, Some(128 * MIB)))
}

/// A manager of persistent reservations, for which this process is the helper.
fn managed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let path = vm.path("helper");
    let listener = UnixListener::bind(&path)?;
    let (tell, met) = mpsc::channel();
    // Both sides say which features they know: none.
    thread::spawn(move || {
        let meet = || {
            let (mut stream, _) = listener.accept()?;
            stream.write_all(&[0; 4])?;
            let mut features = [1; 4];
            stream.read_exact(&mut features)?;
            Ok::<_, std::io::Error>((stream, features))
        };
        tell.send(meet())
    });
    let manager = PrManagerHelperProperties::new(path);
    let manager = ObjectOptions::pr_manager_helper("manager0", manager);
    vm.execute(&ObjectAdd::new(manager))?;
    let (_stream, features) = met.recv_timeout(LIMIT)??;
    equal("the features", features, [0; 4])
}

#[behaviour("query-pr-managers")]
pub(crate) fn reservation_managers_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("the number", vm.execute(&QueryPrManagers::new())?.len(), 0)?;
    managed(vm)?;
    let all = vm.execute(&QueryPrManagers::new())?.into_iter();
    let told: Vec<_> = all.map(|manager| (manager.id, manager.connected)).collect();
    equal("the managers", told, [("manager0".into(), true)])
}

#[raises(
    "PR_MANAGER_STATUS_CHANGED",
    data = r#"{"id": "manager0", "connected": true}"#
)]
pub(crate) fn pr_manager_status_changed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    managed(vm)
}

#[behaviour("query-cryptodev")]
pub(crate) fn crypto_backends_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    equal("the number", vm.execute(&QueryCryptodev::new())?.len(), 0)?;
    let crypto = CryptodevBackendProperties::new().queues(1);
    let crypto = ObjectOptions::cryptodev_backend_builtin("crypto0", crypto);
    vm.execute(&ObjectAdd::new(crypto))?;
    let all = vm.execute(&QueryCryptodev::new())?;
    let told: Vec<_> = all
        .iter()
        .map(|crypto| (crypto.id.as_str(), crypto.client.len()))
        .collect();
    equal("the backends and their clients", told, [("crypto0", 1)])?;
    let ciphers = all.iter().all(|crypto| {
        crypto
            .service
            .contains(&QCryptodevBackendServiceType::Cipher)
    });
    so("it knows ciphers", ciphers)
}

/// The traces of a name, and whether they are on.
fn traces(vm: &mut Vm<'_>, name: &str) -> Result<Vec<(String, TraceEventState)>, Stop> {
    let all = vm.execute(&TraceEventGetState::new(name))?.into_iter();
    Ok(all.map(|event| (event.name, event.state)).collect())
}

#[behaviour("trace-event-get-state")]
pub(crate) fn traces_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let all = traces(vm, "monitor_*")?;
    so("there are several", all.len() > 1)?;
    let ours = all.iter().all(|(name, _)| name.starts_with("monitor_"));
    so("they are called so", ours)?;
    let one = traces(vm, "monitor_suspend")?;
    equal(
        "the one",
        one,
        [("monitor_suspend".into(), TraceEventState::Disabled)],
    )?;
    equal("how many are called so", traces(vm, "no_such_*")?.len(), 0)?;
    vm.refusal(&TraceEventGetState::new("no_such")).map(drop)
}

#[behaviour("trace-event-set-state")]
pub(crate) fn a_trace_is_switched_on(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let set = |on| TraceEventSetState::new("monitor_suspend", on);
    let is = |state| [("monitor_suspend".to_owned(), state)];
    vm.execute(&set(true))?;
    equal(
        "it",
        traces(vm, "monitor_suspend")?,
        is(TraceEventState::Enabled),
    )?;
    vm.execute(&set(false))?;
    equal(
        "it",
        traces(vm, "monitor_suspend")?,
        is(TraceEventState::Disabled),
    )?;
    vm.refusal(&TraceEventSetState::new("no_such", true))
        .map(drop)
}

#[behaviour("query-command-line-options")]
pub(crate) fn options_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let query = QueryCommandLineOptions::new();
    let all = vm.execute(&query)?;
    let names: HashSet<&str> = all.iter().map(|option| option.option.as_str()).collect();
    equal("the number of names", names.len(), all.len())?;
    so("there are several", all.len() > 1)?;
    let name = vm.execute(&query.clone().option("name"))?;
    let parameters: HashSet<_> = name
        .iter()
        .flat_map(|option| &option.parameters)
        .map(|parameter| parameter.name.as_str())
        .collect();
    so("`-name` has `guest`", parameters.contains("guest"))?;
    vm.refusal(&query.option("no-such")).map(drop)
}

#[behaviour("query-qmp-schema")]
pub(crate) fn the_schema_is_the_suites(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let told = vm.execute(&QueryQmpSchema::new())?;
    let (mut commands, mut events) = (Vec::new(), Vec::new());
    for info in told {
        match info.meta_type {
            SchemaInfoBranch::Command(_) => commands.push(info.name),
            SchemaInfoBranch::Event(_) => events.push(info.name),
            _ => {}
        }
    }
    commands.sort();
    events.sort();
    let schema = vm.schema().ok_or("there is no schema")?;
    let known = schema.commands().iter().map(|c| c.name().to_owned());
    let mut known: Vec<String> = known.collect();
    known.sort();
    equal("the commands", commands, known)?;
    let known = schema.events().iter().map(|e| e.name().to_owned());
    let mut known: Vec<String> = known.collect();
    known.sort();
    equal("the events", events, known)
}

#[behaviour("request-ebpf")]
pub(crate) fn a_program_is_handed_out(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let program = vm.execute(&RequestEbpf::new(EbpfProgramID::Rss))?;
    // An ELF file, in base64.
    so("it is a program", program.object.starts_with("f0VMR"))?;
    let is_whole = program.object.len().is_multiple_of(4);
    so("it is whole", is_whole)
}

/// How many interrupts a PC's clock is to make up for, as the state of its
/// device has it.
fn late(vm: &mut Vm<'_>) -> Result<u32, Stop> {
    const NAME: &[u8] = b"mc146818rtc";
    // Behind the name, the numbers of the device and of its version, and what a
    // clock has before this (QEMU, `vmstate_rtc`).
    const BEFORE: usize = 8 + 197;
    let path = vm.path("state");
    vm.execute(&XenSaveDevicesState::new(path.as_str()))?;
    let bytes = std::fs::read(path)?;
    let name = bytes.windows(NAME.len()).position(|part| part == NAME);
    let at = name.ok_or("there is no clock")? + NAME.len() + BEFORE;
    let word = bytes.get(at..at + 4).ok_or("the state is too short")?;
    Ok(u32::from_be_bytes(word.try_into()?))
}

#[behaviour("rtc-reset-reinjection")]
pub(crate) fn what_is_late_is_forgotten(vm: &mut Vm<'_>) -> Result<(), Stop> {
    asleep(vm, &["-rtc", "clock=vm,driftfix=slew"], |vm| {
        equal("how many are late", late(vm)?, 0)?;
        let mut qtest = vm.qtest()?;
        // 1024 times a second an interrupt, which this guest does not take.
        for (register, value) in [(0x0a, 0x26), (0x0b, 0x42)] {
            qtest.outb(0x70, register)?;
            qtest.outb(0x71, value)?;
        }
        until_so("interrupts that are late", || Ok(late(vm)? > 0))?;
        // And with it its clock.
        vm.execute(&StopGuest::new())?;
        so("some are late", late(vm)? > 0)?;
        vm.execute(&RtcResetReinjection::new())?;
        equal("how many are late", late(vm)?, 0)
    })
}
