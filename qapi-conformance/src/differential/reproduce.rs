//! A line for a shell that shows the same again.

use std::fmt::Write;

use qapi_machine::{Binary, Kind};

use super::machine::LIMITS;

/// The negotiation, after which the commands come.
const NEGOTIATE: &[u8] = br#"{"execute":"qmp_capabilities"}"#;
/// The same with out-of-band execution.
const OUT_OF_BAND: &[u8] = br#"{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}"#;
/// What ends a QEMU that is still there.
const QUIT: &[u8] = br#"{"execute":"quit"}"#;

/// A line for a shell: starts the same QEMU in a new folder and within the same
/// limits, and sends it these messages and `quit`. Its answers are printed. One
/// that will not end is killed after a while.
pub(super) fn line(
    binary: &Binary,
    args: &[String],
    messages: &[Vec<u8>],
    out_of_band: bool,
    hangs: bool,
) -> String {
    let path = binary.path();
    // The line is run elsewhere.
    let path = match path.components().count() {
        1 => path.to_owned(),
        _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    };
    let monitor: &[&str] = match binary.kind() {
        Kind::StorageDaemon => &["--chardev", "stdio,id=qmp", "--monitor", "chardev=qmp"],
        _ => &[
            "-machine",
            "none",
            "-nodefaults",
            "-display",
            "none",
            "-no-user-config",
            "-qmp",
            "stdio",
        ],
    };
    let mut line = "cd \"$(mktemp -d)\" && { printf '%b\\n'".to_owned();
    let first = if out_of_band { OUT_OF_BAND } else { NEGOTIATE };
    let messages = messages.iter().map(Vec::as_slice);
    for message in [first].into_iter().chain(messages).chain([QUIT]) {
        // Writing to a string cannot fail.
        let _ = write!(line, " {}", quoted(&escaped(message)));
    }
    // At the end of its input QEMU forgets what it has read, but not done.
    let killer = if hangs { "timeout -s KILL 20 " } else { "" };
    let path = quoted(&path.to_string_lossy());
    let _ = write!(line, "; sleep 2; }} | {killer}{}{path}", circumstances());
    let monitor = monitor.iter().map(|arg| (*arg).to_owned());
    for arg in monitor.chain(args.iter().cloned()) {
        let _ = write!(line, " {}", quoted(&arg));
    }
    line
}

/// What a program is started with by a shell to have what a machine has: the
/// limits, and its folder for what it makes for a time.
fn circumstances() -> String {
    // `ulimit` counts in what differs from shell to shell.
    let mut text = "env TMPDIR=\"$PWD\" prlimit".to_owned();
    for limit in LIMITS {
        let _ = write!(text, " --{}={}", limit.name, limit.value);
    }
    text + " "
}

/// What `printf %b` turns into these bytes.
fn escaped(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\\' => text.push_str("\\\\"),
                '\0'..='\x1f' | '\x7f' => {
                    let _ = write!(text, "\\0{:03o}", u32::from(character));
                }
                _ => text.push(character),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\0{byte:03o}");
        }
    }
    text
}

/// As one word of a shell.
fn quoted(text: &str) -> String {
    let plain =
        |character: char| character.is_ascii_alphanumeric() || "-_=,./:+@%".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_shell_prints_the_same_bytes() {
        for bytes in [
            br#"{"a": "it's \"q\" \\ \u0041 %s $HOME `id`"}"#.as_slice(),
            b"\xff\x00\x01 {\n}\x7f",
            "é\u{1f41f}".as_bytes(),
            b"",
        ] {
            let script = format!("printf '%b' {}", quoted(&escaped(bytes)));
            let said = Command::new("sh").args(["-c", &script]).output().unwrap();
            assert_eq!(said.stdout, bytes, "{script}");
        }
    }

    #[test]
    fn a_shell_starts_a_program_in_the_same_circumstances() {
        let tell = "ulimit -v; ulimit -c; prlimit --noheadings --raw -o HARD -f -p $$; \
                    [ \"$TMPDIR\" = \"$PWD\" ] && echo there";
        let script = format!(
            "cd \"$(mktemp -d)\" && {}sh -c {}; rmdir \"$PWD\"",
            circumstances(),
            quoted(tell)
        );
        let said = Command::new("sh").args(["-c", &script]).output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        assert_eq!(said, "4194304\n0\n67108864\nthere\n", "{script}");
    }
}
