//! The surface of our bindings: constructors and setters, in three modules.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use syn::visit_mut::{VisitMut, visit_type_path_mut};
use syn::{
    FnArg, Ident, ImplItem, Item, ItemEnum, ItemMod, ItemStruct, ReturnType, Signature,
    TypeParamBound, TypePath, Visibility,
};

use crate::surface::{Maker, Setter, Surface, Type};
use crate::syntax::{implemented, literal, named, path_argument, text};

/// Reads the source that `qapi-codegen` generated.
///
/// # Errors
/// When it isn't Rust, or isn't shaped as expected.
pub(crate) fn surface(source: &str) -> Result<Surface> {
    let mut surface = Surface {
        // `rt` is what generated code calls the names of others by.
        imports: "use ::qapi_types::__private as rt;\nuse ::compile_time_bindings::{commands, events, types};\n"
            .to_owned(),
        reply: "::qapi_types::Command>::Reply",
        any_event: Some("events::Event"),
        ..Surface::default()
    };
    for item in syn::parse_file(source)?.items {
        if let Item::Mod(module) = item {
            read(&mut surface, &module)?;
        }
    }
    Ok(surface)
}

fn read(surface: &mut Surface, module: &ItemMod) -> Result<()> {
    let items = module.content.as_ref().map_or(&[][..], |(_, items)| items);
    let names = items.iter().filter_map(|item| match item {
        Item::Struct(ItemStruct { ident, .. }) | Item::Enum(ItemEnum { ident, .. }) => {
            Some(ident.to_string())
        }
        _ => None,
    });
    let scope = Scope {
        module: module.ident.to_string(),
        names: names.collect(),
    };
    let first = surface.types.len();
    for item in items {
        match item {
            Item::Struct(item) => {
                let path = scope.path(&item.ident);
                let literals = !item
                    .attrs
                    .iter()
                    .any(|attribute| attribute.path().is_ident("non_exhaustive"));
                let makers = if literals {
                    vec![literal(&path, &item.fields, |ty| scope.text(ty))]
                } else {
                    Vec::new()
                };
                surface.types.push(Type {
                    path,
                    equality: true,
                    makers,
                    setters: Vec::new(),
                });
            }
            // The enum of all events is named as `any_event`.
            Item::Enum(item) if item.ident != "Event" => {
                surface.types.push(scope.enumeration(item))
            }
            Item::Impl(item) => {
                let path = scope.text(&item.self_ty);
                match implemented(item) {
                    Some(a_trait) if a_trait == "Command" => {
                        surface.commands.push(named(item, path)?)
                    }
                    Some(a_trait) if a_trait == "Event" => surface.events.push(named(item, path)?),
                    Some(_) => {}
                    None => {
                        let own = surface
                            .types
                            .iter_mut()
                            .skip(first)
                            .find(|a_type| a_type.path == path);
                        let own =
                            own.with_context(|| format!("methods of `{path}` stand before it"))?;
                        scope.methods(own, &item.items);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A module of bindings: where a bare name in it leads.
struct Scope {
    module: String,
    names: BTreeSet<String>,
}

impl Scope {
    fn path(&self, name: &Ident) -> String {
        format!("{} :: {name}", self.module)
    }

    /// A type as a program outside of the bindings writes it.
    fn text(&self, written: &syn::Type) -> String {
        let mut written = written.clone();
        let mut outside = Outside(self);
        outside.visit_type_mut(&mut written);
        text(&written)
    }

    fn enumeration(&self, item: &ItemEnum) -> Type {
        let path = self.path(&item.ident);
        let variants = item
            .variants
            .iter()
            .filter(|variant| !variant.fields.is_empty() && variant.ident != "Unrecognized");
        let makers = variants.map(|variant| {
            literal(
                &format!("{path}::{}", variant.ident),
                &variant.fields,
                |ty| self.text(ty),
            )
        });
        Type {
            makers: makers.collect(),
            path,
            equality: true,
            setters: Vec::new(),
        }
    }

    /// What makes a value is a constructor, what takes and gives one back a setter.
    fn methods(&self, own: &mut Type, items: &[ImplItem]) {
        for item in items {
            let ImplItem::Fn(function) = item else {
                continue;
            };
            let Signature {
                ident,
                inputs,
                output,
                ..
            } = &function.sig;
            let makes = matches!(output, ReturnType::Type(_, made) if text(made) == "Self");
            if !makes || !matches!(function.vis, Visibility::Public(_)) {
                continue;
            }
            let mut parameters: Vec<String> = inputs
                .iter()
                .filter_map(|input| match input {
                    FnArg::Typed(parameter) => Some(self.argument(&parameter.ty)),
                    FnArg::Receiver(_) => None,
                })
                .collect();
            if parameters.len() == inputs.len() {
                let arguments: String = (0..parameters.len())
                    .map(|index| format!("p{index}, "))
                    .collect();
                let expression = format!("{}::{ident}({arguments})", own.path);
                own.makers.push(Maker {
                    parameters,
                    expression,
                });
            } else if let (Some(value), true) = (parameters.pop(), parameters.is_empty()) {
                own.setters.push(Setter {
                    value,
                    body: format!("it.{ident}(value)"),
                });
            }
        }
    }

    /// What a parameter is given: `T` for `impl Into<T>`.
    fn argument(&self, written: &syn::Type) -> String {
        let into = match written {
            syn::Type::ImplTrait(bounds) => bounds.bounds.iter().find_map(|bound| match bound {
                TypeParamBound::Trait(bound) => path_argument(&bound.path, "Into"),
                _ => None,
            }),
            _ => None,
        };
        self.text(into.unwrap_or(written))
    }
}

/// Turns paths as they stand in a module into paths from outside.
struct Outside<'a>(&'a Scope);

impl VisitMut for Outside<'_> {
    fn visit_type_path_mut(&mut self, written: &mut TypePath) {
        visit_type_path_mut(self, written);
        let path = &mut written.path;
        let first = path.segments.first().map(|first| first.ident.to_string());
        match first {
            Some(first) if first == "super" => {
                path.segments = path.segments.iter().skip(1).cloned().collect()
            }
            Some(first) if path.segments.len() == 1 && self.0.names.contains(&first) => {
                let module = Ident::new(&self.0.module, proc_macro2::Span::call_site());
                path.segments.insert(0, module.into());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::surface;
    use crate::programs;

    const SOURCE: &str = r#"
        pub mod commands {
            #[non_exhaustive]
            pub struct SetLink { pub name: rt::String, pub up: rt::Option<bool> }
            impl SetLink {
                pub fn new(name: impl rt::Into<rt::String>) -> Self { todo!() }
                pub fn up(mut self, up: bool) -> Self { todo!() }
                pub fn node(mut self, node: super::types::Node) -> Self { todo!() }
            }
            impl rt::Command for SetLink { const NAME: &'static str = "set-link"; type Reply = super::types::Node; }
        }
        pub mod events {
            #[non_exhaustive]
            pub struct Reset {}
            impl Reset { pub fn new() -> Self { todo!() } }
            impl rt::Event for Reset { const NAME: &'static str = "RESET"; }
            pub enum Event { Reset(rt::Box<Reset>), Unrecognized(rt::UnrecognizedEvent) }
        }
        pub mod types {
            #[non_exhaustive]
            pub struct Node { pub next: rt::Option<rt::Box<Node>> }
            impl Node {
                pub fn new(required: NodeRequired) -> Self { todo!() }
                pub fn next(mut self, next: rt::Vec<Node>) -> Self { todo!() }
                pub fn is_last(&self) -> bool { todo!() }
            }
            pub struct NodeRequired { pub nodes: rt::Vec<Node> }
            pub enum NodeBranch { File(rt::Box<Node>), Null, Unrecognized(rt::UnrecognizedBranch) }
        }
    "#;

    #[test]
    fn everything_that_the_source_offers_is_found() {
        let surface = surface(SOURCE).expect("the source is shaped as ours");
        assert_eq!(
            surface.summary(),
            "1 commands, 1 events, 5 types (5 with PartialEq), 5 constructors, 3 setters"
        );
    }

    #[test]
    fn programs_name_everything_from_outside() {
        let surface = surface(SOURCE).expect("the source is shaped as ours");
        let program = programs::all(&surface);
        syn::parse_file(&program).expect("the program is Rust");
        for part in [
            r#"("set-link", encode::<commands :: SetLink>, decode::<<commands :: SetLink as ::qapi_types::Command>::Reply>)"#,
            r#"("RESET", decode::<events :: Reset>)"#,
            r#"("*", decode::<events::Event>)"#,
            "fn make_0(p0: rt :: String, )",
            "value: types :: Node) -> commands :: SetLink { it.node(value) }",
            "value: rt :: Vec < types :: Node >) -> types :: Node { it.next(value) }",
            "types :: NodeRequired { nodes: p0, }",
            "types :: NodeBranch::File(p0, )",
        ] {
            assert!(program.contains(part), "`{part}` is missing in\n{program}");
        }
        assert!(!program.contains("Unrecognized"), "{program}");
    }
}
