//! The switch `rocker`, which is told by its driver what to do with frames.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    DeviceListProperties, QueryRocker, QueryRockerOfDpaFlows, QueryRockerOfDpaGroups,
    QueryRockerPorts,
};

use super::kit::board::{Board, QTEST};
use super::kit::pci::{Device, Pci};

/// Where it is on these machines.
const SLOT: u8 = 7;
/// The first port of the switch, as frames come and go there.
const PORT: u32 = 1;

/// Registers of the switch: which ports are on, and the ring of its commands.
const PORTS_ON: u64 = 0x318;
const RING: u64 = 0x1000;
const RING_SIZE: u64 = RING + 0x08;
const RING_HEAD: u64 = RING + 0x0c;

/// A command is of these, and so is what is in its second.
const TYPE: u32 = 1;
const INFO: u32 = 2;
const FLOW_ADD: u16 = 3;
const GROUP_ADD: u16 = 7;

/// Fields of a flow or a group.
const TABLE: u32 = 1;
const PRIORITY: u32 = 2;
const HARD_TIME: u32 = 3;
const COOKIE: u32 = 5;
const IN_PORT: u32 = 6;
const OUT_PORT: u32 = 8;
const GOTO_TABLE: u32 = 9;
const GROUP: u32 = 10;
const POP_VLAN: u32 = 59;

/// The tables of what comes in, and of virtual networks.
const INGRESS: u16 = 0;
const VLAN: u16 = 10;

/// A QEMU with a switch that has one port, and no qtest yet.
fn a_switch(
    vm: &mut Vm<'_>,
    part: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let properties = vm.execute(&DeviceListProperties::new("rocker"))?;
    let board = Board::of(vm)?.name();
    let mut args = vec!["-machine", board, "-accel", "tcg", "-S", "-qtest", QTEST];
    args.extend(["-netdev", "hubport,id=hub0,hubid=0"]);
    // Lists were once given element by element, the number before all others.
    if properties
        .iter()
        .any(|property| property.name == "len-ports")
    {
        let switch = "rocker,name=switch0,addr=7,ports[0]=hub0";
        args.extend(["-global", "rocker.len-ports=1", "-device", switch]);
    } else {
        let switch = r#"{"driver": "rocker", "name": "switch0", "addr": "7", "ports": ["hub0"]}"#;
        args.extend(["-device", switch]);
    }
    vm.beside(&args, |_, vm| part(vm))
}

/// A field of a command: its type, its length, itself, and nothing up to the
/// next eight bytes.
fn field(kind: u32, value: &[u8]) -> Result<Vec<u8>, Stop> {
    let mut field = kind.to_le_bytes().to_vec();
    field.extend(u32::try_from(8 + value.len())?.to_le_bytes());
    field.extend(value);
    field.resize(field.len().next_multiple_of(8), 0);
    Ok(field)
}

/// Has the switch carry out a command.
fn tell(vm: &mut Vm<'_>, command: u16, fields: &[(u32, &[u8])]) -> Result<(), Stop> {
    let mut info = Vec::new();
    for (kind, value) in fields {
        info.extend(field(*kind, value)?);
    }
    let mut text = field(TYPE, &command.to_le_bytes())?;
    text.extend(field(INFO, &info)?);
    let length = u16::try_from(text.len())?;
    let mut pci = Pci::of(vm)?;
    let base = pci.place(Device::new(0, SLOT), 0)?;
    let (descriptor, buffer) = (pci.memory, pci.memory + 0x1000);
    let qtest = &mut pci.qtest;
    qtest.write(buffer, &text)?;
    // Where it is, a number of the driver's own, the room and the length.
    qtest.writeq(descriptor, buffer)?;
    qtest.writeq(descriptor + 8, 0)?;
    qtest.writew(descriptor + 16, length)?;
    qtest.writew(descriptor + 18, length)?;
    qtest.writeq(base + RING, descriptor)?;
    qtest.writel(base + RING_SIZE, 2)?;
    qtest.writel(base + RING_HEAD, 1)?;
    // The highest bit says that it is done, and the others what is wrong.
    equal(
        "what the switch says",
        qtest.readw(descriptor + 30)?,
        1 << 15,
    )
}

