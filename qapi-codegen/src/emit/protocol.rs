//! Commands, events, and what is listed of them.

use super::enums::{Arm, branches_impl};
use super::metadata::words;
use super::structs::{self, Place};
use super::text::{Out, ROOT, TYPES, emit, path};
use super::{ALLOW, Content, Head, Made, Plan, Struct};
use crate::plan::{CommandItem, EventItem, TypeItemKind};

/// Emits a command.
pub(super) fn command(out: &mut Out, made: &mut Made, command: &CommandItem) {
    content(out, made, &command.head, &command.arguments, "arguments");
    let Head { name, wire, .. } = &command.head;
    emit!(out, "    impl rt::Command for {name} {{\n");
    emit!(out, "        const NAME: &'static str = {wire:?};\n");
    if command.allow_oob {
        out.put("        const ALLOW_OOB: bool = true;\n");
    }
    if !command.success_response {
        out.put("        const SUCCESS_RESPONSE: bool = false;\n");
    }
    item_consts(out, &command.head);
    emit!(
        out,
        "        type Reply = {};\n    }}\n",
        path(&command.reply, TYPES)
    );
}

/// Emits an event.
pub(super) fn event(out: &mut Out, made: &mut Made, event: &EventItem) {
    content(out, made, &event.head, &event.data, "data");
    let Head { name, wire, .. } = &event.head;
    emit!(out, "    impl rt::Event for {name} {{\n");
    emit!(out, "        const NAME: &'static str = {wire:?};\n");
    item_consts(out, &event.head);
    out.put("    }\n");
}

fn item_consts(out: &mut Out, head: &Head) {
    if !head.features.is_empty() {
        emit!(
            out,
            "        const FEATURES: &'static [&'static str] = &{:?};\n",
            head.features
        );
    }
    let here = words(&head.availability);
    emit!(
        out,
        "        const AVAILABILITY: rt::Availability = rt::Availability::new(super::SCHEMAS, &{here});\n"
    );
}

fn content(out: &mut Out, made: &mut Made, head: &Head, content: &Content, field: &'static str) {
    let name = &head.name;
    match content {
        Content::Own(structure) => {
            structs::structure(out, Place::elsewhere(head), structure);
            made.objects.push(name.clone());
        }
        Content::Wraps(ty) => {
            out.head("    ", head);
            emit!(out, "    #[non_exhaustive]\n    pub struct {name} {{\n");
            emit!(
                out,
                "        /// The {field}.\n        pub {field}: {TYPES}{ty},\n    }}\n"
            );
            emit!(
                out,
                "    impl {name} {{\n        /// A value with what is required.\n"
            );
            emit!(
                out,
                "        #[inline]\n        pub fn new({field}: {TYPES}{ty}) -> Self {{\n"
            );
            emit!(out, "            Self {{ {field} }}\n        }}\n    }}\n");
            made.wrappers
                .push((name.clone(), field, format!("{TYPES}{ty}")));
        }
    }
}

/// Emits the enum of all events.
pub(super) fn all_events(out: &mut Out, events: &[EventItem]) {
    out.put("    /// Any event, as a message has it: `{\"event\": …, \"data\": …}`.\n");
    out.put("    #[non_exhaustive]\n    pub enum Event {\n");
    for event in events {
        let head = Head {
            wire: event.head.name.clone(),
            ..event.head.clone()
        };
        out.head("        ", &head);
        emit!(out, "        {0}(rt::Box<{0}>),\n", head.name);
    }
    out.put("        /// An event that this build does not know.\n");
    out.put("        Unrecognized(rt::UnrecognizedEvent),\n    }\n");
    let arms = events.iter().map(|event| Arm {
        variant: &event.head.name,
        tag: &event.head.wire,
        members: true,
    });
    branches_impl(
        out,
        "Event",
        ROOT,
        arms,
        "Self::Unrecognized(to.unrecognized(tag).into())",
    );
    out.put("    rt::events! { Event }\n");
}

/// Emits the list of all features that are not a command's or event's own.
pub(super) fn features(out: &mut Out, plan: &Plan) {
    out.put("/// The features of all items and members that have any.\n");
    out.put(ALLOW);
    out.put("pub const FEATURES: &[::qapi_types::Featured] = {\n    use ::qapi_types::__private as rt;\n    &[\n");
    let mut row = |module: &str, item: &str, member: Option<&str>, features: &[String]| {
        if !features.is_empty() {
            emit!(out, "    rt::Featured::new(\"{module}::{item}\", ");
            match member {
                Some(member) => emit!(out, "rt::Some({member:?})"),
                None => out.put("rt::None"),
            }
            emit!(out, ", &{features:?}),\n");
        }
    };
    for CommandItem {
        head, arguments, ..
    } in &plan.commands
    {
        row("commands", &head.name, None, &head.features);
        own_members(arguments, |member| {
            row("commands", &head.name, Some(&member.wire), &member.features);
        });
    }
    for EventItem { head, data } in &plan.events {
        row("events", &head.name, None, &head.features);
        own_members(data, |member| {
            row("events", &head.name, Some(&member.wire), &member.features);
        });
    }
    for item in &plan.types {
        let name = &item.head.name;
        row("types", name, None, &item.head.features);
        let inner = |member: &Head| row("types", name, Some(&member.wire), &member.features);
        match &item.kind {
            TypeItemKind::Struct(structure) => struct_members(structure, inner),
            TypeItemKind::Enum(values) => values.iter().for_each(inner),
            TypeItemKind::Alternate(_) => {}
        }
    }
    out.put("    ]\n};\n");
}

fn own_members(content: &Content, see: impl FnMut(&Head)) {
    if let Content::Own(structure) = content {
        struct_members(structure, see);
    }
}

fn struct_members(structure: &Struct, mut see: impl FnMut(&Head)) {
    structure.fields.iter().for_each(|field| see(&field.head));
    if let Some(union) = &structure.union {
        see(&union.tag);
    }
}

/// Emits the way from names to types.
pub(super) fn registry(out: &mut Out, plan: &Plan) {
    out.put("\n/// All commands and events by name.\n");
    out.put(ALLOW);
    out.put("pub const REGISTRY: &[::qapi_types::registry::Registered] = {\n");
    out.put("    use ::qapi_types::__private as rt;\n    &[\n");
    for CommandItem { head, reply, .. } in &plan.commands {
        let Head { name, wire, .. } = head;
        let reply = path(reply, "types::");
        emit!(
            out,
            "    rt::Registered::Command {{\n        name: {wire:?},\n"
        );
        emit!(
            out,
            "        arguments: rt::Codec::of::<commands::{name}>(),\n"
        );
        emit!(out, "        reply: rt::Codec::of::<{reply}>(),\n    }},\n");
    }
    for EventItem { head, .. } in &plan.events {
        let Head { name, wire, .. } = head;
        emit!(
            out,
            "    rt::Registered::Event {{\n        name: {wire:?},\n"
        );
        emit!(
            out,
            "        data: rt::Codec::of::<events::{name}>(),\n    }},\n"
        );
    }
    out.put("    ]\n};\n");
}
