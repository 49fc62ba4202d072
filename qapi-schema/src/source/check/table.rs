//! Every name that is defined, and everything that is defined without a name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use super::CheckedObject;
use crate::model::{Builtin, Width};
use crate::quote::quoted;
use crate::source::definition::{
    Branch, Definition, DefinitionKind, Member, Members, TypeName, Value,
};
use crate::source::error::{Place, Result, fail};
use crate::source::fault::Fault;
use crate::suggest::did_you_mean;

/// A type: its position in the [`Table`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::source) struct TypeIndex(usize);

/// A type of the table.
struct Entry<'d> {
    name: Box<str>,
    /// The definition that it is or was made for; none if it is predefined.
    owner: Option<usize>,
    body: Body<'d>,
    checked: Checked<'d>,
}

/// How far the check of an object has come.
#[derive(Clone, Default)]
pub(super) enum Checked<'d> {
    #[default]
    No,
    Under,
    Done(Rc<CheckedObject<'d>>),
}

/// What a type is made of.
#[derive(Clone)]
pub(in crate::source) enum Body<'d> {
    Builtin(Builtin),
    Enum(Cow<'d, [Value]>),
    /// An array, with the name of its elements' type.
    Array(Box<str>),
    Object {
        base: Option<Cow<'d, str>>,
        members: &'d [Member],
        union: Option<Union<'d>>,
    },
    Alternate(&'d [Branch]),
}

/// What makes an object a union.
#[derive(Clone, Copy)]
pub(in crate::source) struct Union<'d> {
    pub(in crate::source) discriminator: &'d str,
    pub(in crate::source) branches: &'d [Branch],
}

/// Something to check.
#[derive(Clone, Copy)]
pub(super) enum Item {
    Type(TypeIndex),
    /// A command or event.
    Root(usize),
}

/// What a name stands for.
#[derive(Clone, Copy)]
enum Named {
    Type(TypeIndex),
    Root(usize),
}

/// Everything that is defined, by name.
pub(in crate::source) struct Table<'d> {
    definitions: &'d [Definition],
    types: Vec<Entry<'d>>,
    names: HashMap<Box<str>, Named>,
    /// In the order of QEMU's checks.
    pub(super) items: Vec<Item>,
}

/// The type of objects without members.
pub(in crate::source) const EMPTY: &str = "q_empty";

/// The name of the type of what a definition spells out.
fn implicit_name(definition: &Definition) -> String {
    let role = match definition.kind() {
        DefinitionKind::Union { .. } => "base",
        _ => "arg",
    };
    format!("q_obj_{}-{role}", definition.name())
}

impl<'d> Table<'d> {
    /// Enters all definitions. `show` prints places.
    pub(in crate::source) fn new(
        definitions: &'d [Definition],
        show: &dyn Fn(Place) -> String,
    ) -> Result<Self> {
        let mut table = Self {
            definitions,
            types: Vec::new(),
            names: HashMap::new(),
            items: Vec::new(),
        };
        table.predefine();
        for (owner, definition) in definitions.iter().enumerate() {
            let entered = table.enter(owner, definition, show);
            entered.map_err(|failure| failure.inside(definition.keyword(), definition.name()))?;
        }
        Ok(table)
    }

    fn predefine(&mut self) {
        let integers = Width::KNOWN.iter().map(|width| Builtin::Int(*width));
        let others = [
            Builtin::Str,
            Builtin::Number,
            Builtin::Bool,
            Builtin::Any,
            Builtin::Null,
        ];
        for builtin in others.into_iter().chain(integers) {
            self.add(builtin.name(), None, Body::Builtin(builtin));
            self.array(builtin.name(), None);
        }
        let empty = Body::Object {
            base: None,
            members: &[],
            union: None,
        };
        self.add(EMPTY, None, empty);
        let kinds = [
            "none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool",
        ];
        let kinds = kinds.map(|name| Value {
            name: name.into(),
            condition: None,
            features: Vec::new(),
        });
        self.add("QType", None, Body::Enum(kinds.to_vec().into()));
    }

    fn add(&mut self, name: &str, owner: Option<usize>, body: Body<'d>) -> TypeIndex {
        let index = TypeIndex(self.types.len());
        self.types.push(Entry {
            name: name.into(),
            owner,
            body,
            checked: Checked::No,
        });
        self.names.insert(name.into(), Named::Type(index));
        self.items.push(Item::Type(index));
        index
    }

    fn array(&mut self, element: &str, owner: Option<usize>) {
        let name = format!("{element}List");
        if self.find(&name).is_none() {
            self.add(&name, owner, Body::Array(element.into()));
        }
    }

    fn enter(
        &mut self,
        owner: usize,
        definition: &'d Definition,
        show: &dyn Fn(Place) -> String,
    ) -> Result<()> {
        self.parts(owner, definition);
        let name = definition.name();
        match self.names.get(name) {
            None => {}
            Some(Named::Type(index)) if self.owner(*index).is_none() => {
                let name = name.into();
                return fail(definition.place(), Fault::Predefined { name });
            }
            Some(other) => {
                let other = match other {
                    Named::Type(index) => self.owner(*index),
                    Named::Root(owner) => Some(*owner),
                };
                let other = other.and_then(|owner| self.definitions.get(owner));
                let before = other.map(|other| show(other.place())).unwrap_or_default();
                let (name, before) = (name.into(), before.into());
                return fail(definition.place(), Fault::DefinedTwice { name, before });
            }
        }
        let body = match definition.kind() {
            DefinitionKind::Command { .. } | DefinitionKind::Event { .. } => {
                self.names.insert(name.into(), Named::Root(owner));
                self.items.push(Item::Root(owner));
                return Ok(());
            }
            DefinitionKind::Enum { values, .. } => Body::Enum(values.into()),
            DefinitionKind::Alternate { branches } => Body::Alternate(branches),
            DefinitionKind::Struct { base, members } => Body::Object {
                base: base.as_deref().map(Cow::Borrowed),
                members,
                union: None,
            },
            DefinitionKind::Union {
                base,
                discriminator,
                branches,
            } => Body::Object {
                base: match base {
                    Members::Of(name) => Some(Cow::Borrowed(&**name)),
                    Members::These(members) if members.is_empty() => None,
                    Members::These(_) => Some(Cow::Owned(implicit_name(definition))),
                },
                members: &[],
                union: Some(Union {
                    discriminator,
                    branches,
                }),
            },
        };
        self.add(name, Some(owner), body);
        Ok(())
    }

