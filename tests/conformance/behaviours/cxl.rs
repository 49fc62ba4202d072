//! What is told to a CXL memory device, as its driver then finds it.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    CxlAddDynamicCapacity, CxlAddDynamicCapacityRequired, CxlInjectCorrectableError,
    CxlInjectDramEvent, CxlInjectDramEventRequired, CxlInjectGeneralMediaEvent,
    CxlInjectGeneralMediaEventRequired, CxlInjectMemoryModuleEvent,
    CxlInjectMemoryModuleEventRequired, CxlInjectPoison, CxlInjectUncorrectableErrors,
    CxlReleaseDynamicCapacity, CxlReleaseDynamicCapacityRequired,
};
use qapi_types::qmp::types::{
    CXLUncorErrorRecord, CxlCorErrorType, CxlDynamicCapacityExtent, CxlEventLog,
    CxlExtentRemovalPolicy, CxlExtentSelectionPolicy, CxlUncorErrorType,
};

use super::kit::cxl::{Memory, PATH, with_memory};

/// Commands of the mailbox.
const GET_EVENTS: u16 = 0x0100;
const GET_POISON: u16 = 0x4300;
const GET_EXTENTS: u16 = 0x4801;
const ACCEPT_EXTENTS: u16 = 0x4802;

/// The logs of events.
const WARNING: u8 = 1;
const FAILURE: u8 = 2;
const FATAL: u8 = 3;
const DYNAMIC: u8 = 4;

/// Registers of the errors: what has happened, what nobody wants to know, and
/// what came along with the first.
const FATAL_ERRORS: u64 = 0x00;
const FATAL_MASK: u64 = 0x04;
const ERRORS: u64 = 0x0c;
const MASK: u64 = 0x10;
const HEADER: u64 = 0x18;

/// Where the part is in an answer that its kind of event has for itself.
const EVENT: usize = 0x20 + 0x30;

