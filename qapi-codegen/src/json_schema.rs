//! The plan as JSON Schema (2020-12), for editors and other languages.
//!
//! What the bindings leave open so that a later QEMU can be understood is
//! closed here: these schemas say what may be sent and what is expected.
//!
//! Some rules cannot be said: 1.0 is an integer to JSON Schema but not to
//! QEMU, and member names that occur twice, nesting and length are no business
//! of it. Integers have the widths of the bindings, from a reference; the
//! validator has a dump alone, which tells none, and lets pass what QEMU wraps,
//! such as a negative `size`.

use std::collections::{BTreeMap, HashMap};

use qapi_schema::validate::{Deviation, QUIRKS};
use serde_json::{Map, Value, json};

use crate::plan::{
    Branch, CommandItem, Content, Field, Head, Plan, RustType, Struct, TypeItem, TypeItemKind,
    Union,
};

/// The version of JSON Schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of a command's arguments or reply, or of an event's data.
#[derive(Clone, Debug)]
pub struct JsonSchema {
    /// What it is of: `blockdev-add.arguments`, `query-block.returns`,
    /// `BLOCK_IO_ERROR.data`.
    pub of: String,
    /// The schema. Types that it names are in its own `$defs`.
    pub schema: Value,
}

/// The JSON Schemas of all commands' arguments and replies and all events in
/// a plan.
pub fn json_schemas(plan: &Plan) -> Vec<JsonSchema> {
    let writer = Writer::new(plan);
    let mut schemas = Vec::new();
    for command in &plan.commands {
        let name = &command.head.wire;
        let arguments = writer.arguments(command);
        let root =
            |part: &str, schema| writer.root(format!("{name}.{part}"), &command.head, schema);
        schemas.push(root("arguments", arguments));
        schemas.push(root("returns", writer.value(&command.reply)));
    }
    for event in &plan.events {
        let of = format!("{}.data", event.head.wire);
        schemas.push(writer.root(of, &event.head, writer.content(&event.data)));
    }
    schemas
}

/// The JSON Schemas of all items, by module.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// The arguments of commands.
    pub commands: Vec<Definition>,
    /// The data of events.
    pub events: Vec<Definition>,
    /// Types.
    pub types: Vec<Definition>,
}

/// The JSON Schema of one item.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The item's Rust name.
    pub name: String,
    /// The schema. Types that it names are at `#/$defs/NAME`.
    pub schema: Value,
    /// The Rust names of these types, sorted.
    pub uses: Vec<String>,
}

/// The JSON Schemas of all items in a plan.
pub fn definitions(plan: &Plan) -> Definitions {
    let writer = Writer::new(plan);
    let definition = |head: &Head, mut schema: Map<String, Value>| {
        describe(&mut schema, head);
        let mut uses = Vec::new();
        references(&schema, &mut uses);
        uses.sort_unstable();
        uses.dedup();
        Definition {
            name: head.name.clone(),
            schema: Value::Object(schema),
            uses,
        }
    };
    let commands = plan.commands.iter();
    let events = plan.events.iter();
    let types = plan.types.iter();
    Definitions {
        commands: commands
            .map(|command| definition(&command.head, writer.arguments(command)))
            .collect(),
        events: events
            .map(|event| definition(&event.head, writer.content(&event.data)))
            .collect(),
        types: types
            .map(|item| definition(&item.head, writer.definition(item)))
            .collect(),
    }
}

struct Writer<'p> {
    /// By Rust name.
    types: HashMap<&'p str, &'p TypeItem>,
}

impl<'p> Writer<'p> {
    fn new(plan: &'p Plan) -> Self {
        let types = plan.types.iter().map(|item| (&*item.head.name, item));
        Self {
            types: types.collect(),
        }
    }

    fn arguments(&self, command: &CommandItem) -> Map<String, Value> {
        if has_open_arguments(&command.head.wire) {
            self.open(&command.arguments)
        } else {
            self.content(&command.arguments)
        }
    }

