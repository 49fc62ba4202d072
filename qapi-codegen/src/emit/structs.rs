//! Structs: the fields, `new`, setters, and what the walkers need to know.

use super::text::{Out, ROOT, SHARED, TYPES, emit, parameter, path};
use crate::plan::{Field, Head, Integer, RustType, Struct, Union};

/// A member of a struct, in the order on the wire.
#[derive(Clone, Copy)]
enum Member<'p> {
    Field(&'p Field),
    Tag(&'p Union),
}

/// Where a struct lives.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) head: &'p Head,
    /// The path to module `types` from here.
    pub(super) types: &'static str,
    /// The attribute of what the walkers call.
    inline: &'static str,
}

impl<'p> Place<'p> {
    pub(super) fn in_types(head: &'p Head) -> Self {
        Self {
            head,
            types: "",
            inline: SHARED,
        }
    }
    pub(super) fn elsewhere(head: &'p Head) -> Self {
        Self {
            head,
            types: TYPES,
            inline: ROOT,
        }
    }
}

/// Emits a struct with all that belongs to it but the impls that are made for
/// all structs of a module together.
pub(super) fn structure(out: &mut Out, place: Place<'_>, structure: &Struct) {
    let name = &place.head.name;
    let members = members(structure);
    out.head("    ", place.head);
    emit!(out, "    #[non_exhaustive]\n    pub struct {name} {{\n");
    for member in &members {
        let head = member.head();
        out.head("        ", head);
        emit!(
            out,
            "        pub {}: {},\n",
            head.name,
            member.path(place.types)
        );
    }
    out.put("    }\n");
    if let Some(required) = &structure.required {
        required_struct(out, place, required, &members);
    }
    emit!(out, "    impl {name} {{\n");
    new(out, place, structure, &members);
    if structure.sent {
        for member in &members {
            match member {
                Member::Field(field) => setter(out, place, field),
                Member::Tag(union) => branch_setter(out, place, union),
            }
        }
        constructors(out, place, structure, &members);
    }
    out.put("    }\n");
    node(out, place, &members);
}

fn members(structure: &Struct) -> Vec<Member<'_>> {
    let mut members: Vec<Member<'_>> = structure.fields.iter().map(Member::Field).collect();
    if let Some(union) = &structure.union {
        members.insert(union.position.min(members.len()), Member::Tag(union));
    }
    members
}

impl<'p> Member<'p> {
    fn head(self) -> &'p Head {
        match self {
            Self::Field(field) => &field.head,
            Self::Tag(union) => &union.tag,
        }
    }

    fn required(self) -> bool {
        match self {
            Self::Field(field) => !field.optional,
            Self::Tag(union) => !union.optional,
        }
    }

    fn secret(self) -> bool {
        matches!(self, Self::Field(field) if field.secret)
    }

    fn path(self, types: &str) -> String {
        match self {
            Self::Tag(union) if union.optional => format!("rt::Option<{types}{}>", union.name),
            Self::Tag(union) => format!("{types}{}", union.name),
            Self::Field(field) => {
                let path = path(&field.ty, types);
                match (field.optional, field.boxed) {
                    (true, true) => format!("rt::Option<rt::Box<{path}>>"),
                    (true, false) => format!("rt::Option<{path}>"),
                    (false, _) => path,
                }
            }
        }
    }

    /// The type of a parameter for a required member, and what turns it into
    /// the field's value.
    fn parameter(self, types: &str) -> (String, &'static str) {
        match self {
            Self::Field(field) => parameter(&field.ty, types),
            Self::Tag(union) => (format!("{types}{}", union.name), ""),
        }
    }

    /// A value to decode into.
    fn blank(self) -> &'static str {
        match self {
            Self::Tag(union) if union.optional => "rt::None",
            Self::Tag(_) => "rt::Branches::blank()",
            Self::Field(field) if field.optional => "rt::None",
            Self::Field(field) => match field.ty {
                RustType::Str => "rt::TEXT",
                RustType::Int(Integer::Any) => "rt::Int::ZERO",
                RustType::Int(_) => "0",
                RustType::Bool => "false",
                RustType::Number => "0.0",
                RustType::Null => "()",
                _ => "rt::Node::blank()",
            },
        }
    }

    /// The variant of `rt::Get` and `rt::Set`.
    fn variant(self) -> &'static str {
        match self {
            Self::Tag(union) if union.optional => "OptTag",
            Self::Tag(_) => "Tag",
            Self::Field(field) => match (&field.ty, field.optional) {
                (RustType::Str, false) => "Str",
                (RustType::Str, true) => "OptStr",
                (RustType::Int(Integer::Any), false) => "Int",
                (RustType::Int(Integer::Any), true) => "OptInt",
                (RustType::Int(Integer::U64), false) => "U64",
                (RustType::Int(Integer::U64), true) => "OptU64",
                (RustType::Int(Integer::I64), false) => "I64",
                (RustType::Int(Integer::I64), true) => "OptI64",
                (RustType::Bool, false) => "Bool",
                (RustType::Bool, true) => "OptBool",
                (_, false) => "Node",
                (_, true) => "OptNode",
            },
        }
    }
}

