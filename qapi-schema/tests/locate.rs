//! Coordinates lead to places of a real schema, or say where they stop.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::path::Path;

use qapi_schema::{Place, Schema, TypeKind};

fn schema() -> Schema {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/qemu-10.0-x86_64.json");
    Schema::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn describe(schema: &Schema, text: &str) -> String {
    let kind = |id| match schema[id].kind() {
        TypeKind::Builtin(builtin) => builtin.name(),
        TypeKind::Enum(_) => "enum",
        TypeKind::Array(_) => "list",
        TypeKind::Object(_) => "object",
        TypeKind::Alternate(_) => "alternate",
    };
    match schema.locate(&text.parse().unwrap()) {
        Ok(Place::Command(command)) => format!("command {}", command.name()),
        Ok(Place::Event(event)) => format!("event {}", event.name()),
        Ok(Place::Type(id)) => kind(id).to_owned(),
        Ok(Place::Member(member)) => format!("member {}: {}", member.name(), kind(member.ty())),
        Ok(Place::Value(value)) => format!("value {}", value.name()),
        Ok(Place::Feature(feature)) => format!("feature {feature}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_kind_of_place_is_found() {
    let schema = schema();
    for (text, place) in [
        ("stop", "command stop"),
        ("STOP", "event STOP"),
        ("query-block.returns", "list"),
        (
            "query-block.returns[].inserted.image",
            "member image: object",
        ),
        ("query-block.returns[3].inserted", "member inserted: object"),
        ("blockdev-add.arguments.cache.direct", "member direct: bool"),
        ("blockdev-add.arguments(driver=file)", "object"),
        (
            "blockdev-add.arguments(driver=file).filename",
            "member filename: str",
        ),
        // Inside an alternate; the branches that have it share a type.
        (
            "blockdev-add.arguments(driver=qcow2).file.pr-manager",
            "member pr-manager: str",
        ),
        (
            "blockdev-add.arguments(driver=qcow2).file.path",
            "`blockdev-add.arguments(driver=qcow2).file` has a member `path` in 3 branches: \
             say which, as in `blockdev-add.arguments(driver=qcow2).file(driver=gluster).path`",
        ),
        (
            "blockdev-add.arguments.data-file",
            "member data-file: alternate",
        ),
        ("blockdev-add.arguments.driver=qcow2", "value qcow2"),
        ("BLOCK_IO_ERROR.data.action=report", "value report"),
        ("x-query-virtio$unstable", "feature unstable"),
        (
            "blockdev-add.arguments(driver=file).x-check-cache-dropped$unstable",
            "feature unstable",
        ),
        (
            "migrate.arguments.channels[].addr(transport=socket)(type=inet).host",
            "member host: str",
        ),
    ] {
        assert_eq!(describe(&schema, text), place, "{text}");
    }
}

#[test]
fn a_wrong_step_says_how_far_it_got_and_what_was_meant() {
    let schema = schema();
    for (text, message) in [
        (
            "query-blok",
            "`query-blok` is not a command or event of this schema; did you mean `query-block`?",
        ),
        (
            "stop.data",
            "`stop` is a command: it has `arguments` and `returns`",
        ),
        ("STOP.returns", "`STOP` is an event: it has `data`"),
        (
            "blockdev-add.arguments.cache.direkt",
            "`blockdev-add.arguments.cache` has no member `direkt`; did you mean `direct`?",
        ),
        (
            "blockdev-add.arguments.driver=vdmk",
            "`blockdev-add.arguments.driver` has no value `vdmk`; did you mean `vmdk`?",
        ),
        (
            "blockdev-add.arguments(driver=fil)",
            "`blockdev-add.arguments` has no branch `fil`; did you mean `file`?",
        ),
        (
            "blockdev-add.arguments(type=file)",
            "`blockdev-add.arguments` is told apart by `driver`, not by `type`",
        ),
        (
            "blockdev-add.arguments.cache[]",
            "`blockdev-add.arguments.cache` is not a list",
        ),
        (
            "query-block.returns.device",
            "`query-block.returns` is not an object",
        ),
        (
            "stop$unstable",
            "`stop` does not have the feature `unstable`",
        ),
    ] {
        assert_eq!(describe(&schema, text), message);
    }
}