    /// Enters the types that a definition makes without naming them.
    fn parts(&mut self, owner: usize, definition: &'d Definition) {
        let members = definition.members();
        let array = |ty: &'d TypeName| ty.array.then_some(&*ty.name);
        for element in members.iter().filter_map(|member| array(member.ty())) {
            self.array(element, Some(owner));
        }
        match definition.kind() {
            DefinitionKind::Alternate { branches } => {
                for element in branches.iter().filter_map(|branch| array(branch.ty())) {
                    self.array(element, Some(owner));
                }
            }
            DefinitionKind::Command {
                returns: Some(returns),
                ..
            } => {
                if let Some(element) = array(returns) {
                    self.array(element, Some(owner));
                }
            }
            _ => {}
        }
        let is_named = matches!(definition.kind(), DefinitionKind::Struct { .. });
        let name = implicit_name(definition);
        // A second one can only be that of a second definition.
        if !is_named && !members.is_empty() && self.find(&name).is_none() {
            let body = Body::Object {
                base: None,
                members,
                union: None,
            };
            self.add(&name, Some(owner), body);
        }
    }

    /// The type of what a definition spells out, if it is anything.
    pub(in crate::source) fn implicit(&self, definition: &Definition) -> Option<TypeIndex> {
        self.find(&implicit_name(definition))
    }

    /// The type of a name.
    pub(in crate::source) fn find(&self, name: &str) -> Option<TypeIndex> {
        match self.names.get(name) {
            Some(Named::Type(index)) => Some(*index),
            _ => None,
        }
    }

    /// The type of a name or of an array.
    pub(in crate::source) fn find_type(&self, ty: &TypeName) -> Option<TypeIndex> {
        match ty.array {
            true => self.find(&format!("{}List", ty.name)),
            false => self.find(&ty.name),
        }
    }

    /// The type of a name, which `what` in a definition asks for.
    pub(super) fn resolve(
        &self,
        name: &str,
        definition: &Definition,
        what: &dyn Fn() -> String,
    ) -> Result<TypeIndex> {
        if let Some(index) = self.find(name) {
            return Ok(index);
        }
        let candidates = self.types.iter().map(|entry| &*entry.name);
        let candidates = candidates.filter(|name| !name.starts_with("q_"));
        let fault = Fault::UnknownType {
            what: what().into(),
            name: name.into(),
            hint: did_you_mean(name, candidates).into(),
        };
        fail(definition.place(), fault)
    }

    /// The type of a name or of an array, which `what` in a definition asks for.
    pub(super) fn resolve_type(
        &self,
        ty: &TypeName,
        definition: &Definition,
        what: &dyn Fn() -> String,
    ) -> Result<TypeIndex> {
        match self.find_type(ty) {
            Some(index) => Ok(index),
            None => self.resolve(&ty.name, definition, what),
        }
    }

    fn entry(&self, index: TypeIndex) -> Option<&Entry<'d>> {
        self.types.get(index.0)
    }

    /// The definition that a type is or was made for.
    pub(in crate::source) fn owner(&self, index: TypeIndex) -> Option<usize> {
        self.entry(index)?.owner
    }

    pub(in crate::source) fn name(&self, index: TypeIndex) -> &str {
        self.entry(index).map_or("", |entry| &entry.name)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "only the table makes indices, and it never forgets a type"
    )]
    pub(in crate::source) fn body(&self, index: TypeIndex) -> &Body<'d> {
        &self.types[index.0].body
    }

    /// Whether the type has a definition of its own.
    pub(super) fn is_named(&self, index: TypeIndex) -> bool {
        let owner = self
            .owner(index)
            .and_then(|owner| self.definitions.get(owner));
        owner.is_some_and(|owner| owner.name() == self.name(index))
    }

    pub(super) fn checked(&self, index: TypeIndex) -> Checked<'d> {
        let entry = self.entry(index);
        entry.map(|entry| entry.checked.clone()).unwrap_or_default()
    }

    pub(super) fn set_checked(&mut self, index: TypeIndex, checked: Checked<'d>) {
        if let Some(entry) = self.types.get_mut(index.0) {
            entry.checked = checked;
        }
    }

    /// The object that a type is, after the check.
    pub(in crate::source) fn object(&self, index: TypeIndex) -> Option<Rc<CheckedObject<'d>>> {
        match self.checked(index) {
            Checked::Done(object) => Some(object),
            _ => None,
        }
    }

    /// A type as messages name it.
    pub(in crate::source) fn describe(&self, index: TypeIndex) -> String {
        let word = match self.body(index) {
            Body::Builtin(_) => "the predefined type",
            Body::Enum(_) => "the enum",
            Body::Array(element) => return format!("an array of {}", quoted(element)),
            Body::Object { union: Some(_), .. } => "the union",
            Body::Object { .. } => "the struct",
            Body::Alternate(_) => "the alternate",
        };
        format!("{word} {}", quoted(self.name(index)))
    }
}