/// The struct that `new` takes where there are too many required members.
fn required_struct(out: &mut Out, place: Place<'_>, required: &str, members: &[Member<'_>]) {
    let name = &place.head.name;
    emit!(out, "    /// What [`{name}::new`] requires.\n");
    let required_members = || members.iter().filter(|member| member.required());
    let secret = required_members().any(|member| member.secret());
    let debug = if secret { "" } else { "Debug, " };
    emit!(
        out,
        "    #[derive(Clone, {debug}PartialEq)]\n    pub struct {required} {{\n"
    );
    for member in required_members() {
        let head = member.head();
        out.docs("        ", &head.docs);
        emit!(
            out,
            "        pub {}: {},\n",
            head.name,
            member.path(place.types)
        );
    }
    out.put("    }\n");
    if !secret {
        return;
    }
    emit!(out, "    impl rt::Debug for {required} {{\n");
    out.put("        fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::FmtResult {\n");
    emit!(out, "            f.debug_struct({required:?})\n");
    for member in required_members() {
        let name = &member.head().name;
        let value = match member.secret() {
            true => "rt::Redacted".to_owned(),
            false => format!("self.{name}"),
        };
        let shown = name.trim_start_matches("r#");
        emit!(out, "                .field({shown:?}, &{value})\n");
    }
    out.put("                .finish()\n        }\n    }\n");
}

fn new(out: &mut Out, place: Place<'_>, structure: &Struct, members: &[Member<'_>]) {
    out.put("        /// A value with what is required.\n        #[inline]\n        pub fn new(");
    if let Some(required) = &structure.required {
        emit!(out, "required: {required}");
    } else {
        parameters(out, place, members.iter().copied());
    }
    out.put(") -> Self {\n            Self {\n");
    for member in members {
        let name = &member.head().name;
        if !member.required() {
            emit!(out, "                {name}: rt::None,\n");
        } else if structure.required.is_some() {
            emit!(out, "                {name}: required.{name},\n");
        } else {
            match member.parameter(place.types).1 {
                "" => emit!(out, "                {name},\n"),
                into => emit!(out, "                {name}: {name}{into},\n"),
            }
        }
    }
    out.put("            }\n        }\n");
}

fn parameters<'p>(out: &mut Out, place: Place<'_>, members: impl Iterator<Item = Member<'p>>) {
    for (at, member) in members.filter(|member| member.required()).enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let (ty, _) = member.parameter(place.types);
        emit!(out, "{comma}{}: {ty}", member.head().name);
    }
}

fn setter(out: &mut Out, place: Place<'_>, field: &Field) {
    if !field.optional {
        return;
    }
    let Head { name, wire, .. } = &field.head;
    let (ty, into) = parameter(&field.ty, place.types);
    let code = wire.replace(['`', '\n', '\r'], "'");
    emit!(out, "        /// Sets `{code}`.\n");
    if field.head.deprecated {
        out.put("        #[deprecated]\n");
    }
    // What is generic is instantiated where it is used in any case.
    if into.is_empty() {
        out.put("        #[inline]\n");
    }
    let value = if field.boxed {
        format!("rt::Box::new({name}{into})")
    } else {
        format!("{name}{into}")
    };
    emit!(
        out,
        "        pub fn {name}(mut self, {name}: {ty}) -> Self {{\n"
    );
    emit!(out, "            self.{name} = rt::Some({value});\n");
    out.put("            self\n        }\n");
}

fn branch_setter(out: &mut Out, place: Place<'_>, union: &Union) {
    if !union.optional {
        return;
    }
    let Head { name, wire, .. } = &union.tag;
    let code = wire.replace(['`', '\n', '\r'], "'");
    emit!(
        out,
        "        /// Sets `{code}`, and the members that go with it.\n"
    );
    if union.tag.deprecated {
        out.put("        #[deprecated]\n");
    }
    let ty = format!("{}{}", place.types, union.name);
    emit!(
        out,
        "        #[inline]\n        pub fn {name}(mut self, {name}: {ty}) -> Self {{\n"
    );
    emit!(out, "            self.{name} = rt::Some({name});\n");
    out.put("            self\n        }\n");
}

