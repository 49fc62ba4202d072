//! Whole messages, and the parts of one.

use super::document::{Document, Number};
use super::problem::{Envelope, Expected, Problem, Subject};
use super::quirks;
use super::report::{Stop, found, shorten};
use super::walk::{Base, Walker};
use crate::coordinate::{Coordinate, Part};
use crate::model::{Command, Event, JsonKind, Width};
use crate::suggest::nearest;

/// A member that some message has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Execute,
    ExecOob,
    Event,
    Arguments,
    Return,
    Data,
    Id,
    Timestamp,
}

impl Field {
    const ALL: [Self; 8] = [
        Self::Execute,
        Self::ExecOob,
        Self::Event,
        Self::Arguments,
        Self::Return,
        Self::Data,
        Self::Id,
        Self::Timestamp,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Execute => "execute",
            Self::ExecOob => "exec-oob",
            Self::Event => "event",
            Self::Arguments => "arguments",
            Self::Return => "return",
            Self::Data => "data",
            Self::Id => "id",
            Self::Timestamp => "timestamp",
        }
    }

    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "execute" => Self::Execute,
            "exec-oob" => Self::ExecOob,
            "event" => Self::Event,
            "arguments" => Self::Arguments,
            "return" => Self::Return,
            "data" => Self::Data,
            "id" => Self::Id,
            "timestamp" => Self::Timestamp,
            _ => return None,
        })
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    fn is_name(self) -> bool {
        matches!(self, Self::Execute | Self::ExecOob | Self::Event)
    }
}

/// A kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Command,
    Reply,
    Event,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Reply => "reply",
            Self::Event => "event",
        }
    }

    /// The members that it may have, as bits.
    fn allowed(self) -> u8 {
        use Field::{Arguments, Data, Event, ExecOob, Execute, Id, Return, Timestamp};
        let name = const { Execute.bit() | ExecOob.bit() | Id.bit() };
        match self {
            Self::Command => name | Arguments.bit(),
            Self::Reply => name | Return.bit(),
            Self::Event => Event.bit() | Data.bit() | Timestamp.bit(),
        }
    }
}

/// What can be told of a message at first sight.
struct Outline<N> {
    kind: Kind,
    /// The first member that names a command or event.
    name: Option<(Field, N)>,
    /// What the first members are.
    fields: [Option<Field>; 8],
}

