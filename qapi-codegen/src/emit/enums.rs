//! Enums: open enums of strings, the branches of unions, alternates.

use super::text::{Out, SHARED, emit, path};
use crate::plan::{AlternateBranch, Head, RustType, Union};

/// Emits an open enum.
pub(super) fn open(out: &mut Out, head: &Head, values: &[Head]) {
    let name = &head.name;
    out.head("    ", head);
    emit!(out, "    #[non_exhaustive]\n    pub enum {name} {{\n");
    for value in values {
        out.head("        ", value);
        emit!(out, "        {},\n", value.name);
    }
    out.put("        /// A value that this build does not know.\n");
    out.put("        Unrecognized(rt::Unrecognized),\n    }\n");
    emit!(out, "    impl rt::Enum for {name} {{\n");
    emit!(
        out,
        "        {SHARED}\n        fn name(&self) -> &str {{\n            match self {{\n"
    );
    for value in values {
        emit!(
            out,
            "                Self::{} => {:?},\n",
            value.name,
            value.wire
        );
    }
    out.put("                Self::Unrecognized(other) => other.as_str(),\n");
    out.put("            }\n        }\n");
    emit!(
        out,
        "        {SHARED}\n        fn set(&mut self, index: usize, other: &str) {{\n"
    );
    out.put("            *self = match index {\n");
    for (index, value) in values.iter().enumerate() {
        emit!(out, "                {index} => Self::{},\n", value.name);
    }
    out.put("                _ => Self::Unrecognized(rt::unrecognized(other)),\n");
    out.put("            };\n        }\n");
    emit!(
        out,
        "        {SHARED}\n        fn is_unrecognized(&self) -> bool {{\n"
    );
    out.put("            matches!(self, Self::Unrecognized(_))\n        }\n    }\n");
}

/// Emits the branches of a union.
pub(super) fn branches(out: &mut Out, of: &str, union: &Union) {
    let name = &union.name;
    emit!(out, "    /// The branches of [`{of}`].\n");
    emit!(out, "    #[non_exhaustive]\n    pub enum {name} {{\n");
    for branch in &union.branches {
        out.head("        ", &branch.head);
        let variant = &branch.head.name;
        match &branch.ty {
            Some(ty) => emit!(out, "        {variant}(rt::Box<{ty}>),\n"),
            None => emit!(out, "        {variant},\n"),
        }
    }
    out.put("        /// A branch that this build does not know.\n");
    out.put("        Unrecognized(rt::UnrecognizedBranch),\n    }\n");
    let arms = union.branches.iter().map(|branch| Arm {
        variant: &branch.head.name,
        tag: &branch.head.wire,
        members: branch.ty.is_some(),
    });
    let unrecognized = "Self::Unrecognized(to.unrecognized(tag))";
    branches_impl(out, name, SHARED, arms, unrecognized);
}

/// A branch as the walkers see it.
pub(super) struct Arm<'p> {
    pub(super) variant: &'p str,
    pub(super) tag: &'p str,
    pub(super) members: bool,
}

/// Emits what the walkers need to know of an enum of branches.
pub(super) fn branches_impl<'p>(
    out: &mut Out,
    name: &str,
    inline: &str,
    arms: impl Iterator<Item = Arm<'p>> + Clone,
    unrecognized: &str,
) {
    emit!(out, "    impl rt::Branches for {name} {{\n");
    emit!(out, "        {inline}\n        fn blank() -> Self {{\n");
    out.put("            Self::Unrecognized(rt::Node::blank())\n        }\n");
    emit!(out, "        {inline}\n");
    out.put("        fn branch(&self) -> (&str, rt::Option<&dyn rt::Node>) {\n");
    out.put("            match self {\n");
    for Arm {
        variant,
        tag,
        members,
    } in arms.clone()
    {
        if members {
            emit!(
                out,
                "                Self::{variant}(it) => ({tag:?}, rt::Some(&**it)),\n"
            );
        } else {
            emit!(
                out,
                "                Self::{variant} => ({tag:?}, rt::None),\n"
            );
        }
    }
    out.put("                Self::Unrecognized(it) => (it.tag(), rt::Some(it)),\n");
    out.put("            }\n        }\n");
    emit!(
        out,
        "        {inline}\n        fn select(&mut self, tag: &str, to: rt::Edit<'_>) {{\n"
    );
    out.put("            *self = match tag {\n");
    for Arm {
        variant,
        tag,
        members,
    } in arms
    {
        let fill = if members { "(to.boxed())" } else { "" };
        emit!(out, "                {tag:?} => Self::{variant}{fill},\n");
    }
    emit!(out, "                _ => {unrecognized},\n");
    out.put("            };\n        }\n    }\n");
}

