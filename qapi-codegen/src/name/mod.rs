//! Stage two: every item gets its Rust name.
//!
//! Names are allotted once, out of scopes, over the whole model; what is
//! selected later keeps the name it has here. A type is named after the place
//! where it is first used, breadth first from the commands and events in the
//! order of their names. That is the fallback: a name in QAPI that some schema
//! or reference tells wins, and is taken letter for letter.

mod explain;
pub mod ident;
mod place;
mod scope;

use std::collections::HashMap;

pub use explain::{Explanation, explain};
pub use scope::Scope;

use crate::model::{Kind, Model, Object, TypeId};
use ident::{known_type, snake, upper_camel};

/// The catch-all of open enums, unions and alternates.
pub const UNRECOGNIZED: &str = "Unrecognized";

/// How many required members a constructor takes one by one.
pub const MAX_PARAMETERS: usize = 4;

/// A name of more bytes is not put into another one. The longest of a real
/// schema has some 70; in a made-up one names would outgrow it.
const LONG: usize = 128;

/// The Rust names of a model's items.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Commands, in the order of [`Model::commands`]; scope `commands`.
    pub commands: Vec<String>,
    /// Events, in the order of [`Model::events`]; scope `events`.
    pub events: Vec<String>,
    /// For each command, a struct of the arguments that are required, if they
    /// are more than [`MAX_PARAMETERS`]; scope `commands`.
    pub command_required: Vec<Option<String>>,
    /// The same for events.
    pub event_required: Vec<Option<String>>,
    /// Objects, enums and alternates that can be reached; scope `types`.
    pub types: HashMap<TypeId, TypeNames>,
}

/// The Rust names of a type and of what is in it.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    /// The type.
    pub name: String,
    /// Where the type is first used, as a coordinate; empty if that is very
    /// many steps away.
    pub place: String,
    /// Unions: the enum of the branches.
    pub branches: String,
    /// Objects: a struct of the required members, if they are more than
    /// [`MAX_PARAMETERS`].
    pub required: Option<String>,
    /// Objects: the fields, in the order of the members.
    pub fields: Vec<String>,
    /// Enums, alternates and branch enums: the variants, in the order of the
    /// values, branches or cases.
    pub variants: Vec<String>,
    /// Unions: the constructor of each branch, among the fields' setters.
    pub constructors: Vec<String>,
}

/// The name that a type has in QAPI, as Rust allows it; none if it is not known
/// or QAPI has made it up for an anonymous type.
pub fn known(model: &Model, id: TypeId) -> Option<String> {
    let known = model.types.get(id.0)?.known.as_ref()?;
    known_type(&known.name)
}

/// Which types, by position, are some command's or event's own members: structs
/// without a name that nothing else uses. They are no items of their own.
pub fn anonymous(model: &Model) -> Vec<bool> {
    let mut uses = vec![0_usize; model.types.len()];
    let contents = model.commands.iter().map(|command| command.arguments);
    let contents = contents.chain(model.events.iter().map(|event| event.data));
    let contents: Vec<TypeId> = contents.collect();
    let replies = model.commands.iter().map(|command| command.returns);
    let parts = (0..model.types.len()).flat_map(|id| model.parts(TypeId(id)));
    for id in contents.iter().copied().chain(replies).chain(parts) {
        if let Some(uses) = uses.get_mut(id.0) {
            *uses += 1;
        }
    }
    let mut anonymous = vec![false; model.types.len()];
    for id in contents {
        let object = model.object(id);
        let plain = object.is_some_and(|object| object.variants.is_none()) && !model.is_void(id);
        if let Some(anonymous) = anonymous.get_mut(id.0) {
            *anonymous = plain && uses.get(id.0) == Some(&1) && known(model, id).is_none();
        }
    }
    anonymous
}

