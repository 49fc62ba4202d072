//! The page about a place.

use std::collections::HashMap;

use qapi_schema::{
    Case, Command, Coordinate, EnumValue, Event, Features, FirstUses, Member, Object, Part, Place,
    Schema, Step, TypeId, TypeKind, Variants,
};

use qapi_schema::validate::{Deviation, QUIRKS};

use super::brief;
use super::table::{self, Row, Text};
use crate::output::{self, ASIDE, CAUTION, NAME, TITLE};

/// How deep members of members are listed.
const DEPTH: usize = 3;
/// An object with more members than this is only summed up inside another one.
const SMALL: usize = 8;
/// As many values of an enum as a member's line lists.
const VALUES: usize = 40;
/// A place that is more steps away is not named for what it tells.
const NEAR: usize = 8;
/// A union whose branches have more members than this together is summed up.
const SMALL_UNION: usize = 24;

/// The page about a place, `file` being where the schema came from.
pub(super) fn write(schema: &Schema, at: &Coordinate, place: &Place<'_>, file: &str) -> String {
    let mut page = Page {
        schema,
        width: output::width(),
        out: String::new(),
        first_uses: FirstUses::new(schema),
        told: HashMap::new(),
        deeper: None,
    };
    match place {
        Place::Command(command) => page.command(command),
        Place::Event(event) => page.event(event),
        Place::Type(id) => page.ty(at, *id),
        Place::Member(member) => page.member(at, member),
        Place::Value(value) => page.value(at, value),
        Place::Feature(feature) => page.feature(at, feature),
    }
    if let Some(deeper) = page.deeper.take() {
        page.out.push('\n');
        let (file, place) = (shell(file), shell(&deeper.to_string()));
        let hint = format!("for more: qapi explain --schema {file} {place}");
        page.paragraph(&Text::new(ASIDE, &hint));
    }
    page.out
}

struct Page<'s> {
    schema: &'s Schema,
    width: usize,
    out: String,
    first_uses: FirstUses,
    /// The objects that the page tells of, and where.
    told: HashMap<TypeId, Coordinate>,
    /// A place that is only summed up.
    deeper: Option<Coordinate>,
}

impl<'s> Page<'s> {
    fn paragraph(&mut self, text: &Text) {
        table::paragraph(&mut self.out, text, 0, self.width);
    }

    fn title(&mut self, kind: &str, name: &str) {
        self.paragraph(&Text::default().plain(kind).plain(" ").add(TITLE, name));
    }

    fn command(&mut self, command: &Command) {
        self.title("command", command.name());
        self.features(command.features());
        if command.allow_oob() {
            self.paragraph(&Text::default().plain("may be executed out of band (exec-oob)"));
        }
        if !command.success_response() {
            self.paragraph(&Text::default().plain("sends no reply when it succeeds"));
        }
        for quirk in QUIRKS
            .iter()
            .filter(|quirk| quirk.command == command.name())
        {
            let what = match quirk.what {
                Deviation::OpenArguments => "takes arguments beyond those listed",
                _ => "does not keep to its schema",
            };
            let text = format!("{what}: {}", quirk.reason);
            self.paragraph(&Text::new(CAUTION, &text));
        }
        let at = |part| Coordinate::part_of(command.name(), part);
        self.section("arguments", &at(Part::Arguments), command.arguments());
        self.section("returns", &at(Part::Returns), command.returns());
    }

    fn event(&mut self, event: &Event) {
        self.title("event", event.name());
        self.features(event.features());
        let at = Coordinate::part_of(event.name(), Part::Data);
        self.section("data", &at, event.data());
    }

    fn ty(&mut self, at: &Coordinate, id: TypeId) {
        let word = match (at.steps().last(), at.part()) {
            (Some(Step::Branch { .. }), _) => "branch",
            (Some(Step::Element(_)), _) => "element",
            (Some(Step::Member(_)), _) => "member",
            (None, Some(part)) => part.as_str(),
            (None, None) => "type",
        };
        self.title(word, &at.to_string());
        self.besides(at);
        self.section("type", at, id);
    }

    fn member(&mut self, at: &Coordinate, member: &Member) {
        self.title("member", &at.to_string());
        if member.optional() {
            self.paragraph(&Text::default().plain("optional"));
        }
        self.features(member.features());
        self.section("type", at, member.ty());
    }

    fn value(&mut self, at: &Coordinate, value: &EnumValue) {
        self.title("value", &at.to_string());
        self.features(value.features());
        // The value of a tag has a branch, which tells more.
        let Some((Step::Member(tag), steps)) = at.steps().split_last() else {
            return;
        };
        let branch = inside(at, steps).step(Step::Branch {
            tag: tag.clone(),
            case: value.name().into(),
        });
        if self.schema.locate(&branch).is_ok() {
            self.deeper = Some(branch);
        }
    }

