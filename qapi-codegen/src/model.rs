//! What bindings are made of: one superset of schemas, each part of which
//! knows where it is available.

use std::rc::Rc;

use qapi_schema::source::Program;

pub use qapi_schema::Builtin;

/// The superset of some schemas.
#[derive(Clone, Debug)]
pub struct Model {
    /// What the schemas are called, the oldest first.
    pub sources: Vec<String>,
    /// Whose each of the schemas is.
    pub programs: Vec<Program>,
    /// What the references are called, the newest first.
    pub references: Vec<String>,
    /// The commands, sorted by name.
    pub commands: Vec<Command>,
    /// The events, sorted by name.
    pub events: Vec<Event>,
    /// The types; a [`TypeId`] is a position here.
    pub types: Vec<Type>,
}

/// A type of a [`Model`]: its position among [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// Some of the schemas, such as those that have a part of the model: positions
/// among [`Model::sources`], ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Availability(Rc<[usize]>);

impl Availability {
    /// In the schemas at these positions.
    pub fn new(sources: impl IntoIterator<Item = usize>) -> Self {
        let mut sources: Vec<usize> = sources.into_iter().collect();
        sources.sort_unstable();
        sources.dedup();
        Self(sources.into())
    }
    /// In the schemas at these positions, which ascend.
    pub(crate) fn shared(sources: Rc<[usize]>) -> Self {
        Self(sources)
    }
    /// The positions.
    pub fn sources(&self) -> &[usize] {
        &self.0
    }
    /// Whether a position is among them.
    pub fn contains(&self, source: usize) -> bool {
        self.0.binary_search(&source).is_ok()
    }
}

/// A feature of an item: `deprecated`, `unstable`, or a word of QEMU's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The word.
    pub name: String,
    /// Which schemas say so of the item.
    pub availability: Availability,
}

/// What one schema says of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// It is always there.
    Required,
    /// It may be absent.
    Optional,
    /// The schema does not have it.
    Absent,
}

/// Where a type's name is from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    /// The name in QAPI.
    pub name: String,
    /// The schema that has it.
    pub from: Naming,
}

/// A schema that tells names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    /// A reference, by its position among [`Model::references`].
    Reference(usize),
    /// A schema that is not masked itself, by its position among [`Model::sources`].
    Source(usize),
}

/// A command.
#[derive(Clone, Debug)]
pub struct Command {
    /// The wire name.
    pub name: String,
    /// The object type of the arguments.
    pub arguments: TypeId,
    /// The type of the reply.
    pub returns: TypeId,
    /// Whether out-of-band execution is allowed.
    pub allow_oob: bool,
    /// Whether success is answered.
    pub success_response: bool,
    /// Features of the command.
    pub features: Vec<Feature>,
    /// Which schemas have it.
    pub availability: Availability,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The wire name.
    pub name: String,
    /// The object type of the data.
    pub data: TypeId,
    /// Features of the event.
    pub features: Vec<Feature>,
    /// Which schemas have it.
    pub availability: Availability,
}

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    /// What it is made of.
    pub kind: Kind,
    /// Its name in QAPI, if any schema tells it.
    pub known: Option<Known>,
    /// What it is in each schema: positions among [`Model::sources`], and ids
    /// there. A schema may have several types where a newer one has one.
    pub origins: Vec<(usize, qapi_schema::TypeId)>,
    /// Features of the type.
    pub features: Vec<Feature>,
    /// Which schemas have it.
    pub availability: Availability,
}

/// What a type is made of.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A predefined type.
    Builtin(Builtin),
    /// An enumeration of strings.
    Enum(Vec<Value>),
    /// A list.
    Array(TypeId),
    /// A struct, or a union if it has branches.
    Object(Object),
    /// One of several types told apart by JSON kind.
    Alternate(Vec<TypeId>),
}

/// A struct, or a union if it has branches.
#[derive(Clone, Debug)]
pub struct Object {
    /// The members that every value may have.
    pub members: Vec<Member>,
    /// The branches.
    pub variants: Option<Variants>,
}

