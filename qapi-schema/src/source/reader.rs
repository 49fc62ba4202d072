//! Files to a [`Source`], stage by stage.

use std::path::Path;

use super::check::{self, Table};
use super::definition::Definition;
use super::doc::{self, Doc};
use super::error::{Failure, Place, Result, SourceError, fail, show};
use super::expr::{self, Expression};
use super::fault::Fault;
use super::files::{Files, Included, Read};
use super::parser::Parser;
use super::pragma::Pragma;
use super::rules::Rules;
use super::value::{Object, Value};
use super::{Source, build};
use crate::coordinate::Coordinate;
use crate::finding::{Finding, Findings};
use crate::model::Schema;

/// Reads a root file and all that it includes.
pub(super) fn read(
    root: &Path,
    rules: Rules,
    read: Read<'_>,
) -> std::result::Result<Source, SourceError> {
    let mut reader = Reader {
        files: Files::new(read),
        rules,
        pragma: Pragma::default(),
        expressions: Vec::new(),
        free: Vec::new(),
    };
    let text = reader.files.root(root)?;
    reader.finish(&text)
}

/// What is wrong with definitions that QEMU's generator takes, at the one of
/// the command or event where it shows.
fn unusable(definitions: &[Definition], findings: Findings) -> Box<Failure> {
    let first = findings.iter().next().map(Finding::at);
    let at = first.and_then(|at| at.parse::<Coordinate>().ok());
    let is_there =
        |definition: &&Definition| at.as_ref().is_some_and(|at| at.name() == definition.name());
    let definition = definitions.iter().find(is_there);
    let first = Place { file: 0, line: 1 };
    let failure = Failure::at(
        definition.map_or(first, Definition::place),
        Fault::Unusable { findings },
    );
    match definition {
        Some(definition) => failure.inside(definition.keyword(), definition.name()),
        None => failure,
    }
}

/// What has been read so far.
struct Reader<'r> {
    files: Files<'r>,
    rules: Rules,
    pragma: Pragma,
    expressions: Vec<Expression>,
    free: Vec<Doc>,
}

impl Reader<'_> {
    fn finish(mut self, text: &str) -> std::result::Result<Source, SourceError> {
        let read = self.file(0, text);
        let Self {
            files,
            rules,
            pragma,
            expressions,
            free,
        } = self;
        let located = |failure: Box<Failure>| files.located(*failure);
        read.map_err(located)?;
        let definitions = expressions
            .into_iter()
            .map(|expression| expr::definition(expression, &pragma, rules))
            .collect::<Result<Vec<Definition>>>()
            .map_err(located)?;
        let path = |place: Place| files.list.get(place.file()).map(|file| file.path.as_path());
        let show = |place| {
            let path = path(place).map(show).unwrap_or_default();
            format!("{path}:{}", place.line())
        };
        let schema = {
            let mut table = Table::new(&definitions, &show).map_err(located)?;
            check::check(&definitions, &pragma, rules, &mut table).map_err(located)?;
            Schema::from_entries(&build::entries(&definitions, &table))
        };
        let schema = schema.map_err(|findings| files.located(*unusable(&definitions, findings)))?;
        let names = definitions.iter().map(|definition| definition.name.clone());
        Ok(Source {
            schema,
            by_name: names.zip(0..).collect(),
            definitions,
            free,
            files: files.list.into_iter().map(|file| file.path).collect(),
        })
    }

    /// Reads a file and what it includes. No more than
    /// [`MAX_INCLUDES`](super::MAX_INCLUDES) of these lie on the stack.
    fn file(&mut self, file: u32, text: &str) -> Result<()> {
        let mut parser = Parser::new(file, text, self.rules)?;
        // A comment that must be followed by what it documents.
        let mut doc: Option<Doc> = None;
        while !parser.is_at_end() {
            let place = parser.place();
            if parser.is_at_comment() {
                self.astray(doc.take())?;
                doc = Some(doc::read(&mut parser)?);
                continue;
            }
            let Value::Object(object) = parser.expression()? else {
                return fail(place, Fault::NotAnObject);
            };
            if object.get("include").is_some() {
                self.astray(doc.take())?;
                self.include(&object, place)?;
            } else if object.get("pragma").is_some() {
                self.astray(doc.take())?;
                self.pragma(&object, place)?;
            } else {
                match doc.take() {
                    Some(doc) if doc.name().is_none() => {
                        return fail(doc.place(), Fault::DocOfNothing);
                    }
                    doc => self.expressions.push(Expression { place, object, doc }),
                }
            }
        }
        self.astray(doc)
    }

    /// A comment that no definition follows must not be of one.
    fn astray(&mut self, doc: Option<Doc>) -> Result<()> {
        match doc {
            None => Ok(()),
            Some(doc) => match doc.name() {
                None => {
                    self.free.push(doc);
                    Ok(())
                }
                Some(name) => {
                    let name = name.into();
                    fail(doc.place(), Fault::DocAstray { name })
                }
            },
        }
    }

    fn include(&mut self, object: &Object, place: Place) -> Result<()> {
        if object.len() != 1 {
            return fail(place, Fault::IncludeWithMore);
        }
        let Some(name) = object.get("include").and_then(Value::as_str) else {
            return fail(place, Fault::IncludeNotAString);
        };
        match self.files.include(name, place)? {
            Included::Known => Ok(()),
            Included::New(file, text) => self.file(file, &text),
        }
    }

    fn pragma(&mut self, object: &Object, place: Place) -> Result<()> {
        if object.len() != 1 {
            return fail(place, Fault::PragmaWithMore);
        }
        match object.get("pragma").and_then(Value::as_object) {
            Some(pragmas) => self.pragma.read(pragmas, place),
            None => fail(place, Fault::PragmaNotAnObject),
        }
    }
}