    fn feature(&mut self, at: &Coordinate, feature: &str) {
        self.title("feature", &at.to_string());
        self.paragraph(&meaning(feature));
    }

    fn features(&mut self, features: &Features) {
        for feature in features.iter() {
            self.paragraph(&meaning(feature));
        }
    }

    /// For a branch: what it comes on top of.
    fn besides(&mut self, at: &Coordinate) {
        let Some((Step::Branch { .. }, steps)) = at.steps().split_last() else {
            return;
        };
        let whole = inside(at, steps);
        let id = match self.schema.locate(&whole) {
            Ok(Place::Type(id)) => id,
            Ok(Place::Member(member)) => member.ty(),
            _ => return,
        };
        let leaves = brief::leaves(self.schema, id, &whole);
        let mut objects = leaves
            .iter()
            .filter_map(|(_, id)| self.schema[*id].as_object());
        let Some(object) = objects.next() else {
            return;
        };
        let names = object.members().iter().map(|m| Text::wire(m.name()));
        let text = Text::default()
            .plain("on top of ")
            .join(brief::list(names, usize::MAX));
        self.paragraph(&text.plain(" of ").add(NAME, &whole.to_string()));
    }

    /// A type under a heading, with all that it holds.
    fn section(&mut self, heading: &str, at: &Coordinate, id: TypeId) {
        let schema = self.schema;
        self.out.push('\n');
        let text = Text::new(TITLE, heading).plain(": ");
        if schema[id].as_object().is_some_and(Object::is_empty) {
            self.paragraph(&text.plain("nothing"));
            return;
        }
        let text = text.join(brief::phrase(schema, id));
        self.paragraph(&text.join(brief::tags(schema[id].features())));
        let leaves = brief::leaves(schema, id, at);
        let indent = if leaves.len() > 1 { 4 } else { 2 };
        for (at, leaf) in &leaves {
            if leaves.len() > 1 {
                let word = Text::default()
                    .plain("as ")
                    .join(brief::phrase(schema, *leaf));
                table::paragraph(&mut self.out, &word, 2, self.width);
            }
            match schema[*leaf].kind() {
                TypeKind::Enum(e) => {
                    let values = brief::values(e, usize::MAX);
                    table::paragraph(&mut self.out, &values, indent, self.width);
                }
                TypeKind::Object(object) => {
                    self.told.insert(*leaf, at.clone());
                    let rows = self.members(at, object, DEPTH);
                    table::rows(&mut self.out, &rows, indent, self.width);
                    if let Some(variants) = object.variants() {
                        self.branches(at, object, variants, indent);
                    }
                }
                _ => {}
            }
        }
    }

    fn members(&mut self, at: &Coordinate, object: &Object, depth: usize) -> Vec<Row> {
        let tag = object.variants().map(Variants::tag);
        let mut rows = Vec::new();
        for (index, member) in object.members().iter().enumerate() {
            let at = at.clone().member(member.name());
            rows.push(if tag == Some(index) {
                Row {
                    label: Text::wire(member.name()),
                    text: brief::phrase(self.schema, member.ty())
                        .plain(" that selects the branch")
                        .join(brief::tags(member.features())),
                    inner: Vec::new(),
                }
            } else {
                self.member_row(&at, member, depth)
            });
        }
        rows
    }

    fn member_row(&mut self, at: &Coordinate, member: &Member, depth: usize) -> Row {
        let mut text = brief::phrase(self.schema, member.ty());
        if member.optional() {
            text = text.plain(", ").add(ASIDE, "optional");
        }
        text = text.join(brief::tags(member.features()));
        let mut inner = Vec::new();
        let leaves = brief::leaves(self.schema, member.ty(), at);
        for (at, leaf) in &leaves {
            if leaves.len() > 1 {
                text = text.plain("; ").join(brief::phrase(self.schema, *leaf));
            }
            let (more, rows) = self.inner(at, *leaf, depth);
            text = text
                .join(brief::tags(self.schema[*leaf].features()))
                .join(more);
            inner.extend(rows);
        }
        Row {
            label: Text::wire(member.name()),
            text,
            inner,
        }
    }

