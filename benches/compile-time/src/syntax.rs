//! What both sides' generated source is read with.

use anyhow::{Context as _, Result};
use syn::{
    Attribute, Expr, Fields, GenericArgument, Ident, ImplItem, ItemImpl, Lit, Path, PathArguments,
    Type,
};

use crate::surface::{Maker, Named};

/// The last name of the trait that is implemented.
pub(crate) fn implemented(item: &ItemImpl) -> Option<&Ident> {
    item.trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last())
        .map(|last| &last.ident)
}

/// The wire name that an impl has as the constant `NAME`.
///
/// # Errors
/// When it has none.
pub(crate) fn named(item: &ItemImpl, path: String) -> Result<Named> {
    let wire = item.items.iter().find_map(|member| match member {
        ImplItem::Const(constant) if constant.ident == "NAME" => match &constant.expr {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(name) => Some(name.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    Ok(Named {
        wire: wire.with_context(|| format!("`{path}` has no NAME"))?,
        path,
    })
}

/// The literal of a struct or variant: required members are parameters, optional ones are absent.
pub(crate) fn literal(path: &str, fields: &Fields, written: impl Fn(&Type) -> String) -> Maker {
    let mut parameters = Vec::new();
    let mut members = String::new();
    for field in fields {
        let value = match argument_of(&field.ty, "Option") {
            Some(_) => "None".to_owned(),
            None => {
                parameters.push(written(&field.ty));
                format!("p{}", parameters.len() - 1)
            }
        };
        let name = field.ident.as_ref().map(Ident::to_string);
        members.push_str(&name.map_or(format!("{value}, "), |name| format!("{name}: {value}, ")));
    }
    let expression = match fields {
        Fields::Named(_) => format!("{path} {{ {members}}}"),
        Fields::Unnamed(_) => format!("{path}({members})"),
        Fields::Unit => path.to_owned(),
    };
    Maker {
        parameters,
        expression,
    }
}

/// `T` of a type written `…::Option<T>`, where `wrapper` is `Option`.
pub(crate) fn argument_of<'a>(written: &'a Type, wrapper: &str) -> Option<&'a Type> {
    match written {
        Type::Path(path) => path_argument(&path.path, wrapper),
        _ => None,
    }
}

/// `T` of a path `…::Into<T>`, where `wrapper` is `Into`.
pub(crate) fn path_argument<'a>(path: &'a Path, wrapper: &str) -> Option<&'a Type> {
    let last = path.segments.last().filter(|last| last.ident == wrapper)?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.first().and_then(|argument| match argument {
                GenericArgument::Type(held) => Some(held),
                _ => None,
            })
        }
        _ => None,
    }
}

/// Whether a trait is derived.
pub(crate) fn derives(attributes: &[Attribute], wanted: &str) -> bool {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .any(|attribute| {
            let mut found = false;
            // An attribute that can't be read derives nothing that is asked for here.
            let _ = attribute.parse_nested_meta(|meta| {
                found |= meta.path.is_ident(wanted);
                Ok(())
            });
            found
        })
}

/// A piece of syntax as text.
pub(crate) fn text(syntax: &impl quote::ToTokens) -> String {
    syntax.to_token_stream().to_string()
}
