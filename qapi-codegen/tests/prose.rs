//! What QEMU's source says of an item stands in its documentation.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

use std::path::{Path, PathBuf};

use qapi_codegen::{Builder, Error, Generator, Prose, ProseError, Source};
use qapi_schema::Schema;
use qapi_schema::source::{Rules, Source as QemuSource};

const NEW: &str = r"
{ 'pragma': { 'documentation-exceptions': [ 'Circle' ] } }
##
# @Kind:
#
# What it is.
#
# @circle: a round one, see `the web <https://example.org/circles>`__
#
# @square: one with <corners>[4]
##
{ 'enum': 'Kind', 'data': [ 'circle', 'square' ] }
##
# @Circle:
##
{ 'struct': 'Circle', 'data': { 'radius': 'int' } }
##
# @Shape:
#
# A shape::
#
#     not *Markdown*
#
# @kind: what it is
##
{ 'union': 'Shape', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'circle': 'Circle' } }
##
# @Named:
#
# @name: what it is called
##
{ 'struct': 'Named', 'data': { 'name': 'str' } }
##
# @Painting:
#
# @shapes: what is on it
##
{ 'struct': 'Painting', 'base': 'Named', 'data': { 'shapes': [ 'Shape' ] } }
##
# @paint:
#
# Paint a @shape.
#
# .. note:: In oil.
#
# @shape: what to paint
#
# @thick: how thick
#
# Features:
#
# @unstable: The paint may run.
#
# @slow: It takes a while.
#
# TODO: clean the brush
#
# Returns: what was painted
#
# Errors:
#     - If it is too large.
#
# Since: 2.0
#
# .. qmp-example::
#
#     -> { }
##
{ 'command': 'paint', 'features': [ 'unstable' ], 'if': 'CONFIG_PAINT',
  'data': { 'shape': 'Shape', '*thick': { 'type': 'int', 'features': [ 'slow' ] } },
  'returns': 'Painting' }
##
# @PAINTED:
#
# It is painted.
#
# @shape: what it was
##
{ 'event': 'PAINTED', 'data': { 'shape': 'Shape' } }
";

/// An older one; of what both have it says something else.
const OLD: &str = r"
##
# @paint:
#
# The old way.
##
{ 'command': 'paint' }
##
# @erase:
#
# Wipe it off.
##
{ 'command': 'erase' }
";

fn source(text: &str) -> QemuSource {
    let read = |_: &Path| Ok(text.as_bytes().to_vec());
    QemuSource::read_with(Path::new("schema.json"), Rules::newest(), read).unwrap()
}

/// A schema that has `erase` besides what the newer source has.
fn schemas() -> Vec<Source> {
    let text = format!("{NEW}{{ 'command': 'erase' }}");
    vec![Source::new("qemu-1.0-x86_64", source(&text).into_schema())]
}

fn generated(prose: Prose) -> String {
    let generator = Generator::new().prose(prose);
    generator.generate(&schemas()).unwrap().text
}

/// The documentation that stands before a line with this in it.
fn docs<'t>(text: &'t str, item: &str) -> Vec<&'t str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| line.starts_with(item));
    let at = at.unwrap_or_else(|| panic!("no `{item}` in\n{text}"));
    let before = lines.get(..at).unwrap_or_default().iter().rev();
    let head = before.take_while(|line| line.starts_with("///") || line.starts_with("#["));
    let docs = head.filter_map(|line| line.strip_prefix("///"));
    let mut docs: Vec<&str> = docs
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    docs.reverse();
    docs
}

#[test]
fn each_item_has_the_words_of_the_newest_source() {
    let text = generated(Prose::new([source(NEW), source(OLD)]));
    assert_eq!(
        docs(&text, "pub struct Paint {").join("\n"),
        "Paint a `shape`.\n\n**Note:**\nIn oil.\n\nReturns: what was painted\n\nErrors:\n\n\
         - If it is too large.\n\nSince: 2.0\n\nExample:\n\n```text\n-> { }\n```\n\n\
         Feature `unstable`: The paint may run.\n\n\
         Only where QEMU is built with `CONFIG_PAINT`.\n\n\
         The command `paint`.\n\nFeatures: `unstable`."
    );
    let thick = "`thick`\n\nFeatures: `slow`.\n\nhow thick\n\nFeature `slow`: It takes a while.";
    assert_eq!(docs(&text, "pub thick:").join("\n"), thick);
    assert_eq!(
        docs(&text, "pub struct Erase").join("\n"),
        "Wipe it off.\n\nThe command `erase`."
    );
    assert_eq!(
        docs(&text, "pub struct Painted {").join("\n"),
        "It is painted.\n\nThe event `PAINTED`."
    );
    let shape = docs(&text, "pub struct Shape {").join("\n");
    assert!(
        shape.starts_with("A shape:\n\n```text\nnot *Markdown*\n```\n\nUsed at "),
        "{shape}"
    );
    assert!(docs(&text, "pub kind:").contains(&"what it is"));
    // What is inherited is described with the base.
    assert_eq!(
        docs(&text, "pub name:"),
        ["`name`", "", "what it is called"]
    );
    let circle = "`circle`\n\na round one, see the web (<https://example.org/circles>)";
    // A branch is described as the value that selects it.
    assert_eq!(docs(&text, "Circle(rt::Box<Circle>),").join("\n"), circle);
    assert!(docs(&text, "Square,").contains(&"one with \\<corners\\>\\[4\\]"));
    assert!(
        !text.contains("brush"),
        "what is to be done is not for users"
    );
    assert!(!text.contains("The old way"));
}