    /// A document of its own.
    fn root(&self, of: String, head: &Head, mut schema: Map<String, Value>) -> JsonSchema {
        describe(&mut schema, head);
        schema.insert("$schema".to_owned(), DIALECT.into());
        schema.insert("title".to_owned(), (&*of).into());
        let mut definitions = BTreeMap::new();
        let mut named = Vec::new();
        references(&schema, &mut named);
        while let Some(name) = named.pop() {
            if definitions.contains_key(&name) {
                continue;
            }
            if let Some(item) = self.types.get(&*name) {
                let definition = self.definition(item);
                references(&definition, &mut named);
                definitions.insert(name, Value::Object(definition));
            }
        }
        if !definitions.is_empty() {
            schema.insert("$defs".to_owned(), json!(definitions));
        }
        let schema = Value::Object(schema);
        JsonSchema { of, schema }
    }

    fn content(&self, content: &Content) -> Map<String, Value> {
        match content {
            Content::Own(structure) => self.closed(structure),
            Content::Wraps(name) => reference(name),
        }
    }

    /// Required members only, beside which there may be any other.
    fn open(&self, content: &Content) -> Map<String, Value> {
        let named = match content {
            Content::Own(_) => None,
            Content::Wraps(name) => self.types.get(&**name).map(|item| &item.kind),
        };
        let ((Content::Own(structure), _) | (_, Some(TypeItemKind::Struct(structure)))) =
            (content, named)
        else {
            return object(json!({"type": "object"}));
        };
        let required = structure.fields.iter().filter(|field| !field.optional);
        let mut schema = self.members(&Struct {
            fields: required.cloned().collect(),
            ..Struct::default()
        });
        schema.insert("type".to_owned(), "object".into());
        schema
    }

    fn definition(&self, item: &TypeItem) -> Map<String, Value> {
        let mut schema = match &item.kind {
            TypeItemKind::Struct(structure) => self.closed(structure),
            TypeItemKind::Enum(values) => {
                let values: Vec<&str> = values.iter().map(|value| &*value.wire).collect();
                object(json!({"type": "string", "enum": values}))
            }
            TypeItemKind::Alternate(branches) => {
                let branches = branches.iter().map(|branch| self.value(&branch.ty));
                object(json!({"anyOf": branches.collect::<Vec<_>>()}))
            }
        };
        describe(&mut schema, &item.head);
        schema
    }

    /// A struct with no members but its own.
    fn closed(&self, structure: &Struct) -> Map<String, Value> {
        let mut schema = self.members(structure);
        schema.insert("type".to_owned(), "object".into());
        let unlisted = match structure.union {
            // It sees the members of branches too, at a cost.
            Some(_) => "unevaluatedProperties",
            None => "additionalProperties",
        };
        schema.insert(unlisted.to_owned(), false.into());
        schema
    }

    /// The members of a struct, those of its branches included.
    fn members(&self, structure: &Struct) -> Map<String, Value> {
        let mut properties = Map::new();
        let mut required: Vec<&str> = Vec::new();
        for Field {
            head, ty, optional, ..
        } in &structure.fields
        {
            let mut property = self.value(ty);
            describe(&mut property, head);
            properties.insert(head.wire.clone(), property.into());
            if !optional {
                required.push(&head.wire);
            }
        }
        let mut schema = Map::new();
        if let Some(union) = &structure.union {
            let values: Vec<&str> = union.branches.iter().map(|b| &*b.head.wire).collect();
            let mut tag = object(json!({"type": "string", "enum": values}));
            describe(&mut tag, &union.tag);
            properties.insert(union.tag.wire.clone(), tag.into());
            if !union.optional {
                required.push(&union.tag.wire);
            }
            if union.overlapping {
                // Old and new versions disagree where it belongs; the branch says more.
                for member in self.branch_members(union) {
                    if let Some(property) = properties.get_mut(member) {
                        *property = json!({});
                    }
                }
            }
            schema.insert("allOf".to_owned(), self.branches(union).into());
        }
        schema.insert("properties".to_owned(), properties.into());
        schema.insert("required".to_owned(), required.into());
        schema.retain(|_, part| !is_empty(part));
        schema
    }

