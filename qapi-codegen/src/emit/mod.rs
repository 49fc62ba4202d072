//! Stage four: the plan as Rust text.
//!
//! Nothing is decided here. The text is written as it stands in the file,
//! formatted: parsing and printing it again would cost more than all other
//! stages together, and every user of a build script would compile the printer.
//!
//! All names but those of generated items go through `rt`, because a schema may
//! have types called `String`, `Option` or `Default`.

mod enums;
mod metadata;
mod protocol;
mod structs;
mod text;

use crate::json_schema::{Definition, Definitions, definitions};
use crate::plan::{Content, Head, Plan, Struct, TypeItem, TypeItemKind};
use structs::Place;
use text::{Out, emit};

/// What is in a module, for the impls that are made for all of a kind at once.
#[derive(Default)]
struct Made {
    /// Structs and alternates.
    objects: Vec<String>,
    /// Structs that hold one of module `types`: name, field, inner type.
    wrappers: Vec<(String, &'static str, String)>,
    enums: Vec<String>,
    branches: Vec<String>,
    definitions: Vec<Definition>,
}

/// Spells a plan out. `registry` adds the constant `REGISTRY`, `schemars` impls
/// of `JsonSchema`.
pub fn emit(plan: &Plan, registry: bool, schemars: bool) -> String {
    let definitions = if schemars {
        definitions(plan)
    } else {
        Definitions::default()
    };
    let mut out = Out::default();
    out.put("// Made by qapi-codegen from QEMU's answer to `query-qmp-schema`.\n\n");
    module(&mut out, plan, "Commands.", "commands", |out, made| {
        for command in &plan.commands {
            protocol::command(out, made, command);
        }
        made.definitions = definitions.commands;
    });
    module(&mut out, plan, "Events.", "events", |out, made| {
        for event in &plan.events {
            protocol::event(out, made, event);
        }
        protocol::all_events(out, &plan.events);
        made.definitions = definitions.events;
    });
    module(
        &mut out,
        plan,
        "Types of members and replies.",
        "types",
        |out, made| {
            for item in &plan.types {
                type_item(out, made, item);
            }
            made.definitions = definitions.types;
        },
    );
    protocol::features(&mut out, plan);
    metadata::metadata(&mut out, plan);
    if registry {
        protocol::registry(&mut out, plan);
    }
    out.finish()
}

/// Who includes the bindings may deny much that is right here: deprecated items
/// are used by their own impls, private modules leave items unused, and
/// `rt::Option` is `Option` in all but the worst schemas.
const ALLOW: &str = "#[allow(
    bindings_with_variant_name,
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = \"generated\"
)]
";

fn module(
    out: &mut Out,
    plan: &Plan,
    docs: &str,
    name: &str,
    body: impl FnOnce(&mut Out, &mut Made),
) {
    emit!(out, "/// {docs}\n");
    if !plan.docs.is_empty() {
        out.put("///\n");
        out.docs("", &plan.docs);
    }
    out.put(ALLOW);
    emit!(out, "pub mod {name} {{\n");
    out.put("    use ::qapi_types::__private as rt;\n\n");
    let mut made = Made::default();
    body(out, &mut made);
    made.finish(out, name);
    out.put("}\n\n");
}

impl Made {
    fn finish(self, out: &mut Out, module: &str) {
        let wrappers = self.wrappers.iter().map(|(name, ..)| name);
        let described: Vec<&String> = self
            .objects
            .iter()
            .chain(wrappers)
            .chain(&self.enums)
            .chain(&self.branches)
            .collect();
        if !described.is_empty() {
            emit!(out, "    rt::described! {{\n        {module}:\n");
            for item in described {
                emit!(out, "        {item}\n");
            }
            out.put("    }\n");
        }
        let lists = [
            ("objects", self.objects),
            ("enums", self.enums),
            ("branches", self.branches),
        ];
        for (name, items) in lists {
            if items.is_empty() {
                continue;
            }
            emit!(out, "    rt::{name}! {{\n");
            for item in items {
                emit!(out, "        {item}\n");
            }
            out.put("    }\n");
        }
        if !self.definitions.is_empty() {
            out.put("    rt::json_schemas! {\n");
            for definition in self.definitions {
                let Definition { name, schema, uses } = definition;
                let uses = uses.join(" ");
                emit!(out, "        {name} {:?} [{uses}]\n", schema.to_string());
            }
            out.put("    }\n");
        }
        if !self.wrappers.is_empty() {
            out.put("    rt::wrappers! {\n");
            for (name, field, inner) in self.wrappers {
                emit!(out, "        {name} {field} {inner},\n");
            }
            out.put("    }\n");
        }
    }
}

fn type_item(out: &mut Out, made: &mut Made, item: &TypeItem) {
    let name = &item.head.name;
    match &item.kind {
        TypeItemKind::Struct(structure) => {
            structs::structure(out, Place::in_types(&item.head), structure);
            made.objects.push(name.clone());
            if let Some(union) = &structure.union {
                enums::branches(out, name, union);
                made.branches.push(union.name.clone());
            }
        }
        TypeItemKind::Enum(values) => {
            enums::open(out, &item.head, values);
            made.enums.push(name.clone());
        }
        TypeItemKind::Alternate(branches) => {
            enums::alternate(out, &item.head, branches);
            made.objects.push(name.clone());
        }
    }
}