#[behaviour("query-rocker")]
pub(crate) fn a_switch_is_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    a_switch(vm, |vm| {
        let switch = vm.execute(&QueryRocker::new("switch0"))?;
        equal("its name", switch.name.as_str(), "switch0")?;
        equal("its ports", switch.ports, 1)?;
        let error = vm.refusal(&QueryRocker::new("switch1"))?;
        so("the error names it", error.desc().contains("switch1"))
    })
}

#[behaviour("query-rocker-ports")]
pub(crate) fn ports_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    a_switch(vm, |vm| {
        for on in [false, true] {
            if on {
                let mut pci = Pci::of(vm)?;
                let base = pci.place(Device::new(0, SLOT), 0)?;
                pci.qtest.writeq(base + PORTS_ON, 1 << PORT)?;
            }
            let ports = vm.execute(&QueryRockerPorts::new("switch0"))?;
            let ports: Vec<_> = ports
                .iter()
                .map(|port| (&*port.name, port.enabled))
                .collect();
            equal("the ports", ports, [("switch0p1", on)])?;
        }
        vm.refusal(&QueryRockerPorts::new("switch1")).map(drop)
    })
}

#[behaviour("query-rocker-of-dpa-flows")]
pub(crate) fn flows_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    a_switch(vm, |vm| {
        let query = QueryRockerOfDpaFlows::new("switch0");
        equal("how many there are", vm.execute(&query)?.len(), 0)?;
        let flow: [(u32, &[u8]); 6] = [
            (TABLE, &INGRESS.to_le_bytes()),
            (PRIORITY, &3_u32.to_le_bytes()),
            (HARD_TIME, &0_u32.to_le_bytes()),
            (COOKIE, &77_u64.to_le_bytes()),
            (IN_PORT, &PORT.to_le_bytes()),
            (GOTO_TABLE, &VLAN.to_le_bytes()),
        ];
        tell(vm, FLOW_ADD, &flow)?;
        let flows = vm.execute(&query)?;
        let told: Vec<_> = flows
            .iter()
            .map(|flow| {
                (
                    flow.cookie,
                    flow.key.priority,
                    flow.key.in_pport,
                    flow.action.goto_tbl,
                )
            })
            .collect();
        let wanted = (77, 3, Some(u64::from(PORT)), Some(u64::from(VLAN)));
        equal("the flows", told, [wanted])?;
        let elsewhere = query.tbl_id(VLAN.into());
        equal(
            "how many are in the other table",
            vm.execute(&elsewhere)?.len(),
            0,
        )
    })
}

#[behaviour("query-rocker-of-dpa-groups")]
pub(crate) fn groups_are_told(vm: &mut Vm<'_>) -> Result<(), Stop> {
    a_switch(vm, |vm| {
        let query = QueryRockerOfDpaGroups::new("switch0");
        equal("how many there are", vm.execute(&query)?.len(), 0)?;
        // What goes out by a port, of virtual network 5.
        let id = 5 << 16 | PORT;
        let group: [(u32, &[u8]); 3] = [
            (GROUP, &id.to_le_bytes()),
            (OUT_PORT, &PORT.to_le_bytes()),
            (POP_VLAN, &[1]),
        ];
        tell(vm, GROUP_ADD, &group)?;
        let groups = vm.execute(&query)?;
        let told: Vec<_> = groups
            .iter()
            .map(|group| (group.id, group.vlan_id, group.pport, group.pop_vlan))
            .collect();
        let wanted = (u64::from(id), Some(5), Some(PORT.into()), Some(1));
        equal("the groups", told, [wanted])?;
        let others = vm.execute(&query.r#type(2))?;
        equal("how many are of another type", others.len(), 0)
    })
}
