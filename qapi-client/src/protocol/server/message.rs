//! Messages of a server, as QEMU writes them.

use std::time::SystemTime;

use serde_json::Value;

use super::qjson;
use crate::answer::QmpError;

/// Writes the greeting of a server that offers out-of-band execution.
pub(super) fn write_greeting(out: &mut Vec<u8>, version: &Value) {
    out.extend_from_slice(br#"{"QMP": {"version": "#);
    qjson::write(out, version);
    out.extend_from_slice(br#", "capabilities": ["oob"]}}"#);
}

/// Writes what a command returns, which is JSON already.
pub(super) fn write_return(out: &mut Vec<u8>, id: Option<&Value>, value: &[u8]) {
    out.extend_from_slice(br#"{"return": "#);
    out.extend_from_slice(value);
    if let Some(id) = id {
        out.extend_from_slice(br#", "id": "#);
        qjson::write(out, id);
    }
    out.push(b'}');
}

/// Writes that a command failed.
pub(super) fn write_error(out: &mut Vec<u8>, id: Option<&Value>, error: &QmpError) {
    out.push(b'{');
    if let Some(id) = id {
        out.extend_from_slice(br#""id": "#);
        qjson::write(out, id);
        out.extend_from_slice(b", ");
    }
    out.extend_from_slice(br#""error": {"class": "#);
    qjson::string(out, error.class().as_str());
    out.extend_from_slice(br#", "desc": "#);
    qjson::string(out, error.desc());
    out.extend_from_slice(b"}}");
}

/// Writes an event.
pub(super) fn write_event(out: &mut Vec<u8>, event: &str, data: &Value, at: SystemTime) {
    let at = at.duration_since(SystemTime::UNIX_EPOCH);
    let at = at.unwrap_or_default();
    let timestamp = format!(
        r#"{{"timestamp": {{"seconds": {}, "microseconds": {}}}, "event": "#,
        at.as_secs(),
        at.subsec_micros()
    );
    out.extend_from_slice(timestamp.as_bytes());
    qjson::string(out, event);
    if data.as_object().is_none_or(|data| !data.is_empty()) {
        out.extend_from_slice(br#", "data": "#);
        qjson::write(out, data);
    }
    out.push(b'}');
}

/// A message in one line as QEMU writes it over many, which end CRLF.
pub(super) fn over_many_lines(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() * 2);
    let new_line = |out: &mut Vec<u8>, depth: usize| {
        out.extend_from_slice(b"\r\n");
        out.resize(out.len() + 4 * depth, b' ');
    };
    let mut depth = 0_usize;
    let mut bytes = message.iter();
    while let Some(byte) = bytes.next() {
        let ends = matches!(byte, b'}' | b']');
        if ends {
            depth = depth.saturating_sub(1);
        }
        // What begins here stands in a line of its own, after what it is in began.
        if ends || matches!(out.last(), Some(b'{' | b'[')) {
            new_line(&mut out, depth);
        }
        out.push(*byte);
        match byte {
            b'{' | b'[' => depth += 1,
            b',' => {
                // A space, which the line's end stands for.
                bytes.next();
                new_line(&mut out, depth);
            }
            b'"' => string(&mut bytes, &mut out),
            _ => {}
        }
    }
    out
}

/// Takes the rest of a string over as it is.
fn string<'b>(bytes: &mut impl Iterator<Item = &'b u8>, out: &mut Vec<u8>) {
    while let Some(byte) = bytes.next() {
        out.push(*byte);
        match byte {
            b'"' => return,
            b'\\' => out.extend(bytes.next()),
            _ => {}
        }
    }
}