/// `Union::branch(…)` for `Union::new(…, UnionBranch::Branch(…))`.
fn constructors(out: &mut Out, place: Place<'_>, structure: &Struct, members: &[Member<'_>]) {
    let (Some(union), None) = (&structure.union, &structure.required) else {
        return;
    };
    let tag = union.tag.wire.replace(['`', '\n', '\r'], "'");
    let types = place.types;
    for branch in &union.branches {
        let Head { name, wire, .. } = &branch.head;
        let constructor = &branch.constructor;
        let code = wire.replace(['`', '\n', '\r'], "'");
        emit!(out, "        /// With `{tag}` `{code}`.\n");
        if branch.head.deprecated {
            out.put("        #[deprecated]\n");
        }
        emit!(out, "        #[inline]\n        pub fn {constructor}(");
        let common = || {
            members
                .iter()
                .copied()
                .filter(|m| matches!(m, Member::Field(_)))
        };
        parameters(out, place, common());
        if let Some(ty) = &branch.ty {
            let comma = if common().any(Member::required) {
                ", "
            } else {
                ""
            };
            emit!(out, "{comma}{constructor}: {types}{ty}");
        }
        let union_name = &union.name;
        let value = match &branch.ty {
            None => format!("{types}{union_name}::{name}"),
            Some(_) => format!("{types}{union_name}::{name}(rt::Box::new({constructor}))"),
        };
        out.put(") -> Self {\n            ");
        if union.optional {
            let tag = &union.tag.name;
            emit!(out, "Self {{ {tag}: rt::Some({value}), ..");
        }
        out.put("Self::new(");
        let required = members.iter().filter(|member| member.required());
        for (at, member) in required.enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            match member {
                Member::Field(field) => emit!(out, "{comma}{}", field.head.name),
                Member::Tag(_) => emit!(out, "{comma}{value}"),
            }
        }
        out.put(if union.optional { ") }" } else { ")" });
        out.put("\n        }\n");
    }
}

fn node(out: &mut Out, place: Place<'_>, members: &[Member<'_>]) {
    let Place { head, inline, .. } = place;
    let name = &head.name;
    emit!(out, "    impl rt::Node for {name} {{\n");
    emit!(
        out,
        "        {inline}\n        fn blank() -> Self {{\n            Self {{\n"
    );
    for member in members {
        emit!(
            out,
            "                {}: {},\n",
            member.head().name,
            member.blank()
        );
    }
    out.put("            }\n        }\n");
    let view = format!("to.object({name:?}, &[");
    accessor(
        out,
        inline,
        members,
        "view(&self, to: rt::View<'_>)",
        &view,
        "&",
        "Get",
    );
    let overlapping =
        |member: &Member<'_>| matches!(member, Member::Tag(union) if union.overlapping);
    let edit = match members.iter().any(overlapping) {
        true => "to.overlapping(&mut [",
        false => "to.object(&mut [",
    };
    accessor(
        out,
        inline,
        members,
        "edit(&mut self, to: rt::Edit<'_>)",
        edit,
        "&mut ",
        "Set",
    );
    out.put("    }\n");
}

fn accessor(
    out: &mut Out,
    inline: &str,
    members: &[Member<'_>],
    signature: &str,
    open: &str,
    borrow: &str,
    kind: &str,
) {
    emit!(
        out,
        "        {inline}\n        fn {signature} {{\n            {open}"
    );
    for member in members {
        let Head { name, wire, .. } = member.head();
        let variant = match kind {
            "Get" if member.secret() => "Secret",
            _ => member.variant(),
        };
        emit!(out, "\n                rt::{kind}::{variant}({wire:?}, ");
        match (kind, variant) {
            ("Get", "Secret") if member.required() => {
                emit!(out, "rt::Some(&self.{name})),");
            }
            ("Get", "Secret") => emit!(out, "rt::present(&self.{name})),"),
            ("Get", "OptNode") => emit!(out, "rt::present(&self.{name})),"),
            ("Get", "OptTag") => emit!(out, "rt::present_tag(&self.{name})),"),
            _ => emit!(out, "{borrow}self.{name}),"),
        }
    }
    let end = if members.is_empty() {
        ""
    } else {
        "\n            "
    };
    emit!(out, "{end}]);\n        }}\n");
}