    /// More on an enum or object inside a member holds: in the member's line, or
    /// in rows of its own.
    fn inner(&mut self, at: &Coordinate, id: TypeId, depth: usize) -> (Text, Vec<Row>) {
        let schema = self.schema;
        let object = match schema[id].kind() {
            TypeKind::Enum(e) => {
                let values = brief::values(e, VALUES);
                return (Text::default().plain(": ").join(values), Vec::new());
            }
            TypeKind::Object(object) => object,
            _ => return (Text::default(), Vec::new()),
        };
        if let Some(other) = self.elsewhere(at, id, object) {
            let recursive = is_inside(at, &other);
            let text = Text::default().plain(", as ").add(NAME, &other.to_string());
            let text = if recursive {
                text.add(ASIDE, " (recursive)")
            } else {
                text
            };
            return (text, Vec::new());
        }
        self.told.insert(id, at.clone());
        let small = object.members().len() <= SMALL && object.variants().is_none();
        if small && depth > 1 && !object.is_empty() {
            return (Text::default(), self.members(at, object, depth - 1));
        }
        self.deeper.get_or_insert_with(|| at.clone());
        let summary = Text::default()
            .plain(", with ")
            .join(brief::summary(object));
        (summary, Vec::new())
    }

    /// Another place that tells of this object: on this page, or for a union,
    /// which takes much telling, where it is first used.
    fn elsewhere(&self, at: &Coordinate, id: TypeId, object: &Object) -> Option<Coordinate> {
        if let Some(told) = self.told.get(&id) {
            return Some(told.clone());
        }
        object.variants()?;
        self.first_uses
            .coordinate(id)
            .filter(|first| first != at && first.steps().len() <= NEAR)
    }

    fn branches(
        &mut self,
        at: &Coordinate,
        object: &Object,
        variants: &'s Variants,
        indent: usize,
    ) {
        let schema = self.schema;
        let Some(tag) = object.members().get(variants.tag()) else {
            return;
        };
        let body = |case: &Case| {
            schema[case.ty()]
                .as_object()
                .filter(|body| !body.is_empty())
        };
        let bodies = variants.cases().iter().filter_map(body);
        let members: usize = bodies.map(|body| body.members().len()).sum();
        let listed = members <= SMALL_UNION;
        let values = schema[tag.ty()].as_enum();
        let tags = |case: &Case| {
            let value = values.and_then(|values| values.value(case.value()));
            value.map(|(_, value)| brief::tags(value.features()))
        };
        let mut rows = Vec::new();
        let mut without = Vec::new();
        for case in variants.cases() {
            let label = Text::wire(case.value());
            let Some(body) = body(case) else {
                without.push(label.join(tags(case).unwrap_or_default()));
                continue;
            };
            let at = at.clone().step(Step::Branch {
                tag: tag.name().into(),
                case: case.value().into(),
            });
            let label = label.join(tags(case).unwrap_or_default());
            let features = brief::tags(schema[case.ty()].features());
            rows.push(if listed && body.variants().is_none() {
                Row {
                    label: label.join(features),
                    text: Text::default(),
                    inner: self.members(&at, body, DEPTH - 1),
                }
            } else {
                self.deeper.get_or_insert(at);
                Row {
                    label,
                    text: match features.is_empty() {
                        true => brief::summary(body),
                        false => brief::summary(body).plain(";").join(features),
                    },
                    inner: Vec::new(),
                }
            });
        }
        let count = variants.cases().len();
        let heading = Text::default().plain(&format!("{count} branches, by "));
        let heading = heading.join(Text::wire(tag.name()));
        self.out.push('\n');
        table::paragraph(&mut self.out, &heading, indent, self.width);
        table::rows(&mut self.out, &rows, indent + 2, self.width);
        if !without.is_empty() {
            let names = brief::list(without.into_iter(), usize::MAX);
            let text = Text::new(ASIDE, "without members of their own: ").join(names);
            table::paragraph(&mut self.out, &text, indent + 2, self.width);
        }
    }
}

/// Whether a place lies inside another one.
fn is_inside(at: &Coordinate, outer: &Coordinate) -> bool {
    at.name() == outer.name() && at.part() == outer.part() && at.steps().starts_with(outer.steps())
}

/// The place that these steps lead to, in the same part as another one.
fn inside(at: &Coordinate, steps: &[Step]) -> Coordinate {
    let whole = match at.part() {
        Some(part) => Coordinate::part_of(at.name(), part),
        None => Coordinate::new(at.name()),
    };
    steps.iter().cloned().fold(whole, Coordinate::step)
}

/// A word as a shell takes it.
fn shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn meaning(feature: &str) -> Text {
    let text = match feature {
        "deprecated" => "deprecated: it will go away",
        "unstable" => "unstable: it may change or go away without notice",
        other => return Text::new(ASIDE, &format!("feature {other}")),
    };
    Text::new(CAUTION, text)
}
