//! A QEMU's devices without a guest: the protocol of `-qtest`.

use std::fmt::{self, Write as _};
use std::io::{self, BufRead, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(60);

/// A connection to a `-qtest` socket: it pokes ports and memory as a guest's
/// program would (QEMU, `system/qtest.c`).
///
/// Numbers are of the machine's own width; memory is read and written in bytes,
/// in the order in which they lie there.
#[derive(Debug)]
pub struct Qtest {
    stream: BufReader<UnixStream>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QtestError {
    /// The socket does not work, or nothing came in a minute.
    #[error("the qtest socket, at `{command}`")]
    Io {
        /// What was asked; empty while connecting.
        command: String,
        /// The reason.
        source: io::Error,
    },
    /// QEMU refuses, or answers something else than the command asks for.
    #[error("qtest answers `{command}` with `{answer}`")]
    Answer {
        /// What was asked.
        command: String,
        /// A line.
        answer: String,
    },
}

impl Qtest {
    /// Connects to the socket at a path.
    ///
    /// # Errors
    ///
    /// [`QtestError::Io`].
    pub fn connect(path: &Path) -> Result<Self, QtestError> {
        let connect = || {
            let stream = UnixStream::connect(path)?;
            stream.set_read_timeout(Some(LIMIT))?;
            Ok(Self {
                stream: BufReader::new(stream),
            })
        };
        connect().map_err(|source| QtestError::Io {
            command: String::new(),
            source,
        })
    }

    /// Writes a byte to a port.
    ///
    /// # Errors
    ///
    /// There is no answer, or a refusal; as with all that follow.
    pub fn outb(&mut self, port: u16, value: u8) -> Result<(), QtestError> {
        self.order(format_args!("outb {port:#x} {value:#x}"))
    }

    /// Writes 16 bits to a port.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn outw(&mut self, port: u16, value: u16) -> Result<(), QtestError> {
        self.order(format_args!("outw {port:#x} {value:#x}"))
    }

    /// Writes 32 bits to a port.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn outl(&mut self, port: u16, value: u32) -> Result<(), QtestError> {
        self.order(format_args!("outl {port:#x} {value:#x}"))
    }

    /// Reads a byte from a port.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn inb(&mut self, port: u16) -> Result<u8, QtestError> {
        self.number(format_args!("inb {port:#x}"))
    }

    /// Reads 16 bits from a port.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn inw(&mut self, port: u16) -> Result<u16, QtestError> {
        self.number(format_args!("inw {port:#x}"))
    }

    /// Reads 32 bits from a port.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn inl(&mut self, port: u16) -> Result<u32, QtestError> {
        self.number(format_args!("inl {port:#x}"))
    }

    /// Writes a byte to memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn writeb(&mut self, address: u64, value: u8) -> Result<(), QtestError> {
        self.order(format_args!("writeb {address:#x} {value:#x}"))
    }

    /// Writes 16 bits to memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn writew(&mut self, address: u64, value: u16) -> Result<(), QtestError> {
        self.order(format_args!("writew {address:#x} {value:#x}"))
    }

    /// Writes 32 bits to memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn writel(&mut self, address: u64, value: u32) -> Result<(), QtestError> {
        self.order(format_args!("writel {address:#x} {value:#x}"))
    }

    /// Writes 64 bits to memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn writeq(&mut self, address: u64, value: u64) -> Result<(), QtestError> {
        self.order(format_args!("writeq {address:#x} {value:#x}"))
    }

    /// Reads a byte from memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn readb(&mut self, address: u64) -> Result<u8, QtestError> {
        self.number(format_args!("readb {address:#x}"))
    }

    /// Reads 16 bits from memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn readw(&mut self, address: u64) -> Result<u16, QtestError> {
        self.number(format_args!("readw {address:#x}"))
    }

    /// Reads 32 bits from memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn readl(&mut self, address: u64) -> Result<u32, QtestError> {
        self.number(format_args!("readl {address:#x}"))
    }

    /// Reads 64 bits from memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn readq(&mut self, address: u64) -> Result<u64, QtestError> {
        self.number(format_args!("readq {address:#x}"))
    }

    /// Writes bytes to memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn write(&mut self, address: u64, bytes: &[u8]) -> Result<(), QtestError> {
        // QEMU aborts at a length of nothing.
        if bytes.is_empty() {
            return Ok(());
        }
        let mut hex = String::with_capacity(2 * bytes.len());
        for byte in bytes {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
        }
        self.order(format_args!("write {address:#x} {} 0x{hex}", bytes.len()))
    }

    /// Fills memory with a byte.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn memset(&mut self, address: u64, length: u64, byte: u8) -> Result<(), QtestError> {
        if length == 0 {
            return Ok(());
        }
        self.order(format_args!("memset {address:#x} {length:#x} {byte:#x}"))
    }

    /// Reads bytes from memory.
    ///
    /// # Errors
    ///
    /// As [`outb`](Self::outb).
    pub fn read(&mut self, address: u64, length: usize) -> Result<Vec<u8>, QtestError> {
        if length == 0 {
            return Ok(Vec::new());
        }
        let command = format!("read {address:#x} {length:#x}");
        let value = self.ask(format_args!("{command}"))?;
        let bytes = value.strip_prefix("0x").and_then(unhex);
        bytes
            .filter(|bytes| bytes.len() == length)
            .ok_or_else(|| QtestError::Answer {
                command,
                answer: format!("OK {value}"),
            })
    }

    fn order(&mut self, command: fmt::Arguments<'_>) -> Result<(), QtestError> {
        self.ask(command).map(drop)
    }

    fn number<T: TryFrom<u64>>(&mut self, command: fmt::Arguments<'_>) -> Result<T, QtestError> {
        let value = self.ask(command)?;
        let digits = value.strip_prefix("0x").unwrap_or(&value);
        let number = u64::from_str_radix(digits, 16).ok();
        let number = number.and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| QtestError::Answer {
            command: command.to_string(),
            answer: format!("OK {value}"),
        })
    }

    /// What stands behind `OK`.
    fn ask(&mut self, command: fmt::Arguments<'_>) -> Result<String, QtestError> {
        let failed = |source| QtestError::Io {
            command: command.to_string(),
            source,
        };
        // In one piece, since QEMU takes lines.
        let line = format!("{command}\n");
        let sent = self.stream.get_mut().write_all(line.as_bytes());
        sent.map_err(failed)?;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).map_err(failed)? == 0 {
                return Err(failed(io::ErrorKind::UnexpectedEof.into()));
            }
            let line = line.trim_end();
            match line.strip_prefix("OK") {
                Some(value) => return Ok(value.trim_start().to_owned()),
                // An interrupt may be told at any time.
                None if line.starts_with("IRQ ") => {}
                None => {
                    return Err(QtestError::Answer {
                        command: command.to_string(),
                        answer: line.to_owned(),
                    });
                }
            }
        }
    }
}

