//! Text in columns, wrapped to the width of a page.

use std::fmt::Write as _;

use anstyle::Style;
use qapi_schema::Coordinate;
use qapi_schema::quote::printable;

use crate::output::NAME;

/// Labels beyond this many columns push their text to the right.
const LABEL: usize = 26;
/// Columns between a label and its text, and between levels.
const GAP: usize = 2;

/// A text in pieces of one style each.
#[derive(Clone, Debug, Default)]
pub(super) struct Text(Vec<(Style, String)>);

impl Text {
    /// A text in one style.
    pub(super) fn new(style: Style, text: &str) -> Self {
        Self::default().add(style, text)
    }
    /// A name, in backticks where a coordinate has it so.
    pub(super) fn wire(name: &str) -> Self {
        Self::new(NAME, &Coordinate::new(name).to_string())
    }
    /// With a piece after the others. What a terminal would act on is escaped.
    #[must_use]
    pub(super) fn add(mut self, style: Style, text: &str) -> Self {
        self.0.push((style, printable(text).to_string()));
        self
    }
    /// With a piece in no style of its own.
    #[must_use]
    pub(super) fn plain(self, text: &str) -> Self {
        self.add(Style::new(), text)
    }
    /// With another text after this one.
    #[must_use]
    pub(super) fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn width(&self) -> usize {
        self.0.iter().map(|(_, piece)| columns(piece)).sum()
    }

    /// The words, each in one or more pieces, as spaces part them.
    fn words(&self) -> Vec<Vec<(Style, &str)>> {
        let mut words = vec![Vec::new()];
        for (style, piece) in &self.0 {
            for (at, fragment) in piece.split(' ').enumerate() {
                if at > 0 {
                    words.push(Vec::new());
                }
                if let (Some(word), false) = (words.last_mut(), fragment.is_empty()) {
                    word.push((*style, fragment));
                }
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }
}

/// A label with a text beside it, and rows that belong to it below.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) label: Text,
    pub(super) text: Text,
    pub(super) inner: Vec<Row>,
}

/// Writes rows with their texts in one column, `indent` columns from the left.
pub(super) fn rows(out: &mut String, rows: &[Row], indent: usize, width: usize) {
    let widest = rows.iter().map(|row| row.label.width()).max();
    let column = indent + widest.unwrap_or(0).min(LABEL) + GAP;
    for row in rows {
        pad(out, indent);
        piece_out(out, &row.label);
        let at = indent + row.label.width();
        let gap = column.saturating_sub(at).max(GAP);
        if row.text.is_empty() {
            out.push('\n');
        } else {
            pad(out, gap);
            wrap(out, &row.text, at + gap, column, width);
        }
        self::rows(out, &row.inner, indent + GAP, width);
    }
}

/// Writes a text of its own, its further lines indented.
pub(super) fn paragraph(out: &mut String, text: &Text, indent: usize, width: usize) {
    pad(out, indent);
    wrap(out, text, indent, indent + GAP, width);
}

/// Writes a text from column `at` on, and further lines from `hang`.
fn wrap(out: &mut String, text: &Text, mut at: usize, hang: usize, width: usize) {
    let mut first = true;
    for word in text.words() {
        let length: usize = word.iter().map(|(_, piece)| columns(piece)).sum();
        if first {
            first = false;
        } else if at + 1 + length <= width {
            out.push(' ');
            at += 1;
        } else {
            out.push('\n');
            pad(out, hang);
            at = hang;
        }
        at += length;
        for (style, piece) in word {
            let _ = write!(out, "{style}{piece}{style:#}");
        }
    }
    out.push('\n');
}

fn piece_out(out: &mut String, text: &Text) {
    for (style, piece) in &text.0 {
        let _ = write!(out, "{style}{piece}{style:#}");
    }
}

fn pad(out: &mut String, columns: usize) {
    out.extend(std::iter::repeat_n(' ', columns));
}

/// Wire names are ASCII in practice, so a character is taken for a column.
fn columns(text: &str) -> usize {
    text.chars().count()
}
