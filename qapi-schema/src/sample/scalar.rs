//! Values without a type inside them.

use fastrand::Rng;
use serde_json::{Number, Value, json};

use super::random::Draw;
use crate::model::{Builtin, Enum, Width};

/// The largest integer sample. A dump does not tell an integer's width, and
/// every width that QEMU has takes these; so they serve where it is known too.
pub(super) const MAX_INT: u8 = 127;

/// Texts that a JSON parser, a shell or a C string might trip over.
const TEXTS: &[&str] = &[
    "",
    " ",
    "disk0",
    "/srv/images/a b.qcow2",
    "0",
    "null",
    "a,b=c;d",
    "\"quoted\" \\ / back",
    "line\nbreak\ttab\r\u{8}\u{c}\u{1f}\u{7f}",
    "naïve ☃ \u{1f41f} \u{2028}",
    "%s%n {} ' `",
];

/// Doubles that come back the same from a decimal text; whole ones and zero
/// among them, which QEMU prints without a point.
const DOUBLES: &[f64] = &[
    0.0, 0.5, 1.0, -1.25, 3.0e-7, 123_456.75, -2.0e10, 0.1, 1.0e300, 1.0e-300,
];

/// What a scalar is made of.
pub(super) enum Source<'b, 'r> {
    /// The plainest value; a string is the name of the member.
    Least { name: &'b str },
    /// Values that differ from each other, by a running number.
    Running(&'b mut usize),
    /// Values drawn at random.
    Random {
        name: &'b str,
        draw: &'b mut Draw<'r>,
    },
}

/// Integers at the edges of the widths that QEMU has.
const EDGES: &[i128] = &[
    -1,
    -128,
    -129,
    255,
    256,
    65_535,
    65_536,
    1 << 31,
    -(1 << 31),
    (1 << 32) - 1,
    1 << 32,
    i64::MAX as i128,
    i64::MIN as i128,
    1 << 63,
    u64::MAX as i128,
];

impl Source<'_, '_> {
    pub(super) fn builtin(&mut self, builtin: Builtin) -> Value {
        match builtin {
            Builtin::Str => Value::String(self.text()),
            Builtin::Int(width) => self.integer(width),
            Builtin::Number => self.number(),
            Builtin::Bool => Value::Bool(match self {
                Self::Least { .. } => false,
                _ => self.draw(2) == 1,
            }),
            Builtin::Null => Value::Null,
            Builtin::Any => self.any(),
        }
    }

    /// A value of the enum; null where it has none.
    pub(super) fn value(&mut self, e: &Enum) -> Value {
        let value = e.values().get(self.draw(e.values().len()));
        value.map_or(Value::Null, |value| value.name().into())
    }

    /// A number below `bound`; 0 below 0.
    pub(super) fn draw(&mut self, bound: usize) -> usize {
        if bound == 0 {
            return 0;
        }
        match self {
            Self::Least { .. } => 0,
            Self::Running(count) => {
                **count = count.wrapping_add(1);
                **count % bound
            }
            Self::Random { draw, .. } => draw.rng.usize(..bound),
        }
    }

    fn text(&mut self) -> String {
        match self {
            Self::Least { name } => (*name).to_owned(),
            Self::Running(count) => {
                **count = count.wrapping_add(1);
                format!("text-{count}")
            }
            Self::Random { name, draw } => {
                if let Some(text) = draw.taste.text {
                    return text(name, draw.rng.u64(..));
                }
                let rng = &mut draw.rng;
                match rng.choice(TEXTS).filter(|_| rng.bool()) {
                    Some(text) => (*text).to_owned(),
                    None => (0..rng.usize(..24)).map(|_| character(rng)).collect(),
                }
            }
        }
    }

    /// One that every width takes, or one at the edge of some width that the
    /// type's takes.
    fn integer(&mut self, width: Width) -> Value {
        if let Self::Random { draw, .. } = self
            && draw.rng.u8(..) < draw.taste.edges
        {
            let range = width.range();
            // The first of them says most.
            let edges = match (draw.rng.bool(), EDGES) {
                (true, [first, ..]) => std::slice::from_ref(first),
                _ => EDGES,
            };
            let edge = draw.rng.choice(edges).filter(|edge| range.contains(edge));
            if let Some(number) = edge.and_then(|edge| Number::from_i128(*edge)) {
                return Value::Number(number);
            }
        }
        self.int().into()
    }

    fn int(&mut self) -> usize {
        self.draw(usize::from(MAX_INT) + 1)
    }

    fn number(&mut self) -> Value {
        let whole = self.draw(4) == 0;
        if whole {
            return self.int().into();
        }
        let double = DOUBLES.get(self.draw(DOUBLES.len()));
        let number = double.and_then(|double| Number::from_f64(*double));
        number.map_or(Value::Null, Value::Number)
    }

    fn any(&mut self) -> Value {
        match self.draw(8) {
            0 => self.int().into(),
            1 => self.text().into(),
            2 => json!({}),
            3 => json!({ "any": [self.int(), self.number(), null_or_text(self)], "": true }),
            4 => Value::Null,
            5 => json!([[], [self.text()], false]),
            6 => json!({ "driver": 1, "type": { "type": {} } }),
            _ => self.number(),
        }
    }
}

fn character(rng: &mut Rng) -> char {
    // QEMU takes neither NUL nor Unicode's noncharacters.
    match rng.u8(..8) {
        0 => rng.char('\u{1}'..='\u{fdcf}'),
        1 => rng.char('\u{10000}'..='\u{1fffd}'),
        _ => rng.alphanumeric(),
    }
}

fn null_or_text(source: &mut Source<'_, '_>) -> Value {
    match source.draw(2) {
        0 => Value::Null,
        _ => source.text().into(),
    }
}