/// The bytes of pairs of hexadecimal digits; none if they are something else.
fn unhex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| match pair {
        [_, _] => u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok(),
        _ => None,
    };
    pairs.map(byte).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;
    use std::thread;

    use super::*;

    /// A connection on which each command is answered with the next of these.
    fn answering(answers: &'static [&'static str]) -> Qtest {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("qtest");
        let listener = UnixListener::bind(&path).unwrap();
        thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut stream = BufReader::new(stream);
            for answer in answers {
                stream.read_line(&mut String::new()).unwrap();
                writeln!(stream.get_mut(), "{answer}").unwrap();
            }
        });
        Qtest::connect(&path).unwrap()
    }

    #[test]
    fn what_is_read_is_as_long_as_was_asked() {
        let mut qtest = answering(&["OK 0x00ff", "OK 0x00ff", "OK 0x0ff", "OK 0x0g", "OK"]);
        assert_eq!(qtest.read(0, 2).unwrap(), [0x00, 0xff]);
        for length in [3, 2, 1, 1] {
            let error = qtest.read(16, length).unwrap_err();
            let asked = format!("qtest answers `read 0x10 {length:#x}` with `OK");
            assert!(error.to_string().starts_with(&asked), "{error}");
        }
        assert!(qtest.read(0, 0).unwrap().is_empty());
    }

    #[test]
    fn memory_is_filled_unless_there_is_none() {
        let mut qtest = answering(&["OK", "FAIL Unknown command 'memset'"]);
        qtest.memset(0, 16, 0xff).unwrap();
        qtest.memset(0, 0, 0xff).unwrap();
        let error = qtest.memset(0x10, 16, 1).unwrap_err();
        assert_eq!(
            error.to_string(),
            "qtest answers `memset 0x10 0x10 0x1` with `FAIL Unknown command 'memset'`"
        );
    }
}
