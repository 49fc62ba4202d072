//! From a reply's bytes to its type.

use std::thread::{self, ScopedJoinHandle};

use qapi_schema::secrets::is_secret;
use qapi_schema::{Coordinate, Step};
use qapi_types::{with_depth_limit, with_place};
use serde::de::DeserializeOwned;

use crate::protocol::offset;

/// How deep a value may nest to be decoded on the caller's stack; serde_json's
/// own limit.
pub(crate) const SHALLOW: usize = 127;
/// What one level of nesting may take of the stack. Debug builds of generated
/// types are what needs most.
const STACK_PER_LEVEL: usize = 64 << 10;

/// What is wrong with a value, and the steps to the place.
#[derive(Debug)]
pub(crate) struct Fault {
    source: serde_json::Error,
    steps: Vec<Step>,
}

impl Fault {
    /// The place in a value that is itself at `root`.
    pub(crate) fn at(&self, root: Coordinate) -> Coordinate {
        self.steps.iter().cloned().fold(root, Coordinate::step)
    }

    /// What is wrong, in words that may be logged: those of the parser quote the
    /// value.
    pub(crate) fn tellable(self, at: &Coordinate) -> serde_json::Error {
        match is_secret(at) {
            false => self.source,
            true => serde::de::Error::custom("it is not of the type that was asked for"),
        }
    }

    /// The place in a value of which a member is itself at `root`.
    pub(crate) fn at_inside(&self, member: &str, root: Coordinate) -> Coordinate {
        let outside = [Step::Member(member.into())];
        let steps = self.steps.strip_prefix(&outside).unwrap_or(&self.steps);
        steps.iter().cloned().fold(root, Coordinate::step)
    }
}

/// Decodes a value that nests `depth` levels deep.
///
/// A deep value (the backing chain of an image with hundreds of snapshots) is
/// decoded on a thread of its own, with a stack to match: decoding is
/// recursive, and a caller's stack may be small.
pub(crate) fn decode<T: DeserializeOwned + Send>(bytes: &[u8], depth: usize) -> Result<T, Fault> {
    // Whether it is text is found faster of all at once than of each string.
    match std::str::from_utf8(bytes) {
        Ok(text) => decode_text(text, depth),
        Err(error) => Err(Fault {
            steps: steps_to(bytes, error.valid_up_to()),
            source: serde::de::Error::custom(format_args!("invalid unicode: {error}")),
        }),
    }
}

/// As [`decode`], what is known to be text.
pub(crate) fn decode_text<T: DeserializeOwned + Send>(
    text: &str,
    depth: usize,
) -> Result<T, Fault> {
    decode_by(text, depth, |json| T::deserialize(json))
}

/// The parser that decodes.
pub(crate) type Json<'j, 't> = &'j mut serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// As [`decode_text`], by somebody's own way to read the value.
pub(crate) fn decode_by<'t, T: Send>(
    text: &'t str,
    depth: usize,
    read: impl Fn(Json<'_, 't>) -> Result<T, serde_json::Error> + Sync,
) -> Result<T, Fault> {
    let decode = || {
        let mut json = serde_json::Deserializer::from_str(text);
        let value = match depth <= SHALLOW {
            true => read(&mut json)?,
            false => {
                json.disable_recursion_limit();
                let levels = u32::try_from(depth).unwrap_or(u32::MAX);
                with_depth_limit(levels, || read(&mut json))?
            }
        };
        json.end()?;
        Ok(value)
    };
    if depth <= SHALLOW
        && let Ok(value) = decode()
    {
        return Ok(value);
    }
    // Few values fail: to decode those once more for the place costs less than
    // to be ready to tell it of all.
    let (decoded, place) = if depth <= SHALLOW {
        with_place(decode)
    } else {
        let stack = STACK_PER_LEVEL * (depth + 16);
        thread::scope(|scope| {
            let decoder = thread::Builder::new().stack_size(stack);
            let decoder = decoder.spawn_scoped(scope, || with_place(decode));
            match decoder.map(ScopedJoinHandle::join) {
                Ok(Ok(decoded)) => decoded,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(error) => (Err(serde::de::Error::custom(error)), Vec::new()),
            }
        })
    };
    decoded.map_err(|source: serde_json::Error| {
        let steps = match source.line() {
            0 => Vec::new(),
            line => {
                let bytes = text.as_bytes();
                steps_to(bytes, offset(bytes, line, source.column()))
            }
        };
        let steps = refine(steps, place);
        Fault { source, steps }
    })
}

