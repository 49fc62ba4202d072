//! The tests, as tokens.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use qapi_codegen::name::ident::snake;
use qapi_schema::Schema;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Error, Ident, LitStr};

use crate::hand::{Hand, Hands, On};
use crate::input::Input;
use crate::map::Map;

/// Everything that `suite!` stands for. `file` is where it stands.
pub(crate) fn suite(input: &Input, file: Option<PathBuf>) -> syn::Result<TokenStream> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let manifest = Path::new(&manifest);
    let path = manifest.join(input.schema.value());
    let schema = load(&path, &input.schema)?;
    let others = input
        .others
        .iter()
        .map(|other| load(&manifest.join(other.value()), other));
    let others: Vec<Schema> = others.collect::<syn::Result<_>>()?;
    let hands = hands(input, file)?;
    let map = Map::new(&hands.all, &schema, &others).map_err(|wrong| {
        let span = input
            .behaviours
            .as_ref()
            .map_or_else(Span::call_site, spanned);
        Error::new(span, wrong.join("\n"))
    })?;
    Ok(tokens(input, &schema, &path, &hands, &map))
}

fn spanned(path: &syn::Path) -> Span {
    path.segments
        .last()
        .map_or_else(Span::call_site, |segment| segment.ident.span())
}

/// Reads a schema; what is wrong is said of its path as it was written.
fn load(path: &Path, written: &LitStr) -> syn::Result<Schema> {
    let wrong = |error: &dyn std::error::Error| {
        let causes = qapi_schema::with_causes(error);
        let shown = written.value();
        Error::new(written.span(), format!("`{shown}`: {causes}"))
    };
    let bytes = std::fs::read(path).map_err(|error| wrong(&error))?;
    Schema::from_slice(&bytes).map_err(|error| wrong(&error))
}

fn hands(input: &Input, file: Option<PathBuf>) -> syn::Result<Hands> {
    let Some(path) = &input.behaviours else {
        return Ok(Hands::default());
    };
    let wrong = |text: String| Error::new(spanned(path), text);
    let segments = path.segments.iter();
    let mut modules: Vec<String> = segments.map(|s| s.ident.unraw().to_string()).collect();
    if modules.first().is_none_or(|first| first != "crate") {
        return Err(wrong("`behaviours` must start with `crate::`".to_owned()));
    }
    modules.remove(0);
    let file = file.ok_or_else(|| wrong("the file that this stands in is unknown".to_owned()))?;
    let root = root(&file, modules.first().map_or("", String::as_str));
    Hands::read(&root, &modules).map_err(wrong)
}

/// The folder of the crate's root: the nearest one, from the file of the macro
/// outwards, in which there is the module.
fn root(file: &Path, module: &str) -> PathBuf {
    let has = |folder: &&Path| {
        folder.join(format!("{module}.rs")).is_file()
            || folder.join(module).join("mod.rs").is_file()
    };
    let mut folders = file.ancestors().skip(1);
    let nearest = file.parent().unwrap_or(Path::new(""));
    folders.find(has).unwrap_or(nearest).to_owned()
}

