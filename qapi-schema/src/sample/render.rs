//! JSON text of a value, with its members in a wanted order or changed in one place.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Samples;
use super::walk::{Key, Layer, layers, settle};
use crate::model::{Member, Schema, TypeId, TypeKind};

/// Where in an object its tags stand. Real replies have them anywhere.
///
/// An object has several where a branch is a union itself; they stand together,
/// the inner one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagPosition {
    /// Before all other members.
    First,
    /// After half of them.
    Middle,
    /// After all of them.
    Last,
}

impl TagPosition {
    /// All positions.
    pub const ALL: &[Self] = &[Self::First, Self::Middle, Self::Last];
}

impl Samples<'_> {
    /// A valid value of the type as JSON text, with the tag of every union in
    /// it at this position among the members.
    pub fn with_tags(&self, id: TypeId, value: &Value, position: TagPosition) -> String {
        let order = Order {
            schema: self.schema,
            position,
        };
        render(value, Some((&order, id)), None)
    }
}

/// A change of a value, made where the value is written, because the result
/// need not be a value that memory can hold.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// This text in its place.
    Replace(String),
    /// The object loses the member.
    Remove(String),
    /// The object gets a member more, whose value is this text.
    Add(String, String),
}

struct Order<'s> {
    schema: &'s Schema,
    position: TagPosition,
}

/// The text of a value with an edit at a place in it.
pub(super) fn edited(value: &Value, pointer: &[Key<'_>], edit: &Edit) -> String {
    render(value, None, Some((pointer, edit)))
}

/// What is still to be written.
enum Task<'t> {
    Text(Cow<'t, str>),
    Value {
        value: &'t Value,
        /// How to order it, if it is of a known type.
        order: Option<(&'t Order<'t>, TypeId)>,
        /// The way to the edit, if it leads here.
        edit: Option<(&'t [Key<'t>], &'t Edit)>,
    },
}

fn render(
    value: &Value,
    order: Option<(&Order<'_>, TypeId)>,
    edit: Option<(&[Key<'_>], &Edit)>,
) -> String {
    let mut text = String::new();
    let mut tasks = vec![Task::Value { value, order, edit }];
    while let Some(task) = tasks.pop() {
        let (value, order, edit) = match task {
            Task::Text(part) => {
                text.push_str(&part);
                continue;
            }
            Task::Value { value, order, edit } => (value, order, edit),
        };
        if let Some(([], Edit::Replace(part))) = edit {
            text.push_str(part);
            continue;
        }
        // The stack takes the last one first.
        let start = tasks.len();
        match value {
            Value::Array(values) => array(values, order, edit, &mut tasks),
            Value::Object(members) => object(members, order, edit, &mut tasks),
            scalar => text.push_str(&scalar.to_string()),
        }
        if let Some(new) = tasks.get_mut(start..) {
            new.reverse();
        }
    }
    text
}

fn array<'t>(
    values: &'t [Value],
    order: Option<(&'t Order<'t>, TypeId)>,
    edit: Option<(&'t [Key<'t>], &'t Edit)>,
    tasks: &mut Vec<Task<'t>>,
) {
    let element = order.and_then(|(order, id)| {
        let (id, _) = settle(order.schema, id, &Value::Array(Vec::new()));
        match order.schema[id].kind() {
            TypeKind::Array(element) => Some((order, *element)),
            _ => None,
        }
    });
    tasks.push(Task::Text("[".into()));
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            tasks.push(Task::Text(",".into()));
        }
        tasks.push(Task::Value {
            value,
            order: element,
            edit: follow(edit, Key::Index(at)),
        });
    }
    tasks.push(Task::Text("]".into()));
}

fn object<'t>(
    members: &'t Map<String, Value>,
    order: Option<(&'t Order<'t>, TypeId)>,
    edit: Option<(&'t [Key<'t>], &'t Edit)>,
    tasks: &mut Vec<Task<'t>>,
) {
    let here = match edit {
        Some(([], edit)) => Some(edit),
        _ => None,
    };
    let removed = match here {
        Some(Edit::Remove(name)) => Some(name),
        _ => None,
    };
    let mut separator = "{";
    for (name, value, order) in ordered(members, order) {
        if removed.is_some_and(|removed| *removed == *name) {
            continue;
        }
        tasks.push(Task::Text(separator.into()));
        tasks.push(Task::Text(label(name)));
        tasks.push(Task::Value {
            value,
            order,
            edit: follow(edit, Key::Member(name)),
        });
        separator = ",";
    }
    if let Some(Edit::Add(name, text)) = here {
        tasks.push(Task::Text(separator.into()));
        tasks.push(Task::Text(label(name)));
        tasks.push(Task::Text(text.into()));
        separator = ",";
    }
    tasks.push(Task::Text(if separator == "{" { "{}" } else { "}" }.into()));
}