/// Where the parser stood is where the fault is, but for members of a union
/// that came before its tag: the bindings know those better. They count from
/// their own outermost type, of which a reply may be a list.
fn refine(stood: Vec<Step>, place: Vec<qapi_types::Step>) -> Vec<Step> {
    let place: Vec<Step> = place
        .into_iter()
        .map(|step| match step {
            qapi_types::Step::Member(name) => Step::Member(name.into()),
            qapi_types::Step::Element(index) => Step::Element(Some(index)),
            qapi_types::Step::Branch { tag, case } => Step::Branch {
                tag: tag.into(),
                case: case.into(),
            },
        })
        .collect();
    if stood.ends_with(&place) {
        return stood;
    }
    let list = |step: &Step| matches!(step, Step::Element(_));
    stood.into_iter().take_while(list).chain(place).collect()
}

/// The steps from the root of a JSON text to the value that stands at an
/// offset: the last byte that the parser had taken when it gave up.
fn steps_to(text: &[u8], offset: usize) -> Vec<Step> {
    let mut steps: Vec<Option<Step>> = Vec::new();
    let mut expects_key = false;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let end = match byte {
            b'"' => string_end(text, at),
            _ => at + 1,
        };
        // The parser stood in this token, or before it.
        if offset < end {
            // At its end, an object or array as a whole is to blame.
            if matches!(byte, b'}' | b']')
                && let Some(last) = steps.last_mut()
            {
                *last = None;
            }
            break;
        }
        match byte {
            b'{' => {
                steps.push(None);
                expects_key = true;
            }
            b'[' => {
                steps.push(Some(Step::Element(Some(0))));
                expects_key = false;
            }
            b'}' | b']' => {
                steps.pop();
                expects_key = false;
            }
            b',' => match steps.last_mut() {
                Some(Some(Step::Element(Some(index)))) => *index += 1,
                Some(member) => {
                    *member = None;
                    expects_key = true;
                }
                None => {}
            },
            b'"' if expects_key => {
                let key = text.get(at..end).unwrap_or_default();
                if let (Ok(key), Some(member)) = (serde_json::from_slice(key), steps.last_mut()) {
                    *member = Some(Step::Member(key));
                }
                expects_key = false;
            }
            _ => {}
        }
        at = end;
    }
    steps.into_iter().map_while(|step| step).collect()
}

/// Where the string that starts at `start` ends.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::Value;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoding them matters")]
    struct Device {
        name: String,
        image: Option<Image>,
        sizes: Vec<u8>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoding them matters")]
    struct Image {
        size: u64,
    }

    fn place<T: DeserializeOwned + Send + std::fmt::Debug>(text: &str) -> String {
        let fault = decode::<T>(text.as_bytes(), 10).unwrap_err();
        let root = Coordinate::part_of("q", qapi_schema::Part::Returns);
        fault.at(root).to_string()
    }

    #[test]
    fn a_fault_is_told_with_its_place() {
        for (text, at) in [
            ("5", "q.returns"),
            ("[5]", "q.returns[0]"),
            (
                r#"[{"name": "a", "sizes": []}, {"name": 1}]"#,
                "q.returns[1].name",
            ),
            (
                r#"[{"name": "a", "sizes": [1, 256, 3]}]"#,
                "q.returns[0].sizes[1]",
            ),
            (
                r#"[{"sizes": [1, "x"], "name": "a"}]"#,
                "q.returns[0].sizes[1]",
            ),
            (r#"[{"name": "a", "image": {}}]"#, "q.returns[0].image"),
            (
                r#"[{"name": "a", "image": {"size": -1}}]"#,
                "q.returns[0].image.size",
            ),
            (
                r#"[{"name": "a, \"b}", "image": true}]"#,
                "q.returns[0].image",
            ),
            (r#"[{"sizes": [1, 2]}]"#, "q.returns[0]"),
            (
                "[{\"name\":\n \"a\",\n \"image\": {\n\"size\": false}}]",
                "q.returns[0].image.size",
            ),
            (r#"[{"name": "a", "name": "b"}]"#, "q.returns[0]"),
        ] {
            assert_eq!(place::<Vec<Device>>(text), at, "{text}");
        }
        let map = r#"{"a.b": 1, "c": "x"}"#;
        assert_eq!(place::<BTreeMap<String, i32>>(map), "q.returns.c");
        let map = r#"{"c": 1, "a.b": "x"}"#;
        assert_eq!(place::<BTreeMap<String, i32>>(map), "q.returns.`a.b`");
    }

    #[test]
    fn depth_is_no_obstacle() {
        #[derive(Deserialize)]
        struct Chain {
            backing: Option<Box<Chain>>,
        }
        for depth in [1, 127, 128, 400, 1024] {
            let text = format!(
                "{}{{}}{}",
                r#"{"backing":"#.repeat(depth - 1),
                "}".repeat(depth - 1)
            );
            let mut chain = decode::<Chain>(text.as_bytes(), depth).unwrap();
            let mut length = 1;
            while let Some(backing) = chain.backing {
                chain = *backing;
                length += 1;
            }
            assert_eq!(length, depth);
            decode::<Value>(text.as_bytes(), depth).unwrap();
        }
    }
}