/// What a message is about, if the schema has it.
#[derive(Clone, Copy, Debug)]
enum Topic<'s> {
    Command(&'s Command),
    Event(&'s Event),
    Unknown,
}

impl<'w, D: Document> Walker<'w, D> {
    /// Checks a whole message.
    pub(super) fn message(&mut self, root: D::Node) -> Result<(), Stop> {
        let doc = self.doc;
        if doc.kind(root) != JsonKind::Object {
            self.envelope(Envelope::NotObject(found(doc, root)))?;
            return self.loose(root);
        }
        let Outline { kind, name, fields } = self.outline(root);
        let topic = match name {
            Some((field, node)) => self.topic(field, node),
            None => Topic::Unknown,
        };
        let mut fields = fields.into_iter();
        let mut seen = 0;
        let mut rest = doc.inside(root);
        while let Some((key, node)) = doc.next_member(&mut rest) {
            self.base = None;
            let field = fields.next().unwrap_or_else(|| Field::of(&doc.name(key)));
            match (field, name) {
                (Some(field), _) if seen & field.bit() != 0 => {
                    let name = shorten(&doc.name(key));
                    self.add(Problem::DuplicateMember { name })?;
                    self.loose(node)?;
                }
                (Some(field), Some((first, _))) if field.is_name() && field != first => {
                    self.envelope(Envelope::Clash {
                        first: first.as_str(),
                        second: field.as_str(),
                    })?;
                    self.loose(node)?;
                }
                (Some(field), _) if kind.allowed() & field.bit() != 0 => {
                    self.field(field, topic, node)?;
                }
                _ => {
                    self.unknown_field(kind, &doc.name(key))?;
                    self.loose(node)?;
                }
            }
            seen |= field.map_or(0, Field::bit);
        }
        self.base = None;
        if name.is_none() {
            return self.envelope(Envelope::NoName);
        }
        match (topic, kind) {
            (Topic::Command(command), Kind::Command) if seen & Field::Arguments.bit() == 0 => {
                self.base = Some(Base::new(command.name(), Part::Arguments));
                self.absent(command.arguments())
            }
            (Topic::Event(event), _) if seen & Field::Data.bit() == 0 => {
                self.base = Some(Base::new(event.name(), Part::Data));
                self.absent(event.data())
            }
            _ => Ok(()),
        }
    }

    #[cold]
    fn unknown_field(&mut self, kind: Kind, name: &str) -> Result<(), Stop> {
        let known = Field::ALL.into_iter();
        let known = known.filter(|field| kind.allowed() & field.bit() != 0);
        self.envelope(Envelope::UnknownMember {
            name: shorten(name),
            of: kind.as_str(),
            suggestion: nearest(name, known.map(Field::as_str)).map(Into::into),
        })
    }

    fn outline(&self, root: D::Node) -> Outline<D::Node> {
        let doc = self.doc;
        let mut seen = 0;
        let mut name = None;
        let mut fields = [None; 8];
        let mut rest = doc.inside(root);
        let mut slots = fields.iter_mut();
        while let Some((key, node)) = doc.next_member(&mut rest) {
            let field = Field::of(&doc.name(key));
            if let Some(slot) = slots.next() {
                *slot = field;
            }
            seen |= field.map_or(0, Field::bit);
            if name.is_none() && field.is_some_and(Field::is_name) {
                name = field.map(|field| (field, node));
            }
        }
        let kind = match name {
            Some((Field::Event, _)) => Kind::Event,
            _ if seen & Field::Return.bit() != 0 => Kind::Reply,
            None if seen & (Field::Data.bit() | Field::Timestamp.bit()) != 0 => Kind::Event,
            _ => Kind::Command,
        };
        Outline { kind, name, fields }
    }

    fn topic(&self, field: Field, node: D::Node) -> Topic<'w> {
        if self.doc.kind(node) != JsonKind::String {
            return Topic::Unknown;
        }
        let name = self.doc.string(node);
        let topic = match field {
            Field::Event => self.schema.event(&name).map(Topic::Event),
            _ => self.schema.command(&name).map(Topic::Command),
        };
        topic.unwrap_or(Topic::Unknown)
    }

    /// Checks a member that the message may have.
    fn field(&mut self, field: Field, topic: Topic<'w>, node: D::Node) -> Result<(), Stop> {
        match (field, topic) {
            (Field::Execute | Field::ExecOob, Topic::Command(command)) => {
                self.command_name(command)?;
                if field == Field::ExecOob && !command.allow_oob() {
                    let at = Some(Coordinate::new(command.name()));
                    let command = command.name().into();
                    self.report.add(at, Problem::Oob { command })?;
                }
                Ok(())
            }
            (Field::Event, Topic::Event(event)) => self.event_name(event),
            (Field::Execute | Field::ExecOob | Field::Event, _) => {
                if self.expect(field, JsonKind::String, node)? {
                    let name = self.doc.string(node);
                    self.unknown_name(field == Field::Event, &name)?;
                }
                Ok(())
            }
            (Field::Arguments, Topic::Command(command)) => {
                self.base = Some(Base::new(command.name(), Part::Arguments));
                if self.expect(field, JsonKind::Object, node)? {
                    self.arguments(command, node)?;
                }
                Ok(())
            }
            (Field::Data, Topic::Event(event)) => {
                self.base = Some(Base::new(event.name(), Part::Data));
                if self.expect(field, JsonKind::Object, node)? {
                    self.value(event.data(), node)?;
                }
                Ok(())
            }
            (Field::Arguments | Field::Data, _) => {
                if self.expect(field, JsonKind::Object, node)? {
                    self.loose(node)?;
                }
                Ok(())
            }
            (Field::Return, Topic::Command(command)) => {
                self.base = Some(Base::new(command.name(), Part::Returns));
                self.value(command.returns(), node)
            }
            (Field::Return | Field::Id, _) => self.loose(node),
            (Field::Timestamp, _) => {
                if self.expect(field, JsonKind::Object, node)? {
                    self.timestamp(node)?;
                }
                Ok(())
            }
        }
    }

    /// Checks the arguments of a command by its type and quirks.
    #[inline]
    pub(super) fn arguments(&mut self, command: &'w Command, node: D::Node) -> Result<(), Stop> {
        self.base = Some(Base::new(command.name(), Part::Arguments));
        if quirks::open_arguments(command.name()) {
            self.open(command.arguments(), node)
        } else {
            self.value(command.arguments(), node)
        }
    }

    /// Checks the use of a command at all.
    pub(super) fn command_name(&mut self, command: &Command) -> Result<(), Stop> {
        if !self.deny.any() {
            return Ok(());
        }
        let subject = || Subject::Command(command.name().into());
        let place = |_: &Self| Some(Coordinate::new(command.name()));
        self.denied_at(command.features(), subject, place)
    }

    /// Checks the use of an event at all.
    pub(super) fn event_name(&mut self, event: &Event) -> Result<(), Stop> {
        if !self.deny.any() {
            return Ok(());
        }
        let subject = || Subject::Event(event.name().into());
        let place = |_: &Self| Some(Coordinate::new(event.name()));
        self.denied_at(event.features(), subject, place)
    }

    /// Reports a command or event that the schema lacks.
    pub(super) fn unknown_name(&mut self, event: bool, name: &str) -> Result<(), Stop> {
        let short = shorten(name);
        let at = Some(Coordinate::new(&short));
        let problem = if event {
            let known = self.schema.events().iter().map(Event::name);
            Problem::UnknownEvent {
                name: short,
                suggestion: nearest(name, known).map(Into::into),
            }
        } else {
            let known = self.schema.commands().iter().map(Command::name);
            Problem::UnknownCommand {
                name: short,
                suggestion: nearest(name, known).map(Into::into),
            }
        };
        self.report.add(at, problem)
    }

    fn timestamp(&mut self, node: D::Node) -> Result<(), Stop> {
        const MEMBERS: [&str; 2] = ["seconds", "microseconds"];
        let doc = self.doc;
        let mut seen = [false; 2];
        let mut rest = doc.inside(node);
        while let Some((key, value)) = doc.next_member(&mut rest) {
            let key = doc.name(key);
            let known = MEMBERS.into_iter().zip(&mut seen);
            let Some((name, seen)) = known.into_iter().find(|(name, _)| *name == key) else {
                self.envelope(Envelope::UnknownMember {
                    name: shorten(&key),
                    of: "timestamp",
                    suggestion: nearest(&key, MEMBERS).map(Into::into),
                })?;
                self.loose(value)?;
                continue;
            };
            if std::mem::replace(seen, true) {
                let name = name.into();
                self.add(Problem::DuplicateMember { name })?;
            }
            let integer =
                doc.kind(value) == JsonKind::Number && doc.number(value) == Number::Integer;
            if !integer {
                self.envelope(Envelope::Type {
                    name,
                    expected: Expected::Integer(Width::Unknown),
                    found: found(doc, value),
                })?;
                self.loose(value)?;
            }
        }
        let missing = MEMBERS.into_iter().zip(seen).filter(|(_, seen)| !seen);
        missing.into_iter().try_for_each(|(name, _)| {
            let problem = Problem::Envelope(Envelope::Missing { name });
            self.report.add(None, problem)
        })
    }

    /// Whether a member of the message is of the kind that it must be.
    fn expect(&mut self, field: Field, kind: JsonKind, node: D::Node) -> Result<bool, Stop> {
        if self.doc.kind(node) == kind {
            return Ok(true);
        }
        self.envelope(Envelope::Type {
            name: field.as_str(),
            expected: Expected::Kind(kind),
            found: found(self.doc, node),
        })?;
        self.loose(node)?;
        Ok(false)
    }

    fn envelope(&mut self, envelope: Envelope) -> Result<(), Stop> {
        self.add(Problem::Envelope(envelope))
    }
}
