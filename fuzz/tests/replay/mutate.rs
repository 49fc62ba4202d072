//! Inputs made from those of a corpus. They are cut and joined where strings,
//! words, brackets and lines begin and end, so that more of them get past the
//! first parser than random bytes would.

use std::ops::Range;

use fastrand::Rng;

use super::corpus::Corpus;

/// No input grows longer.
const LONGEST: usize = 4096;

/// Numbers that lie at some end.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "01",
    "1e400",
    "0.1e-400",
    "255",
    "65536",
    "2147483648",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
];

/// Bytes that mean something to some parser.
const BYTES: &[u8] = b"{}[]\",:'#=*\\/-.0\n\r\t \x00\x1b\x7f\xc3\xed\xf4\xff";

/// Words that mean something to some parser.
const WORDS: &[&str] = &[
    "null",
    "true",
    "\"id\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\u0065xecute\"",
    "\"\u{feff}\"",
    "[]",
    "{}",
    "@x:",
    "##",
];

/// A part of an input of the corpus.
struct Part {
    input: usize,
    range: Range<usize>,
}

/// Makes inputs.
pub(crate) struct Mutator<'c> {
    inputs: Vec<&'c [u8]>,
    parts: Vec<Part>,
    instructions: &'static [u8],
}

impl<'c> Mutator<'c> {
    /// Makes them from a corpus, and of what means something in its inputs.
    pub(crate) fn new(corpus: &'c Corpus, instructions: &'static [u8]) -> Self {
        let inputs: Vec<_> = corpus.inputs().map(|(_, input)| input).collect();
        let of = |(at, input): (usize, &&[u8])| {
            let parts = parts(input).into_iter();
            parts.map(move |range| Part { input: at, range })
        };
        Self {
            parts: inputs.iter().enumerate().flat_map(of).collect(),
            inputs,
            instructions,
        }
    }

    /// An input, always the same for a state of the generator.
    pub(crate) fn mutant(&self, rng: &mut Rng) -> Vec<u8> {
        let mut input = self.inputs[rng.usize(..self.inputs.len())].to_vec();
        // Mostly little is changed, so that the rest still means something.
        let most = rng.usize(1..=6);
        for _ in 0..rng.usize(1..=most) {
            self.change(&mut input, rng);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&self, input: &mut Vec<u8>, rng: &mut Rng) {
        let parts = parts(input);
        let part = match parts.is_empty() {
            true => 0..input.len(),
            false => parts[rng.usize(..parts.len())].clone(),
        };
        let place = rng.usize(..=input.len());
        match rng.u8(..13) {
            // A part, or nothing, in place of a part.
            0 | 1 => replace(input, part, self.part(rng)),
            2 => replace(input, part, b""),
            // A part beside a part, or twice.
            3 => replace(input, part.end..part.end, self.part(rng)),
            4 => {
                let twice = input[part.clone()].repeat(1 + rng.usize(..3));
                replace(input, part.end..part.end, &twice);
            }
            // One end of this and the other end of another.
            5 => {
                let other = self.inputs[rng.usize(..self.inputs.len())];
                input.truncate(part.start);
                input.extend_from_slice(&other[rng.usize(..=other.len())..]);
            }
            6 => input.truncate(place),
            7 => {
                let known = match rng.bool() || self.instructions.is_empty() {
                    true => BYTES,
                    false => self.instructions,
                };
                let byte = known[rng.usize(..known.len())];
                let end = input.len().min(place + rng.usize(..2));
                replace(input, place..end, &[byte]);
            }
            8 => {
                if let Some(byte) = input.get_mut(place) {
                    *byte ^= 1 << rng.u8(..8);
                }
            }
            9 => {
                let number = NUMBERS[rng.usize(..NUMBERS.len())];
                replace(input, part, number.as_bytes());
            }
            10 => {
                let word = WORDS[rng.usize(..WORDS.len())];
                replace(input, part, word.as_bytes());
            }
            // Some instructions between two parts.
            _ => {
                for _ in 0..rng.usize(1..=3).min(self.instructions.len()) {
                    let byte = self.instructions[rng.usize(..self.instructions.len())];
                    replace(input, part.end..part.end, &[byte, b'0' + rng.u8(..3)]);
                }
            }
        }
    }

    /// A part of some input.
    fn part(&self, rng: &mut Rng) -> &[u8] {
        match self.parts.is_empty() {
            true => b"",
            false => {
                let Part { input, range } = &self.parts[rng.usize(..self.parts.len())];
                &self.inputs[*input][range.clone()]
            }
        }
    }
}

fn replace(input: &mut Vec<u8>, range: Range<usize>, by: &[u8]) {
    if input.len() + by.len() <= LONGEST {
        input.splice(range, by.iter().copied());
    }
}

/// The strings, words, lines, and what lies in brackets with them.
fn parts(input: &[u8]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut open = Vec::new();
    let (mut line, mut at) = (0, 0);
    while let Some(byte) = input.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => open.push(start),
            b'}' | b']' => parts.extend(open.pop().map(|from| from..at)),
            b'\n' => {
                parts.push(line..at);
                line = at;
            }
            b'"' | b'\'' => {
                let mut escaped = false;
                let end = input[at..].iter().position(|inner| {
                    let ends = inner == byte && !escaped;
                    escaped = *inner == b'\\' && !escaped;
                    ends || *inner == b'\n'
                });
                if let Some(end) = end.map(|end| at + end).filter(|end| input[*end] == *byte) {
                    at = end + 1;
                    parts.push(start..at);
                }
            }
            byte if is_word(*byte) => {
                let end = input[at..].iter().position(|byte| !is_word(*byte));
                at = end.map_or(input.len(), |end| at + end);
                parts.push(start..at);
            }
            _ => {}
        }
    }
    parts
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b'@')
}