/// Emits an alternate.
pub(super) fn alternate(out: &mut Out, head: &Head, branches: &[AlternateBranch]) {
    let name = &head.name;
    out.head("    ", head);
    emit!(out, "    #[non_exhaustive]\n    pub enum {name} {{\n");
    for branch in branches {
        out.docs("        ", &branch.docs);
        match content(&branch.ty) {
            Some(content) => emit!(out, "        {}({content}),\n", branch.name),
            None => emit!(out, "        {},\n", branch.name),
        }
    }
    out.put("        /// A value of a kind that this build has no branch for.\n");
    out.put("        Unrecognized(rt::UnrecognizedKind),\n    }\n");
    emit!(out, "    impl rt::Node for {name} {{\n");
    emit!(out, "        {SHARED}\n        fn blank() -> Self {{\n");
    out.put("            Self::Unrecognized(rt::Node::blank())\n        }\n");
    emit!(
        out,
        "        {SHARED}\n        fn view(&self, to: rt::View<'_>) {{\n"
    );
    out.put("            match self {\n");
    for branch in branches {
        match branch.ty {
            RustType::Null => emit!(out, "                Self::{} => to.null(),\n", branch.name),
            _ => emit!(
                out,
                "                Self::{}(it) => rt::Node::view(it, to),\n",
                branch.name
            ),
        }
    }
    out.put("                Self::Unrecognized(it) => rt::Node::view(it, to),\n");
    out.put("            }\n        }\n");
    emit!(
        out,
        "        {SHARED}\n        fn edit(&mut self, to: rt::Edit<'_>) {{\n"
    );
    out.put("            to.alternate(self);\n        }\n    }\n");
    emit!(out, "    impl rt::Alternate for {name} {{\n");
    emit!(
        out,
        "        {SHARED}\n        fn pick(&mut self, kind: rt::Kind, to: rt::Edit<'_>) {{\n"
    );
    out.put("            *self = match kind {\n");
    for branch in branches {
        let fill = if branch.ty == RustType::Null {
            ""
        } else {
            "(to.fill())"
        };
        emit!(
            out,
            "                {} => Self::{}{fill},\n",
            kinds(&branch.ty),
            branch.name
        );
    }
    out.put(
        "                _ => Self::Unrecognized(to.fill()),\n            };\n        }\n    }\n",
    );
    for branch in branches {
        conversions(out, name, branch);
    }
}

/// What a branch of an alternate holds.
fn content(ty: &RustType) -> Option<String> {
    match ty {
        RustType::Null => None,
        RustType::Struct(_) => Some(format!("rt::Box<{}>", path(ty, ""))),
        _ => Some(path(ty, "")),
    }
}

/// The kinds of JSON that go to a branch. An integer is a number, too.
fn kinds(ty: &RustType) -> &'static str {
    match ty {
        RustType::Bool => "rt::Kind::Bool",
        RustType::Int(_) => "rt::Kind::Int",
        RustType::Number => "rt::Kind::Int | rt::Kind::Number",
        RustType::Str | RustType::Enum(_) => "rt::Kind::String",
        RustType::Null => "rt::Kind::Null",
        RustType::List(_) => "rt::Kind::List",
        // The check lets neither `any` nor an alternate be a branch.
        RustType::Empty | RustType::Struct(_) | RustType::Any | RustType::Alternate(_) => {
            "rt::Kind::Object"
        }
    }
}

/// An alternate is made of what any of its branches holds.
fn conversions(out: &mut Out, name: &str, branch: &AlternateBranch) {
    let variant = &branch.name;
    let mut convert = |from: &str, value: &str| {
        emit!(
            out,
            "    impl rt::From<{from}> for {name} {{\n        #[inline]\n"
        );
        emit!(out, "        fn from(value: {from}) -> Self {{\n");
        emit!(
            out,
            "            Self::{variant}({value})\n        }}\n    }}\n"
        );
    };
    match &branch.ty {
        RustType::Null => {}
        RustType::Struct(ty) => convert(ty, "rt::Box::new(value)"),
        ty => convert(&path(ty, ""), "value"),
    }
    if branch.ty == RustType::Str {
        convert("&str", "value.into()");
    }
}