impl Object {
    /// Whether no value has any member.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.variants.is_none()
    }
}

/// The branches of a union.
#[derive(Clone, Debug)]
pub struct Variants {
    /// The position of the tag among the members. If the tag is optional, so
    /// are the branches: a value without it has none.
    pub tag: usize,
    /// A branch for each value of the tag.
    pub cases: Vec<Case>,
    /// Whether some branch has a member that the union has, too.
    pub overlapping: bool,
}

/// A branch of a union.
#[derive(Clone, Debug)]
pub struct Case {
    /// The value of the tag.
    pub value: String,
    /// The object type of the members that the branch adds.
    pub ty: TypeId,
    /// Features of the tag's value.
    pub features: Vec<Feature>,
    /// Which schemas have it.
    pub availability: Availability,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// The wire name.
    pub name: String,
    /// The type of its value.
    pub ty: TypeId,
    /// Whether it may be absent: some schema that has the object has it as
    /// optional or not at all.
    pub optional: bool,
    /// Features of the member.
    pub features: Vec<Feature>,
    /// Which schemas have it.
    pub availability: Availability,
    /// Which schemas require it.
    pub required: Availability,
}

impl Member {
    /// What the schema at a position among [`Model::sources`] says of it.
    pub fn requirement(&self, source: usize) -> Requirement {
        if self.required.contains(source) {
            Requirement::Required
        } else if self.availability.contains(source) {
            Requirement::Optional
        } else {
            Requirement::Absent
        }
    }
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct Value {
    /// The string on the wire.
    pub name: String,
    /// Features of the value.
    pub features: Vec<Feature>,
    /// Which schemas have it.
    pub availability: Availability,
}

impl Model {
    /// What a type is made of. Ids come from the model itself, so there is one.
    #[expect(
        clippy::indexing_slicing,
        reason = "an id of another model is a bug of the caller, as with a slice's index"
    )]
    pub fn kind(&self, id: TypeId) -> &Kind {
        &self.types[id.0].kind
    }

    /// The object behind an id, if it is one.
    pub fn object(&self, id: TypeId) -> Option<&Object> {
        match self.kind(id) {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether it is the object without members that has no name.
    pub fn is_void(&self, id: TypeId) -> bool {
        let named = self.types.get(id.0).is_some_and(|ty| ty.known.is_some());
        !named && self.object(id).is_some_and(Object::is_empty)
    }

    /// The types that the values of a type are made of directly, with
    /// repetitions. The type of a union's tag is not among them: its values
    /// are the branches.
    pub fn parts(&self, id: TypeId) -> Vec<TypeId> {
        match self.kind(id) {
            Kind::Builtin(_) | Kind::Enum(_) => Vec::new(),
            Kind::Array(element) => vec![*element],
            Kind::Alternate(branches) => branches.clone(),
            Kind::Object(Object { members, variants }) => {
                let tag = variants.as_ref().map(|variants| variants.tag);
                let members = members.iter().enumerate();
                let members = members.filter(|(at, _)| Some(*at) != tag);
                let cases = variants.iter().flat_map(|variants| &variants.cases);
                members
                    .map(|(_, member)| member.ty)
                    .chain(cases.map(|case| case.ty))
                    .collect()
            }
        }
    }

    /// Whose schemas a part is in that is available there.
    pub fn programs(&self, availability: &Availability) -> Vec<Program> {
        let sources = availability.sources().iter();
        sources
            .filter_map(|at| self.programs.get(*at))
            .copied()
            .collect()
    }

    /// Which of the types can be reached from `roots`, by position.
    pub fn reachable(&self, roots: impl IntoIterator<Item = TypeId>) -> Vec<bool> {
        let mut reached = vec![false; self.types.len()];
        let mut queue: Vec<TypeId> = roots.into_iter().collect();
        while let Some(id) = queue.pop() {
            if let Some(reached @ false) = reached.get_mut(id.0) {
                *reached = true;
                queue.extend(self.parts(id));
            }
        }
        reached
    }
}