/// Names everything in a model. Of types with one name in QAPI the one that is
/// used first keeps it.
pub fn name(model: &Model) -> Names {
    let mut commands = Scope::default();
    // The enum of all events lives beside them.
    let mut events = Scope::reserving(["Event"]);
    let mut types = Scope::default();
    let mut names = Names {
        commands: allot_all(
            &mut commands,
            model.commands.iter().map(|c| upper_camel(&c.name)),
        ),
        events: allot_all(
            &mut events,
            model.events.iter().map(|e| upper_camel(&e.name)),
        ),
        ..Names::default()
    };
    let required = |scope: &mut Scope, name: &str, id: TypeId| {
        let many = model.object(id).is_some_and(has_many_required);
        many.then(|| scope.allot(&format!("{name}Required")))
    };
    let roots = names.commands.iter().zip(&model.commands);
    names.command_required = roots
        .map(|(name, command)| required(&mut commands, name, command.arguments))
        .collect();
    let roots = names.events.iter().zip(&model.events);
    names.event_required = roots
        .map(|(name, event)| required(&mut events, name, event.data))
        .collect();
    let mut uses = place::first_uses(model);
    uses.retain(|first| !model.is_void(first.id));
    for first in &uses {
        if let Some(known) = known(model, first.id) {
            let named = TypeNames {
                name: types.allot(&known),
                ..TypeNames::default()
            };
            names.types.insert(first.id, named);
        }
    }
    for first in uses {
        // An underscore is in place only at the start of a name.
        let suffix = first.suffix.trim_matches('_');
        // A name in QAPI is a better start than the command's.
        let parent = first
            .parent
            .filter(|parent| !first.fresh || known(model, *parent).is_some());
        let wanted = match parent.and_then(|parent| names.types.get(&parent)) {
            Some(parent) if parent.name.len() <= LONG => format!("{}{suffix}", parent.name),
            _ => format!("{}{suffix}", first.root),
        };
        let known = names.types.remove(&first.id).map(|known| known.name);
        let name = known.unwrap_or_else(|| types.allot(&wanted));
        let branches = match model.object(first.id) {
            Some(Object {
                variants: Some(_), ..
            }) => types.allot(&format!("{name}Branch")),
            _ => String::new(),
        };
        let required = required(&mut types, &name, first.id);
        let inner = inside(model, first.id);
        names.types.insert(
            first.id,
            TypeNames {
                name,
                branches,
                required,
                place: first.place,
                ..inner
            },
        );
    }
    names
}

fn has_many_required(object: &Object) -> bool {
    let required = object.members.iter().filter(|member| !member.optional);
    required.count() > MAX_PARAMETERS
}

/// The names inside a type: each type is a scope of its own.
fn inside(model: &Model, id: TypeId) -> TypeNames {
    let mut names = TypeNames::default();
    let mut variants = Scope::reserving([UNRECOGNIZED]);
    match model.kind(id) {
        Kind::Builtin(_) | Kind::Array(_) => {}
        Kind::Enum(values) => {
            let wanted = values.iter().map(|value| upper_camel(&value.name));
            names.variants = allot_all(&mut variants, wanted);
        }
        Kind::Alternate(branches) => {
            let wanted = branches
                .iter()
                .map(|branch| place::json_kind(model, *branch).to_owned());
            names.variants = allot_all(&mut variants, wanted);
        }
        Kind::Object(object) => {
            // Setters and constructors share one namespace with `new`, and one
            // called `clone` would hide the trait's.
            let mut fields = Scope::reserving(["new", "clone"]);
            let wanted = object.members.iter().map(|member| snake(&member.name));
            names.fields = allot_all(&mut fields, wanted);
            if let Some(union) = &object.variants {
                let cases = || union.cases.iter().map(|case| &case.value);
                names.variants = allot_all(&mut variants, cases().map(|value| upper_camel(value)));
                names.constructors = allot_all(&mut fields, cases().map(|value| snake(value)));
            }
        }
    }
    names
}

fn allot_all(scope: &mut Scope, wanted: impl Iterator<Item = String>) -> Vec<String> {
    wanted.map(|wanted| scope.allot(&wanted)).collect()
}
