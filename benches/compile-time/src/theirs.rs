//! The surface of `qapi-qmp`: plain structs and enums, made by literals and changed by assignment.

use anyhow::Result;
use syn::{Fields, Item, ItemEnum, ItemStruct};

use crate::surface::{Setter, Surface, Type};
use crate::syntax::{argument_of, derives, implemented, literal, named, text};

/// Reads the source that `qapi-qmp` generated.
///
/// # Errors
/// When it isn't Rust, or isn't shaped as expected.
pub(crate) fn surface(source: &str) -> Result<Surface> {
    let mut surface = Surface {
        imports: "use qapi_qmp::*;\n".to_owned(),
        reply: "::qapi_spec::Command>::Ok",
        any_event: Some("Event"),
        ..Surface::default()
    };
    for item in syn::parse_file(source)?.items {
        match item {
            Item::Struct(item) => surface.types.push(structure(&item)),
            // The enum of all events has no counterpart among a schema's types; programs name it as `any_event`.
            Item::Enum(item) if item.ident != "Event" => surface.types.push(enumeration(&item)),
            Item::Impl(item) => {
                let path = text(&item.self_ty);
                match implemented(&item) {
                    Some(a_trait) if a_trait == "Command" => {
                        surface.commands.push(named(&item, path)?)
                    }
                    Some(a_trait) if a_trait == "Event" => surface.events.push(named(&item, path)?),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(surface)
}

fn structure(item: &ItemStruct) -> Type {
    let setters = item.fields.iter().filter_map(|field| {
        let name = field.ident.as_ref()?;
        let value = text(argument_of(&field.ty, "Option")?);
        Some(Setter {
            value,
            body: format!("it.{name} = Some(value); it"),
        })
    });
    Type {
        path: item.ident.to_string(),
        equality: derives(&item.attrs, "PartialEq"),
        setters: setters.collect(),
        makers: vec![literal(&item.ident.to_string(), &item.fields, text)],
    }
}

fn enumeration(item: &ItemEnum) -> Type {
    let variants = item
        .variants
        .iter()
        .filter(|variant| !matches!(variant.fields, Fields::Unit));
    Type {
        path: item.ident.to_string(),
        equality: derives(&item.attrs, "PartialEq"),
        makers: variants
            .map(|variant| {
                literal(
                    &format!("{}::{}", item.ident, variant.ident),
                    &variant.fields,
                    text,
                )
            })
            .collect(),
        setters: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::surface;
    use crate::programs;

    const SOURCE: &str = r#"
        #[derive(Debug, Clone, Serialize)]
        pub struct set_link { pub name: ::std::string::String, pub up: Option<bool> }
        impl ::qapi_spec::Command for set_link {
            const NAME: &'static str = "set-link";
            type Ok = ::qapi_spec::Empty;
        }
        pub struct blockdev_add(pub Options);
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub enum Kind { a, b }
        pub enum Options { file { base: Base, file: File }, null(Null) }
        impl ::qapi_spec::Event for RESET { const NAME: &'static str = "RESET"; }
        pub enum Event { RESET {} }
    "#;

    #[test]
    fn everything_that_the_source_offers_is_found() {
        let surface = surface(SOURCE).expect("the source is shaped as theirs");
        assert_eq!(
            surface.summary(),
            "1 commands, 1 events, 4 types (1 with PartialEq), 4 constructors, 1 setters"
        );
    }

    #[test]
    fn programs_are_rust_and_reach_it_all() {
        let surface = surface(SOURCE).expect("the source is shaped as theirs");
        let program = programs::all(&surface);
        syn::parse_file(&program).expect("the program is Rust");
        for part in [
            r#"("set-link", encode::<set_link>, decode::<<set_link as ::qapi_spec::Command>::Ok>)"#,
            r#"("RESET", decode::<RESET>)"#,
            r#"("*", decode::<Event>)"#,
            "without_equality::<set_link>,",
            "common::<Kind>,",
            "set_link { name: p0, up: None, }",
            "value: bool) -> set_link { it.up = Some(value); it }",
            "Options::file { base: p0, file: p1, }",
            "Options::null(p0, )",
        ] {
            assert!(program.contains(part), "`{part}` is missing in\n{program}");
        }
    }
}
