//! The macros of `qapi-conformance`, whose documentation tells how to use them.

mod expand;
mod hand;
mod input;
mod map;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Makes a suite of tests of a captured schema: a module for each command and
/// each event.
///
/// ```ignore
/// qapi_conformance::suite!(
///     schema = "../schemas/qemu.json",
///     behaviours = crate::behaviours,
/// );
/// ```
///
/// - `schema`: what a QEMU answered to `query-qmp-schema`, relative to the
///   manifest of the crate.
/// - `behaviours`: a module of the crate, a file or folder beside its root, with
///   functions that are marked `#[behaviour]` and `#[raises]`, in modules of its
///   own too. They must be visible where the macro stands.
/// - `others`: further schemas, `["../schemas/other.json"]`; a behaviour of what
///   only they have is left out.
/// - `bindings`: the `REGISTRY` of generated bindings; without it nothing is
///   decoded into types.
/// - `refusals`: a `&[Refusal]` of what this QEMU refuses, besides what is known
///   of every QEMU: queries without arguments, on a machine without guest.
/// - `optional = true`: a QEMU of this schema may be missing even if
///   `$QAPI_LIVE` is `require`.
///
/// A command has the tests `schema`, `live` and `behaviour`, an event `schema`
/// and `raised`. A behaviour or recipe that nobody has written is an ignored
/// test. `messages` and `coverage` stand beside them, a constant `COVERAGE`, and a
/// module `protocol` with a test for each row of the table in
/// `qapi_conformance::protocol`.
///
/// A behaviour of a command that no schema has does not compile.
#[proc_macro]
pub fn suite(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as input::Input);
    expand::suite(&input, proc_macro::Span::call_site().local_file())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Marks a function as the behaviour of a command: `#[behaviour("stop")]`.
///
/// It is a `fn(&mut Vm<'_>) -> Result<(), Stop>` that asserts what the command
/// does. With `args = "…"` it gets a machine of these arguments, which are cut
/// where there is white space; `@DIR@` in them is the machine's folder. With
/// `machines = ["pc", "virt"]` its `-machine` is the first of these that the
/// QEMU has; without one of them it is skipped.
///
/// The command must be answered with success there at least once. With
/// `cannot = "this machine has no …"` it must not, and must be refused.
#[proc_macro_attribute]
pub fn behaviour(args: TokenStream, item: TokenStream) -> TokenStream {
    marked(args, item)
}

/// Marks a function as a recipe that raises an event:
/// `#[raises("STOP")]`. It is written as a [`macro@behaviour`] is; that the
/// event comes, and is as the schema says, is seen to. With
/// `data = r#"{"guest": false}"#` it must be one whose data has these members, and with
/// `cannot = "this machine has no …"` it must not come.
#[proc_macro_attribute]
pub fn raises(args: TokenStream, item: TokenStream) -> TokenStream {
    marked(args, item)
}

/// The mark is read by [`suite!`]; here it only must be one.
fn marked(args: TokenStream, item: TokenStream) -> TokenStream {
    let _ = parse_macro_input!(args as hand::Mark);
    let function = item.clone();
    let _ = parse_macro_input!(function as syn::ItemFn);
    item
}
