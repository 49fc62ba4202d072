//! What types of objects there are.

use qapi_conformance::{Stop, Vm, behaviour, equal, so};
use qapi_types::qmp::commands::{
    DeviceListProperties, ObjectAdd, QomListGet, QomListProperties, QomListTypes,
};
use qapi_types::qmp::types::{IothreadProperties, ObjectOptions, ObjectPropertyInfo};
use serde_json::json;

fn the_property<'p>(
    properties: &'p [ObjectPropertyInfo],
    name: &str,
) -> Result<&'p ObjectPropertyInfo, Stop> {
    let property = properties.iter().find(|property| property.name == name);
    property.ok_or_else(|| format!("there is no property `{name}`").into())
}

#[behaviour("qom-list-types")]
pub(crate) fn types_are_told_by_what_they_implement(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let list = QomListTypes::new().implements("user-creatable");
    let plain = vm.execute(&list.clone().r#abstract(false))?;
    let iothread = plain.iter().find(|found| found.name == "iothread");
    so("a thread is one", iothread.is_some())?;
    so(
        "none is abstract",
        plain.iter().all(|found| found.r#abstract != Some(true)),
    )?;
    let all = vm.execute(&list.r#abstract(true))?;
    let secret = all.iter().find(|found| found.name == "secret_common");
    let secret = secret.ok_or("the base of secrets is not told")?;
    equal("whether it is abstract", secret.r#abstract, Some(true))?;
    equal("its parent", secret.parent.as_deref(), Some("object"))?;
    let children = plain
        .iter()
        .filter(|found| found.parent.as_deref() == Some("secret_common"));
    so("a secret is one of its", children.count() > 0)?;
    let nothing = vm.execute(&QomListTypes::new().implements("no-such"))?;
    equal("how many implement what is not", nothing.len(), 0)
}

#[behaviour("qom-list-properties")]
pub(crate) fn a_type_tells_its_properties(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let properties = vm.execute(&QomListProperties::new("iothread"))?;
    let property = the_property(&properties, "poll-max-ns")?;
    equal("its type", property.r#type.as_str(), "int")?;
    let error = vm.refusal(&QomListProperties::new("no-such"))?;
    equal("the class", error.class().as_str(), "DeviceNotFound")
}

#[behaviour("device-list-properties")]
pub(crate) fn a_device_tells_its_properties(vm: &mut Vm<'_>) -> Result<(), Stop> {
    let properties = vm.execute(&DeviceListProperties::new("usb-mouse"))?;
    let property = the_property(&properties, "usb_version")?;
    equal("its type", property.r#type.as_str(), "uint32")?;
    equal(
        "its default",
        property.default_value.clone(),
        Some(json!(2)),
    )?;
    // An object is none, and neither is what nobody can make.
    vm.refusal(&DeviceListProperties::new("iothread"))?;
    vm.refusal(&DeviceListProperties::new("device"))?;
    let error = vm.refusal(&DeviceListProperties::new("no-such"))?;
    equal("the class", error.class().as_str(), "DeviceNotFound")
}

#[behaviour("qom-list-get")]
pub(crate) fn several_objects_are_read_at_once(vm: &mut Vm<'_>) -> Result<(), Stop> {
    for (id, limit) in [("io0", 7), ("io1", 9)] {
        let thread = IothreadProperties::new().poll_max_ns(limit);
        vm.execute(&ObjectAdd::new(ObjectOptions::iothread(id, thread)))?;
    }
    let paths = || ["/objects/io1", "/objects/io0"].map(Into::into).to_vec();
    let objects = vm.execute(&QomListGet::new(paths()))?;
    let limits: Vec<_> = objects
        .iter()
        .flat_map(|object| &object.properties)
        .filter(|property| property.name == "poll-max-ns")
        .map(|property| property.value.clone())
        .collect();
    equal(
        "the limits, in the order of the paths",
        limits,
        [Some(json!(9)), Some(json!(7))],
    )?;
    let missing = [paths(), vec!["/objects/io2".into()]].concat();
    let error = vm.refusal(&QomListGet::new(missing))?;
    equal("the class", error.class().as_str(), "DeviceNotFound")
}