fn tokens(
    input: &Input,
    schema: &Schema,
    path: &Path,
    hands: &Hands,
    map: &Map<'_>,
) -> TokenStream {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let dump = absolute(path);
    let tracked = hands.files.iter().map(|file| absolute(file));
    let others = input.others.iter();
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let others = others.map(|other| absolute(&Path::new(&manifest).join(other.value())));
    let tracked: Vec<String> = tracked.chain(others).collect();
    let (commands, events) = (schema.commands().len(), schema.events().len());
    let counted = |hands: &BTreeMap<&str, &Hand>| {
        let beyond = hands.values().filter(|hand| !hand.on.cannot.is_empty());
        let beyond = beyond.count();
        (hands.len() - beyond, beyond)
    };
    let (behaviours, refused) = counted(&map.behaviours);
    let (recipes, unraised) = counted(&map.recipes);
    let written = |hands: &BTreeMap<&str, &Hand>| -> Vec<TokenStream> {
        let hands = hands.iter().map(|(name, hand)| {
            let cannot = !hand.on.cannot.is_empty();
            quote!(::qapi_conformance::Written { name: #name, cannot: #cannot })
        });
        hands.collect()
    };
    let (of_commands, of_events) = (written(&map.behaviours), written(&map.recipes));
    let bindings = input.bindings.as_ref().map(|path| quote!(.bindings(#path)));
    let refusals = input.refusals.as_ref().map(|path| quote!(.refusals(#path)));
    let optional = input.optional.then(|| quote!(.optional()));
    let mut names = Names::default();
    let command_modules = schema.commands().iter().map(|command| {
        let name = command.name();
        let module = names.module(name);
        let hand = map.behaviours.get(name);
        let behaviour = by_hand(
            input,
            hand,
            &Ident::new("behaviour", Span::call_site()),
            |on, path| quote!(super::super::SUITE.behaviour(#name, &#on, #path)),
        );
        quote! {
            mod #module {
                #[test]
                fn schema() -> super::super::Shown { super::super::SUITE.command_schema(#name) }
                #[test]
                fn live() -> super::super::Shown { super::super::SUITE.live(#name) }
                #behaviour
            }
        }
    });
    let command_modules: Vec<TokenStream> = command_modules.collect();
    let mut names = Names::default();
    let event_modules = schema.events().iter().map(|event| {
        let name = event.name();
        let module = names.module(name);
        let hand = map.recipes.get(name);
        let raised = by_hand(
            input,
            hand,
            &Ident::new("raised", Span::call_site()),
            |on, path| quote!(super::super::SUITE.raised(#name, &#on, #path)),
        );
        quote! {
            mod #module {
                #[test]
                fn schema() -> super::super::Shown { super::super::SUITE.event_schema(#name) }
                #raised
            }
        }
    });
    let event_modules: Vec<TokenStream> = event_modules.collect();
    quote! {
        // What the tests were made of, so that they are made again when it changes.
        const _: &[&[u8]] = &[#(include_bytes!(#tracked)),*];
        type Shown = ::core::result::Result<(), ::qapi_conformance::Stop>;
        /// How much of the schema has been written tests for.
        pub const COVERAGE: ::qapi_conformance::Coverage = ::qapi_conformance::Coverage {
            commands: #commands,
            behaviours: #behaviours,
            refused: #refused,
            events: #events,
            recipes: #recipes,
            unraised: #unraised,
        };
        static SUITE: ::qapi_conformance::Suite = ::qapi_conformance::Suite::new(
            #stem,
            include_bytes!(#dump),
            COVERAGE,
        ).written(&[#(#of_commands),*], &[#(#of_events),*]) #bindings #refusals #optional;
        #[test]
        fn coverage() -> Shown { SUITE.coverage() }
        #[test]
        fn messages() -> Shown { SUITE.messages() }
        mod protocol { ::qapi_conformance::protocol_tests!(super::SUITE); }
        mod commands { #(#command_modules)* }
        mod events { #(#event_modules)* }
    }
}

/// The test that calls a hand-written function, or says that there is none.
fn by_hand(
    input: &Input,
    hand: Option<&&Hand>,
    test: &Ident,
    call: impl Fn(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    let (Some(hand), Some(module)) = (hand, &input.behaviours) else {
        let missing = format!(
            "no {} is written yet",
            if test == "raised" {
                "recipe"
            } else {
                "behaviour"
            }
        );
        return quote!(#[test] #[ignore = #missing] fn #test() {});
    };
    let path = hand.path.iter().map(|segment| ident(segment));
    let On {
        args,
        machines,
        cannot,
        data,
    } = &hand.on;
    let on = quote!(::qapi_conformance::On {
        args: #args, machines: &[#(#machines),*], cannot: #cannot, data: #data
    });
    let call = call(on, quote!(#module #(:: #path)*));
    quote!(#[test] fn #test() -> super::super::Shown { #call })
}

/// Names of modules that are all different.
#[derive(Default)]
struct Names(std::collections::HashSet<String>);

impl Names {
    fn module(&mut self, wire: &str) -> Ident {
        let plain = snake(wire);
        let mut name = plain.clone();
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        ident(&name)
    }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site())),
    }
}

/// A path that `include_bytes!` finds from anywhere.
fn absolute(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.to_string_lossy().into_owned()
}
