//! What sources say: `good/NNNN-name.json` and, in `.txt`, all that is read of
//! it.

use std::fmt::{Display, Write};

use qapi_schema::source::{
    Branch, Condition, Definition, DefinitionKind, Doc, Feature, Member, Members, Source, TypeName,
};

use crate::bad::{expect, read, sources};

fn with(condition: Option<&Condition>, features: &[Feature]) -> String {
    let mut text = String::new();
    if let Some(condition) = condition {
        write!(text, " if {condition}").unwrap();
    }
    for feature in features {
        write!(
            text,
            " ${}{}",
            feature.name(),
            with(feature.condition(), &[])
        )
        .unwrap();
    }
    text
}

fn ty(ty: &TypeName) -> String {
    match ty.array {
        true => format!("[{}]", ty.name),
        false => ty.name.to_string(),
    }
}

fn member(member: &Member) -> String {
    let optional = if member.optional() { "?" } else { "" };
    let with = with(member.condition(), member.features());
    format!("{}{optional}: {}{with}", member.name(), ty(member.ty()))
}

fn members(members: &Members) -> String {
    match members {
        Members::Of(name) => name.to_string(),
        Members::These(these) => {
            let these: Vec<String> = these.iter().map(member).collect();
            format!("{{{}}}", these.join(", "))
        }
    }
}

fn branch(branch: &Branch) -> String {
    let with = with(branch.condition(), &[]);
    format!("{}: {}{with}", branch.name(), ty(branch.ty()))
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("\n  {item}")).collect()
}

fn kind(definition: &Definition) -> String {
    let data = |data: &Option<Members>| data.as_ref().map(members).unwrap_or_default();
    match definition.kind() {
        DefinitionKind::Enum { values, prefix } => {
            let prefix = prefix.as_ref().map(|prefix| format!(" prefix {prefix}"));
            let values = values.iter();
            let values =
                values.map(|v| format!("{}{}", v.name(), with(v.condition(), v.features())));
            prefix.unwrap_or_default() + &list(values)
        }
        DefinitionKind::Struct { base, members } => {
            let base = base.as_ref().map(|base| format!(" base {base}"));
            base.unwrap_or_default() + &list(members.iter().map(member))
        }
        DefinitionKind::Union {
            base,
            discriminator,
            branches,
        } => {
            let base = format!(" base {} by {discriminator}", members(base));
            base + &list(branches.iter().map(branch))
        }
        DefinitionKind::Alternate { branches } => list(branches.iter().map(branch)),
        DefinitionKind::Command {
            data: arguments,
            returns,
            flags,
        } => {
            let returns = returns.as_ref().map(ty).unwrap_or_default();
            let flags = [
                (flags.boxed, "boxed"),
                (!flags.generated, "not-generated"),
                (!flags.success_response, "no-success-response"),
                (flags.allow_oob, "allow-oob"),
                (flags.allow_preconfig, "allow-preconfig"),
                (flags.coroutine, "coroutine"),
            ];
            let flags = flags.iter().filter(|(set, _)| *set);
            let flags: String = flags.map(|(_, name)| format!(" {name}")).collect();
            format!(" ({}) -> {returns}{flags}", data(arguments))
        }
        DefinitionKind::Event {
            data: members,
            boxed,
        } => {
            format!(" ({}){}", data(members), if *boxed { " boxed" } else { "" })
        }
    }
}

fn doc(doc: &Doc) -> String {
    let mut text = String::new();
    for section in doc.sections() {
        let name = section.name().map(|name| format!(" {name}"));
        let (kind, line) = (section.kind(), section.place().line());
        writeln!(
            text,
            "  # {kind:?}{} (line {line})",
            name.unwrap_or_default()
        )
        .unwrap();
        for line in section.text().lines() {
            writeln!(text, "  | {line}").unwrap();
        }
    }
    text
}

fn render(source: &Source) -> String {
    let mut text = String::new();
    let mut say = |line: &dyn Display| writeln!(text, "{line}").unwrap();
    for free in source.free_docs() {
        say(&format_args!("text (line {})", free.place().line()));
        say(&doc(free).trim_end());
    }
    for definition in source.definitions() {
        let file = source
            .path(definition.place())
            .unwrap()
            .file_name()
            .unwrap();
        let with = with(definition.condition(), definition.features());
        say(&format_args!(
            "{} {}{with}{} ({}:{})",
            definition.keyword(),
            definition.name(),
            kind(definition),
            file.to_string_lossy(),
            definition.place().line()
        ));
        if let Some(found) = definition.doc() {
            say(&doc(found).trim_end());
        }
    }
    for entry in source.schema().to_entries() {
        say(&serde_json::to_string(&entry).unwrap());
    }
    text
}

#[test]
fn each_is_read_as_was_blessed() {
    let wrong: Vec<String> = sources("good")
        .into_iter()
        .filter_map(|(path, rules)| {
            let source = read(path.clone(), rules).unwrap_or_else(|error| panic!("{error}"));
            assert!(source.schema().is_unmasked());
            expect(&path.with_extension("txt"), &render(&source)).err()
        })
        .collect();
    let wrong = wrong.join("\n");
    assert!(wrong.is_empty(), "QAPI_BLESS=1 rewrites these:\n{wrong}");
}

fn good(name: &str) -> Source {
    let mut sources = sources("good").into_iter();
    let (path, rules) = sources
        .find(|(path, _)| path.to_str().unwrap().contains(name))
        .unwrap();
    Source::read(&path, rules).unwrap()
}

#[test]
fn documentation_is_found_by_name() {
    let source = good("0009");
    let text = |owner, member| source.member(owner, member).unwrap().text();
    assert_eq!(text("Color", "red"), Some("like a rose"));
    assert_eq!(text("paint", "color"), Some("the color"));
    assert_eq!(text("q_obj_paint-arg", "color"), Some("the color"));
    // What is boxed is described with its type.
    assert_eq!(text("PAINTED", "kind"), Some("what it is"));
    assert_eq!(text("q_obj_Union-base", "kind"), Some("what it is"));
    assert_eq!(text("Undescribed", "color"), None);
    assert!(source.member("Color", "green").is_none());
    assert!(source.member("Colour", "red").is_none());
    let blue = source.member("Color", "blue").unwrap();
    assert_eq!(blue.definition().name(), "Color");
    let deprecated = blue.feature("deprecated").unwrap();
    assert_eq!(deprecated.text(), "blue is out of fashion\n(for now)");

    let source = good("0003");
    let inherited = source.member("Derived", "a").unwrap();
    assert_eq!(inherited.definition().name(), "Base");
    assert!(source.definition("q_obj_MOVED-arg").is_some());
    assert!(source.definition("q_empty").is_none());
    let source = good("0007");
    let blue = source.member("Color", "blue").unwrap();
    assert_eq!(blue.condition().unwrap().to_string(), "CONFIG_BLUE");
    assert_eq!(blue.features()[0].name(), "unstable");
}