#[test]
fn without_a_source_nothing_is_said_and_with_one_only_docs_differ() {
    let with = generated(Prose::new([source(NEW)]));
    let without = generated(Prose::default());
    assert_eq!(
        docs(&without, "pub struct Paint {").first(),
        Some(&"The command `paint`.")
    );
    let code = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("///"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(code(&with), code(&without));
    assert_eq!(with, generated(Prose::new([source(NEW)])));
}

/// A folder that goes away with its owner.
struct Folder(PathBuf);

impl Folder {
    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn folder(name: &str) -> Folder {
    let name = format!("qapi-codegen-{name}-{}", std::process::id());
    let folder = Folder(std::env::temp_dir().join(name));
    std::fs::create_dir_all(&folder.0).unwrap();
    folder
}

#[test]
fn a_build_reads_trees_and_files_the_newest_first() {
    let folder = folder("prose");
    for (version, text) in [("1.0", OLD), ("10.2", NEW)] {
        folder.write(&format!("qemu-{version}/VERSION"), version);
        folder.write(&format!("qemu-{version}/qapi/qapi-schema.json"), text);
    }
    let [old, new] = ["qemu-1.0", "qemu-10.2"].map(|name| folder.0.join(name));
    let schema = schemas().remove(0).schema;
    let entries = schema.to_entries();
    let dump = folder.write("dump.json", &serde_json::to_string(&entries).unwrap());
    let out = folder.0.join("out.rs");
    let build = |trees: [&PathBuf; 2]| {
        let builder = Builder::new(&dump).out(&out);
        let builder = trees.into_iter().fold(builder, Builder::qemu_source);
        builder.generate().unwrap();
        std::fs::read_to_string(&out).unwrap()
    };
    let text = build([&old, &new]);
    assert_eq!(
        docs(&text, "pub struct Paint {").first(),
        Some(&"Paint a `shape`.")
    );
    assert_eq!(
        docs(&text, "pub struct Erase").first(),
        Some(&"Wipe it off.")
    );
    assert_eq!(text, build([&new, &old.join("qapi/qapi-schema.json")]));
}

#[test]
fn a_source_that_cannot_be_read_says_where() {
    let folder = folder("bad-prose");
    let bad = folder.write("bad.json", "\n{ 'command': }\n");
    let dump = r#"[{"name": "0", "meta-type": "object", "members": []}]"#;
    let dump = folder.write("dump.json", dump);
    let fails = |source: &Path| {
        let builder = Builder::new(&dump).out(folder.0.join("out.rs"));
        match builder.qemu_source(source).generate() {
            Err(Error::Prose(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    let error = fails(&bad);
    assert!(matches!(error, ProseError::Source(_)));
    let place = format!("{}:2: expected", bad.display());
    assert!(error.to_string().starts_with(&place), "{error}");
    let error = fails(&folder.0).to_string();
    assert!(
        error.ends_with("is no QEMU source tree: it has no `qapi/qapi-schema.json`"),
        "{error}"
    );
    // An agent's schema is documented by the agent's source.
    let agent = r#"[{"name": "guest-info", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
        {"name": "0", "meta-type": "object", "members": []}]"#;
    let agent = Schema::from_slice(agent.as_bytes()).unwrap();
    let error = Prose::read(std::slice::from_ref(&folder.0), [&agent])
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("it has no `qga/qapi-schema.json`"),
        "{error}"
    );
}

#[test]
fn each_program_is_documented_by_its_own_source() {
    let folder = folder("programs");
    let source = |said: &str, command: &str| {
        format!(
            "##\n# @Shape:\n#\n# {said}\n#\n# @{command}: a number\n##\n\
             {{ 'struct': 'Shape', 'data': {{ '{command}': 'int' }} }}\n\
             ##\n# @{command}:\n#\n# {said}\n##\n\
             {{ 'command': '{command}', 'data': 'Shape' }}\n"
        )
    };
    folder.write("tree/VERSION", "10.2.0");
    let sources = [
        ("qapi", source("Of QEMU.", "paint")),
        ("qga", source("Of the agent.", "guest-info")),
    ];
    let dumps = sources.map(|(part, text)| {
        let root = folder.write(&format!("tree/{part}/qapi-schema.json"), &text);
        let schema = qapi_schema::source::Tree::around(&root)
            .unwrap()
            .read()
            .unwrap();
        let entries = serde_json::to_string(&schema.schema().to_entries()).unwrap();
        folder.write(&format!("{part}-10.2.json"), &entries)
    });
    let out = folder.0.join("out.rs");
    let [qemu, agent] = &dumps;
    for order in [[qemu, agent], [agent, qemu]] {
        let builder = Builder::of(order).out(&out);
        builder
            .qemu_source(folder.0.join("tree"))
            .generate()
            .unwrap();
        let text = std::fs::read_to_string(&out).unwrap();
        for (item, said) in [
            ("pub struct Paint", "Of QEMU."),
            ("pub struct GuestInfo", "Of the agent."),
        ] {
            assert_eq!(docs(&text, item).first(), Some(&said));
        }
    }
}
