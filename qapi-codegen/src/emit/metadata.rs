//! What is available where, as one table.
//!
//! A table of constants would cost the compiler seconds; a text that is read
//! when somebody asks costs it nothing.

use std::collections::HashMap;
use std::fmt::Write;

use super::ALLOW;
use super::text::{Out, emit};
use crate::model::Availability;
use crate::plan::{Content, Head, Plan, Struct, TypeItemKind};

/// The constants `SOURCES` and `METADATA`.
pub(super) fn metadata(out: &mut Out, plan: &Plan) {
    let mut table = Table::default();
    for command in &plan.commands {
        table.item("commands", &command.head.name, &command.head.availability);
        table.content(&command.arguments);
    }
    for event in &plan.events {
        table.item("events", &event.head.name, &event.head.availability);
        table.content(&event.data);
    }
    for item in &plan.types {
        let Head {
            name, availability, ..
        } = &item.head;
        table.item("types", name, availability);
        match &item.kind {
            TypeItemKind::Struct(structure) => {
                table.members(structure);
                if let Some(union) = &structure.union {
                    table.item("types", &union.name, &union.tag.availability);
                    for branch in &union.branches {
                        table.part(&branch.head, None);
                    }
                }
            }
            TypeItemKind::Enum(values) => values.iter().for_each(|value| table.part(value, None)),
            TypeItemKind::Alternate(_) => {}
        }
    }
    out.put("\n/// The labels of the schemas that these bindings are made of, the oldest first.\n");
    out.put(ALLOW);
    emit!(out, "pub const SCHEMAS: &[&str] = &{:?};\n", plan.sources);
    out.put("\n/// What is available where.\n");
    out.put(ALLOW);
    out.put("pub static METADATA: ::qapi_types::Metadata = ::qapi_types::Metadata::new(\n");
    out.put("    SCHEMAS,\n    &[\n");
    for set in &table.sets {
        emit!(out, "        &{},\n", words(set));
    }
    out.put("    ],\n    \"");
    for line in table.text.lines() {
        let quoted = format!("{line:?}");
        out.put(quoted.get(1..quoted.len() - 1).unwrap_or_default());
        out.put("\n");
    }
    out.put("\",\n);\n");
}

/// A set of schemas as `rt::Availability` has it: a bit for each.
pub(super) fn words(set: &Availability) -> String {
    let mut words: Vec<u64> = Vec::new();
    for at in set.sources() {
        let word = at / 64;
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        if let Some(word) = words.get_mut(word) {
            *word |= 1 << (at % 64);
        }
    }
    format!("{words:#x?}")
        .replace(['\n', ' '], "")
        .replace(",]", "]")
        .replace(',', ", ")
}

#[derive(Default)]
struct Table {
    sets: Vec<Availability>,
    numbers: HashMap<Availability, usize>,
    text: String,
}

impl Table {
    fn set(&mut self, set: &Availability) -> usize {
        if let Some(number) = self.numbers.get(set) {
            return *number;
        }
        let number = self.sets.len();
        self.sets.push(set.clone());
        self.numbers.insert(set.clone(), number);
        number
    }

    fn item(&mut self, module: &str, name: &str, availability: &Availability) {
        let set = self.set(availability);
        // Writing to a `String` does not fail.
        let _ = writeln!(self.text, "{set} {module}::{name}");
    }

    fn part(&mut self, head: &Head, required: Option<&Availability>) {
        let set = self.set(&head.availability);
        let _ = write!(self.text, " {set}");
        if let Some(required) = required.filter(|required| !required.sources().is_empty()) {
            let required = self.set(required);
            let _ = write!(self.text, "/{required}");
        }
        let name = head.wire.replace('\\', "\\\\");
        let name = name.replace('\n', "\\n").replace('\r', "\\r");
        let _ = writeln!(self.text, " {name}");
    }

    fn content(&mut self, content: &Content) {
        if let Content::Own(structure) = content {
            self.members(structure);
        }
    }

    fn members(&mut self, structure: &Struct) {
        for field in &structure.fields {
            self.part(&field.head, Some(&field.required));
        }
        if let Some(union) = &structure.union {
            self.part(&union.tag, Some(&union.required));
        }
    }
}
