//! The programs whose compile time is measured, written from what a crate offers. Both sides get the same text around
//! their own types, so that they do the same work.
//!
//! Everything is reached through tables that `main` walks at run time: nothing can be inlined away or left out.

use std::fmt::Write as _;

use crate::surface::{Named, Surface, Type};

/// A program that encodes every command, and decodes every reply and every event. It reads one reply or event from
/// standard input and says whether it could decode it: `wire NAME <reply.json`.
pub(crate) fn wire(surface: &Surface) -> String {
    let mut text = format!("{}{WIRE}", surface.imports);
    text.push_str("static COMMANDS: &[(&str, Encode, Decode)] = &[\n");
    for command in &surface.commands {
        let Named { wire, path } = command;
        let _ = writeln!(
            text,
            "    ({wire:?}, encode::<{path}>, decode::<<{path} as {}>),",
            surface.reply
        );
    }
    text.push_str("];\nstatic EVENTS: &[(&str, Decode)] = &[\n");
    for event in &surface.events {
        let _ = writeln!(text, "    ({:?}, decode::<{}>),", event.wire, event.path);
    }
    if let Some(any) = surface.any_event {
        let _ = writeln!(text, "    (\"*\", decode::<{any}>),");
    }
    text.push_str("];\n");
    text
}

const WIRE: &str = r#"
type Encode = fn(&dyn ::std::any::Any) -> ::std::option::Option<::std::vec::Vec<u8>>;
type Decode = fn(&[u8]) -> ::std::option::Option<::std::boxed::Box<dyn ::std::any::Any>>;

fn encode<T: ::serde::Serialize + 'static>(value: &dyn ::std::any::Any) -> ::std::option::Option<::std::vec::Vec<u8>> {
    ::serde_json::to_vec(value.downcast_ref::<T>()?).ok()
}

fn decode<T: ::serde::de::DeserializeOwned + 'static>(text: &[u8]) -> ::std::option::Option<::std::boxed::Box<dyn ::std::any::Any>> {
    Some(::std::boxed::Box::new(::serde_json::from_slice::<T>(text).ok()?))
}

fn main() {
    let name = ::std::env::args().nth(1).unwrap_or_default();
    let mut text = ::std::vec::Vec::new();
    ::std::io::Read::read_to_end(&mut ::std::io::stdin(), &mut text).unwrap();
    let mut decoded = false;
    for (_, encode, decode) in COMMANDS.iter().filter(|(command, ..)| *command == name) {
        let reply = decode(&text);
        decoded |= reply.is_some();
        ::std::println!("encoded: {}", reply.and_then(|reply| encode(&*reply)).is_some());
    }
    for (_, decode) in EVENTS.iter().filter(|(event, _)| *event == name) {
        decoded |= decode(&text).is_some();
    }
    ::std::println!("decoded: {decoded}");
}

"#;

/// A program that does what [`wire`] does, and also makes, changes, clones, compares and prints every type.
pub(crate) fn all(surface: &Surface) -> String {
    let mut text = wire(surface).replace("fn main()", "fn over_the_wire()");
    text.push_str(ALL);
    text.push_str("static COMMON: &[Common] = &[\n");
    for a_type in &surface.types {
        let function = if a_type.equality {
            "common"
        } else {
            "without_equality"
        };
        let _ = writeln!(text, "    {function}::<{}>,", a_type.path);
    }
    text.push_str("];\n\nstatic REACH: &[fn()] = &[\n");
    for index in 0..surface.types.len() {
        let _ = writeln!(text, "    type_{index},");
    }
    text.push_str("];\n\n");
    for (index, a_type) in surface.types.iter().enumerate() {
        let _ = writeln!(text, "fn type_{index}() {{\n{}}}", functions(a_type));
    }
    text
}

/// A function around each constructor and setter, and a use of each.
fn functions(a_type: &Type) -> String {
    let (mut text, mut uses) = (String::new(), String::new());
    let path = &a_type.path;
    for (index, maker) in a_type.makers.iter().enumerate() {
        let mut parameters = String::new();
        for (index, parameter) in maker.parameters.iter().enumerate() {
            let _ = write!(parameters, "p{index}: {parameter}, ");
        }
        let _ = writeln!(
            text,
            "    fn make_{index}({parameters}) -> {path} {{ {} }}",
            maker.expression
        );
        let blanks = "_, ".repeat(maker.parameters.len());
        let _ = writeln!(
            uses,
            "    ::std::hint::black_box(make_{index} as fn({blanks}) -> _);"
        );
    }
    for (index, setter) in a_type.setters.iter().enumerate() {
        let _ = writeln!(
            text,
            "    fn set_{index}(mut it: {path}, value: {}) -> {path} {{ {} }}",
            setter.value, setter.body
        );
        let _ = writeln!(
            uses,
            "    ::std::hint::black_box(set_{index} as fn(_, _) -> _);"
        );
    }
    text + &uses
}

// Pointers to the impls and nothing around them: what is measured is the types' own code.
const ALL: &str = r#"
type Common = fn() -> [*const (); 3];

fn common<T: ::std::clone::Clone + ::std::fmt::Debug + ::std::cmp::PartialEq>() -> [*const (); 3] {
    [
        <T as ::std::clone::Clone>::clone as *const (),
        <T as ::std::fmt::Debug>::fmt as *const (),
        <T as ::std::cmp::PartialEq>::eq as *const (),
    ]
}

#[allow(dead_code)]
fn without_equality<T: ::std::clone::Clone + ::std::fmt::Debug>() -> [*const (); 3] {
    [
        <T as ::std::clone::Clone>::clone as *const (),
        <T as ::std::fmt::Debug>::fmt as *const (),
        ::std::ptr::null(),
    ]
}

fn main() {
    over_the_wire();
    for reach in REACH {
        reach();
    }
    for common in COMMON {
        ::std::hint::black_box(common());
    }
}

"#;