/// A number in an answer, its lowest byte first.
fn number(answer: &[u8], at: usize, length: usize) -> Result<u64, Stop> {
    let bytes = answer.get(at..at + length);
    let bytes = bytes.ok_or_else(|| format!("an answer of {} bytes", answer.len()))?;
    let number = bytes.iter().rev();
    Ok(number.fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// The only event of a log.
fn event(memory: &mut Memory, log: u8) -> Result<Vec<u8>, Stop> {
    let answer = memory.ask(GET_EVENTS, &[log])?;
    equal("how many events there are", number(&answer, 20, 2)?, 1)?;
    Ok(answer)
}

#[behaviour("cxl-inject-poison")]
pub(crate) fn poison_is_listed(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_memory(vm, |vm, memory| {
        vm.execute(&CxlInjectPoison::new(PATH, 0x1000, 128))?;
        // From the start, all there is, in pieces of 64 bytes.
        let all = [0, (256_u64 << 20) / 64].map(u64::to_le_bytes).concat();
        let list = memory.ask(GET_POISON, &all)?;
        equal("how many places", number(&list, 10, 2)?, 1)?;
        // The lowest bits say where it comes from.
        equal("where", number(&list, 0x20, 8)? & !0x3f, 0x1000)?;
        equal("how many pieces", number(&list, 0x28, 4)?, 2)?;
        let error = vm.refusal(&CxlInjectPoison::new(PATH, 0x1040, 128))?;
        so("it is poisoned already", error.desc().contains("Overlap"))?;
        vm.refusal(&CxlInjectPoison::new(PATH, 0x2000, 65))
            .map(drop)
    })
}

#[behaviour("cxl-inject-uncorrectable-errors")]
pub(crate) fn fatal_errors_are_noted_in_turn(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let errors = || {
        let parity = CXLUncorErrorRecord::new(CxlUncorErrorType::CacheAddressParity, vec![7, 9]);
        let threshold = CXLUncorErrorRecord::new(CxlUncorErrorType::ReinitThreshold, vec![5]);
        CxlInjectUncorrectableErrors::new(PATH, vec![parity, threshold])
    };
    with_memory(vm, |vm, memory| {
        // Nobody wants to know yet.
        vm.execute(&errors())?;
        equal("the errors", memory.error(FATAL_ERRORS)?, 0)?;
        memory.set_error(FATAL_MASK, 0)?;
        vm.execute(&errors())?;
        equal("the errors", memory.error(FATAL_ERRORS)?, 1 << 1 | 1 << 8)?;
        equal("what came along", memory.error(HEADER)?, 7)?;
        equal("and more", memory.error(HEADER + 4)?, 9)?;
        // Who has seen the first sees the second.
        memory.set_error(FATAL_ERRORS, 1 << 1)?;
        equal("the errors", memory.error(FATAL_ERRORS)?, 1 << 8)?;
        equal("what came along", memory.error(HEADER)?, 5)?;
        let nowhere = CxlInjectUncorrectableErrors::new("/machine", Vec::new());
        vm.refusal(&nowhere).map(drop)
    })
}

#[behaviour("cxl-inject-correctable-error")]
pub(crate) fn errors_are_noted(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_memory(vm, |vm, memory| {
        memory.set_error(MASK, 0)?;
        for (error, noted) in [
            (CxlCorErrorType::MemDataEcc, 1 << 1),
            (CxlCorErrorType::Physical, 1 << 1 | 1 << 6),
        ] {
            vm.execute(&CxlInjectCorrectableError::new(PATH, error))?;
            equal("the errors", memory.error(ERRORS)?, noted)?;
        }
        let nowhere = CxlInjectCorrectableError::new("/machine", CxlCorErrorType::Physical);
        vm.refusal(&nowhere).map(drop)
    })
}

#[behaviour("cxl-inject-general-media-event")]
pub(crate) fn an_event_of_media_is_logged(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_memory(vm, |vm, memory| {
        let required = CxlInjectGeneralMediaEventRequired {
            path: PATH.to_owned(),
            log: CxlEventLog::Warning,
            flags: 0,
            dpa: 0x1000,
            descriptor: 3,
            r#type: 2,
            transaction_type: 4,
        };
        let mut inject = CxlInjectGeneralMediaEvent::new(required)
            .channel(5)
            .rank(6)
            .device(0x1_0203);
        if vm.supports("cxl-inject-general-media-event.arguments.sub-type")? {
            inject = inject.sub_type(1);
        }
        vm.execute(&inject)?;
        let event = event(memory, WARNING)?;
        equal("the address", number(&event, EVENT, 8)?, 0x1000)?;
        equal("the descriptor", number(&event, EVENT + 8, 1)?, 3)?;
        equal("the type", number(&event, EVENT + 9, 1)?, 2)?;
        equal("the transaction", number(&event, EVENT + 10, 1)?, 4)?;
        equal("what is known", number(&event, EVENT + 11, 2)?, 0b111)?;
        equal("the channel", number(&event, EVENT + 13, 1)?, 5)?;
        equal("the rank", number(&event, EVENT + 14, 1)?, 6)?;
        equal("the device", number(&event, EVENT + 15, 3)?, 0x1_0203)
    })
}

#[behaviour("cxl-inject-dram-event")]
pub(crate) fn an_event_of_memory_is_logged(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_memory(vm, |vm, memory| {
        let required = CxlInjectDramEventRequired {
            path: PATH.to_owned(),
            log: CxlEventLog::Failure,
            flags: 0,
            dpa: 0x2000,
            descriptor: 1,
            r#type: 2,
            transaction_type: 3,
        };
        let mut inject = CxlInjectDramEvent::new(required)
            .bank_group(4)
            .bank(5)
            .row(0x1_0203)
            .column(0x77);
        if vm.supports("cxl-inject-dram-event.arguments.sub-type")? {
            inject = inject.sub_type(1);
        }
        vm.execute(&inject)?;
        let event = event(memory, FAILURE)?;
        equal("the address", number(&event, EVENT, 8)?, 0x2000)?;
        equal("what is known", number(&event, EVENT + 11, 2)?, 0b111_1000)?;
        equal("the group", number(&event, EVENT + 18, 1)?, 4)?;
        equal("the bank", number(&event, EVENT + 19, 1)?, 5)?;
        equal("the row", number(&event, EVENT + 20, 3)?, 0x1_0203)?;
        equal("the column", number(&event, EVENT + 23, 2)?, 0x77)
    })
}

#[behaviour("cxl-inject-memory-module-event")]
pub(crate) fn an_event_of_the_module_is_logged(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_memory(vm, |vm, memory| {
        let required = CxlInjectMemoryModuleEventRequired {
            path: PATH.to_owned(),
            log: CxlEventLog::Fatal,
            flags: 0,
            r#type: 1,
            health_status: 2,
            media_status: 3,
            additional_status: 4,
            life_used: 55,
            temperature: 300,
            dirty_shutdown_count: 6,
            corrected_volatile_error_count: 7,
            corrected_persistent_error_count: 8,
        };
        let mut inject = CxlInjectMemoryModuleEvent::new(required);
        if vm.supports("cxl-inject-memory-module-event.arguments.sub-type")? {
            inject = inject.sub_type(1);
        }
        vm.execute(&inject)?;
        let event = event(memory, FATAL)?;
        let bytes = [1, 2, 3, 4, 55];
        for (at, wanted) in (EVENT..).zip(bytes) {
            equal("a byte of it", number(&event, at, 1)?, wanted)?;
        }
        equal("the temperature", number(&event, EVENT + 5, 2)?, 300)?;
        for (at, wanted) in [(7, 6), (11, 7), (15, 8)] {
            equal("a count of it", number(&event, EVENT + at, 4)?, wanted)?;
        }
        Ok(())
    })
}

/// As much as is added.
const EXTENT: u64 = 128 << 20;

fn add() -> CxlAddDynamicCapacity {
    CxlAddDynamicCapacity::new(CxlAddDynamicCapacityRequired {
        path: PATH.to_owned(),
        host_id: 0,
        selection_policy: CxlExtentSelectionPolicy::Prescriptive,
        region: 0,
        extents: vec![CxlDynamicCapacityExtent::new(EXTENT, EXTENT)],
    })
}

/// Has the driver take what it is offered, and tells where it starts.
fn accept(memory: &mut Memory) -> Result<u64, Stop> {
    let offered = event(memory, DYNAMIC)?;
    equal("what it is about", number(&offered, EVENT, 1)?, 0)?;
    let start = number(&offered, EVENT + 8, 8)?;
    equal("how much it is", number(&offered, EVENT + 16, 8)?, EXTENT)?;
    memory.ask(
        ACCEPT_EXTENTS,
        &[1, start, EXTENT, 0].map(u64::to_le_bytes).concat(),
    )?;
    Ok(start)
}

#[behaviour("cxl-add-dynamic-capacity")]
pub(crate) fn capacity_is_offered_and_taken(vm: &mut Vm<'_>) -> Result<(), Stop> {
    with_memory(vm, |vm, memory| {
        vm.execute(&add())?;
        let error = vm.refusal(&add())?;
        so("it is still offered", error.desc().contains("pending"))?;
        let start = accept(memory)?;
        // As many as there are, from the first.
        let list = memory.ask(GET_EXTENTS, &[8_u32, 0].map(u32::to_le_bytes).concat())?;
        equal("how many extents there are", number(&list, 4, 4)?, 1)?;
        equal("where it starts", number(&list, 16, 8)?, start)?;
        equal("how much it is", number(&list, 24, 8)?, EXTENT)?;
        let error = vm.refusal(&add())?;
        so(
            "it has it already",
            error.desc().contains("already accessible"),
        )
    })
}

#[behaviour("cxl-release-dynamic-capacity")]
pub(crate) fn capacity_is_asked_back(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let release = CxlReleaseDynamicCapacity::new(CxlReleaseDynamicCapacityRequired {
        path: PATH.to_owned(),
        host_id: 0,
        removal_policy: CxlExtentRemovalPolicy::Prescriptive,
        region: 0,
        extents: vec![CxlDynamicCapacityExtent::new(EXTENT, EXTENT)],
    });
    with_memory(vm, |vm, memory| {
        vm.refusal(&release)?;
        vm.execute(&add())?;
        let start = accept(memory)?;
        vm.execute(&release)?;
        let events = memory.ask(GET_EVENTS, &[DYNAMIC])?;
        equal("how many events there are", number(&events, 20, 2)?, 2)?;
        let second = EVENT + 0x80;
        equal("what it is about", number(&events, second, 1)?, 1)?;
        equal("where it starts", number(&events, second + 8, 8)?, start)?;
        equal("how much it is", number(&events, second + 16, 8)?, EXTENT)
    })
}