    /// The struct of a branch, if it adds any member.
    fn branch(&self, branch: &Branch) -> Option<&Struct> {
        match &self.types.get(branch.ty.as_deref()?)?.kind {
            TypeItemKind::Struct(structure) => Some(structure),
            _ => None,
        }
    }

    /// The names of all members that branches add themselves.
    fn branch_members(&self, union: &Union) -> impl Iterator<Item = &str> {
        let branches = union.branches.iter().filter_map(|b| self.branch(b));
        branches.flat_map(|branch| branch.fields.iter().map(|field| &*field.head.wire))
    }

    /// What each value of the tag adds.
    fn branches(&self, union: &Union) -> Vec<Value> {
        let tag = &union.tag.wire;
        let branches = union.branches.iter().filter_map(|branch| {
            let structure = self.branch(branch)?;
            let value = &branch.head.wire;
            Some(json!({
                "if": {"properties": {tag: {"const": value}}, "required": [tag]},
                "then": self.members(structure),
            }))
        });
        branches.collect()
    }

    fn value(&self, ty: &RustType) -> Map<String, Value> {
        object(match ty {
            RustType::Bool => json!({"type": "boolean"}),
            RustType::Int(integer) => {
                let range = integer.range();
                let [least, most] = [*range.start(), *range.end()].map(number);
                json!({"type": "integer", "minimum": least, "maximum": most})
            }
            RustType::Number => json!({"type": "number"}),
            RustType::Str => json!({"type": "string"}),
            RustType::Any => json!({}),
            RustType::Null => json!({"type": "null"}),
            RustType::Empty => json!({"type": "object", "additionalProperties": false}),
            RustType::List(element) => json!({"type": "array", "items": self.value(element)}),
            RustType::Enum(name) | RustType::Struct(name) | RustType::Alternate(name) => {
                return reference(name);
            }
        })
    }
}

/// A bound of a type of 64 bits, which is of one of these two.
fn number(bound: i128) -> Value {
    match u64::try_from(bound) {
        Ok(natural) => natural.into(),
        Err(_) => i64::try_from(bound).unwrap_or(i64::MIN).into(),
    }
}

/// The members of `json!({…})`.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn is_empty(part: &Value) -> bool {
    part.as_array().is_some_and(Vec::is_empty) || part.as_object().is_some_and(Map::is_empty)
}

/// Where the definition of a type stands in a document.
const DEFINITIONS: &str = "#/$defs/";

fn reference(name: &str) -> Map<String, Value> {
    object(json!({"$ref": format!("{DEFINITIONS}{name}")}))
}

/// Collects the names of the types that a schema refers to.
fn references(schema: &Map<String, Value>, names: &mut Vec<String>) {
    let mut queue: Vec<&Value> = schema.values().collect();
    let own = schema.get("$ref");
    names.extend(own.and_then(referred).map(str::to_owned));
    while let Some(part) = queue.pop() {
        match part {
            Value::Array(parts) => queue.extend(parts),
            Value::Object(parts) => {
                names.extend(parts.get("$ref").and_then(referred).map(str::to_owned));
                queue.extend(parts.values());
            }
            _ => {}
        }
    }
}

/// The type's name in the value of `$ref`. A member may be called `$ref` too;
/// its schema is no string.
fn referred(reference: &Value) -> Option<&str> {
    reference.as_str()?.strip_prefix(DEFINITIONS)
}

fn describe(schema: &mut Map<String, Value>, head: &Head) {
    // The name alone stands beside it already.
    let named = format!("`{}`", head.wire);
    let named = head.docs.first() == Some(&named);
    let lines = head.docs.get(usize::from(named)..).unwrap_or_default();
    let description = lines.join("\n");
    if !description.is_empty() {
        schema.insert("description".to_owned(), description.trim_start().into());
    }
    if head.deprecated {
        schema.insert("deprecated".to_owned(), true.into());
    }
}

fn has_open_arguments(command: &str) -> bool {
    let mut quirks = QUIRKS.iter();
    quirks.any(|quirk| quirk.command == command && quirk.what == Deviation::OpenArguments)
}