/// The name of a member as it stands before its value.
fn label(name: &str) -> Cow<'static, str> {
    format!("{}:", Value::from(name)).into()
}

fn follow<'t>(
    edit: Option<(&'t [Key<'t>], &'t Edit)>,
    key: Key<'_>,
) -> Option<(&'t [Key<'t>], &'t Edit)> {
    match edit {
        Some(([first, rest @ ..], edit)) if *first == key => Some((rest, edit)),
        _ => None,
    }
}

type Entry<'t> = (&'t str, &'t Value, Option<(&'t Order<'t>, TypeId)>);

/// The members of an object, each with its type where that is known.
fn ordered<'t>(
    members: &'t Map<String, Value>,
    order: Option<(&'t Order<'t>, TypeId)>,
) -> Vec<Entry<'t>> {
    let all = members.iter().map(|(name, value)| (&**name, value));
    let Some((order, id)) = order else {
        return all.map(|(name, value)| (name, value, None)).collect();
    };
    let schema = order.schema;
    let (id, _) = settle(schema, id, &Value::Object(Map::new()));
    let layers = layers(schema, id, members);
    let tags: Vec<&Member> = layers.iter().filter_map(Layer::tag).collect();
    let mut entries: Vec<Entry<'t>> = Vec::new();
    for (name, value) in all {
        let mut known = layers.iter().filter_map(|layer| layer.object.member(name));
        let ty = known.next().map(|(_, member)| (order, member.ty()));
        if !tags.iter().any(|tag| tag.name() == name) {
            entries.push((name, value, ty));
        }
    }
    let at = match order.position {
        TagPosition::First => 0,
        TagPosition::Middle => entries.len() / 2,
        TagPosition::Last => entries.len(),
    };
    let tags = tags.iter().rev().filter_map(|tag| {
        let (name, value) = members.get_key_value(tag.name())?;
        Some((&**name, value, None))
    });
    let tail = entries.split_off(at);
    entries.extend(tags);
    entries.extend(tail);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn tags_stand_where_they_are_wanted() {
        let dump = std::fs::read(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../schemas/qemu-10.0-x86_64.json"
        ));
        let schema = Schema::from_slice(&dump.unwrap()).unwrap();
        let migrate = schema.command("migrate").unwrap().arguments();
        let channel = json!({
            "channel-type": "main",
            "addr": {"transport": "socket", "type": "inet", "host": "h", "port": "p"}
        });
        let value = json!({ "channels": [channel], "detach": true });
        let render = |position| schema.samples().with_tags(migrate, &value, position);
        assert_eq!(
            render(TagPosition::First),
            r#"{"channels":[{"addr":{"type":"inet","transport":"socket","host":"h","port":"p"},"channel-type":"main"}],"detach":true}"#
        );
        assert_eq!(
            render(TagPosition::Middle),
            r#"{"channels":[{"addr":{"host":"h","type":"inet","transport":"socket","port":"p"},"channel-type":"main"}],"detach":true}"#
        );
        assert_eq!(
            render(TagPosition::Last),
            r#"{"channels":[{"addr":{"host":"h","port":"p","type":"inet","transport":"socket"},"channel-type":"main"}],"detach":true}"#
        );
    }

    #[test]
    fn an_edit_changes_one_place() {
        let value = json!({"a": [{"b": 1}, {}], "c": "\"x\""});
        let at = [Key::Member("a"), Key::Index(0)];
        let edit = |at: &[Key<'_>], edit| edited(&value, at, &edit);
        let text = |text: &str| text.to_owned();
        assert_eq!(
            edit(&at, Edit::Add(text("b"), text("2"))),
            r#"{"a":[{"b":1,"b":2},{}],"c":"\"x\""}"#
        );
        assert_eq!(
            edit(&at, Edit::Remove(text("b"))),
            r#"{"a":[{},{}],"c":"\"x\""}"#
        );
        assert_eq!(
            edit(&at, Edit::Replace(text("1e9"))),
            r#"{"a":[1e9,{}],"c":"\"x\""}"#
        );
        assert_eq!(
            edit(
                &[Key::Member("a"), Key::Index(1)],
                Edit::Add(text("\n"), text("2"))
            ),
            r#"{"a":[{"b":1},{"\n":2}],"c":"\"x\""}"#
        );
    }
}
