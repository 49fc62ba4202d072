//! Where a server listens.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a server listens, or where a connection to it already is.
///
/// | Text | Is |
/// |---|---|
/// | `unix:PATH`, or a bare path | a unix socket in the file system |
/// | `unix:@NAME` | an abstract unix socket (Linux); a file whose name begins with `@` is `unix:./@NAME` |
/// | `tcp:HOST:PORT` | a TCP port; an IPv6 address is written in brackets |
/// | `vsock:CID:PORT` | a port of a virtual machine or its host (Linux); the CID is a number, `host`, `local` or `any` |
/// | `fd:N` | an inherited file descriptor that is connected already |
/// | `fd:N,M` | two of them: read from the first, write to the second |
///
/// ```
/// use qapi_client::Address;
///
/// let address: Address = "tcp:localhost:4444".parse()?;
/// assert_eq!(address, Address::Tcp { host: "localhost".to_owned(), port: 4444 });
/// assert_eq!("/run/vm.qmp".parse(), Ok(Address::Unix("/run/vm.qmp".into())));
/// assert_eq!("unix:@vm".parse(), Ok(Address::Abstract("vm".to_owned())));
/// assert_eq!(
///     "localhost:4444".parse::<Address>().unwrap_err().to_string(),
///     "`localhost:4444` is no address: expected `unix:PATH`, `unix:@NAME`, `tcp:HOST:PORT`, \
///      `vsock:CID:PORT`, `fd:N` or a path; did you mean `tcp:localhost:4444`?"
/// );
/// # Ok::<(), qapi_client::AddressError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Address {
    /// A unix socket in the file system.
    Unix(PathBuf),
    /// A unix socket in Linux's abstract namespace, as QEMU's `abstract=on`
    /// makes it: its name is exactly this, without a NUL before or after it.
    Abstract(String),
    /// A TCP port.
    Tcp {
        /// A name or an IP address, an IPv6 one without its brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// A port of a virtual machine, or of its host.
    Vsock {
        /// The context identifier of the machine: [`CID_LOCAL`](Self::CID_LOCAL),
        /// [`CID_HOST`](Self::CID_HOST), or what a guest was given.
        cid: u32,
        /// The port.
        port: u32,
    },
    /// File descriptors that this process inherited, connected to a server.
    ///
    /// They are duplicated, so the originals stay open. Closing a connection
    /// over a socket ends it nevertheless; that over a pipe lasts until the
    /// original is closed, too.
    Fd {
        /// What the server sends is read from here.
        read: u32,
        /// What it is sent is written here; a socket is both.
        write: u32,
    },
}

impl Address {
    /// The CID that stands for this machine itself (`VMADDR_CID_LOCAL`).
    pub const CID_LOCAL: u32 = 1;
    /// The CID of the host, seen from a guest (`VMADDR_CID_HOST`).
    pub const CID_HOST: u32 = 2;
    /// The CID to listen on for connections from everywhere
    /// (`VMADDR_CID_ANY`); nothing can be connected to it.
    pub const CID_ANY: u32 = u32::MAX;

    /// Whether it leads to a server again when the connection is lost: what was
    /// inherited is that connection itself.
    pub(crate) fn leads_there_again(&self) -> bool {
        !matches!(self, Self::Fd { .. })
    }
}

/// CIDs that have names, and those names.
const CIDS: &[(u32, &str)] = &[
    (Address::CID_LOCAL, "local"),
    (Address::CID_HOST, "host"),
    (Address::CID_ANY, "any"),
];

/// Why a text is no [`Address`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no address: expected `unix:PATH`, `unix:@NAME`, `tcp:HOST:PORT`, \
     `vsock:CID:PORT`, `fd:N` or a path{}",
    DidYouMean(suggestion(text))
)]
pub struct AddressError {
    text: String,
}

struct DidYouMean(Option<String>);

impl fmt::Display for DidYouMean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(text) => write!(f, "; did you mean `{text}`?"),
            None => Ok(()),
        }
    }
}

/// What was meant, as other programs write it: `HOST:PORT`, `@NAME` (ss), QEMU's
/// options after a comma, URLs, and socat's `UNIX-CONNECT:PATH`.
fn suggestion(text: &str) -> Option<String> {
    let stem = text.split_once(',').map_or(text, |(stem, _)| stem);
    let (scheme, rest) = stem.split_once(':').unwrap_or(("", stem));
    let scheme = scheme.to_ascii_lowercase();
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (family, rest) = match scheme.split(['-', '4', '6']).next()? {
        "abstract" => ("unix", format!("@{rest}")),
        "inet" => ("tcp", rest.to_owned()),
        family => (family, rest.to_owned()),
    };
    let meant = match family {
        _ if stem.starts_with('@') => format!("unix:{stem}"),
        "unix" | "tcp" | "vsock" | "fd" => format!("{family}:{rest}"),
        _ => format!("tcp:{stem}"),
    };
    parse(&meant).map(|_| meant)
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        parse(text).ok_or_else(|| AddressError {
            text: text.to_owned(),
        })
    }
}

fn parse(text: &str) -> Option<Address> {
    match text.split_once(':') {
        Some(("unix", path)) => match path.strip_prefix('@') {
            Some(name) => (!name.is_empty()).then(|| Address::Abstract(name.to_owned())),
            None => (!path.is_empty()).then(|| Address::Unix(path.into())),
        },
        Some(("tcp", rest)) => {
            let (host, port) = host_and_port(rest)?;
            let host = host.to_owned();
            Some(Address::Tcp { host, port })
        }
        Some(("vsock", rest)) => {
            let (cid, port) = rest.split_once(':')?;
            let named = CIDS.iter().find(|(_, name)| *name == cid);
            Some(Address::Vsock {
                cid: named.map_or_else(|| number(cid), |&(cid, _)| Some(cid))?,
                port: number(port)?,
            })
        }
        Some(("fd", rest)) => {
            let (read, write) = rest.split_once(',').unwrap_or((rest, rest));
            Some(Address::Fd {
                read: number(read)?,
                write: number(write)?,
            })
        }
        _ if text.is_empty() || text.starts_with('@') => None,
        Some((before, _)) if !before.contains(['/', '.']) || host_and_port(text).is_some() => None,
        _ => Some(Address::Unix(text.into())),
    }
}

/// Decimal digits only: no sign, as `parse` would take it.
fn number<N: FromStr>(text: &str) -> Option<N> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(())?;
    text.parse().ok()
}

fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = number(port)?;
    let host = match host.strip_prefix('[') {
        Some(host) => host.strip_suffix(']')?,
        None if host.contains([':', '/']) => return None,
        None => host,
    };
    (!host.is_empty()).then_some((host, port))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => {
                let path = path.display().to_string();
                let here = if path.starts_with('@') { "./" } else { "" };
                write!(f, "unix:{here}{path}")
            }
            Self::Abstract(name) => write!(f, "unix:@{name}"),
            Self::Tcp { host, port } if host.contains(':') => write!(f, "tcp:[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "tcp:{host}:{port}"),
            Self::Vsock { cid, port } => match CIDS.iter().find(|(named, _)| named == cid) {
                Some((_, name)) => write!(f, "vsock:{name}:{port}"),
                None => write!(f, "vsock:{cid}:{port}"),
            },
            Self::Fd { read, write } if read == write => write!(f, "fd:{read}"),
            Self::Fd { read, write } => write!(f, "fd:{read},{write}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_there_and_back() {
        for text in [
            "unix:/run/vm.qmp",
            "unix:relative",
            "unix:with:colon",
            "unix:./@file",
            "unix:@name",
            "unix:@/run/vm:1",
            "tcp:localhost:1",
            "tcp:[::1]:65535",
            "tcp:10.0.0.1:4444",
            "vsock:host:1",
            "vsock:local:0",
            "vsock:any:4294967295",
            "vsock:42:4444",
            "fd:3",
            "fd:0,1",
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
        for path in ["/run/vm.qmp", "vm.qmp", "./a:b", "/a:1", "./@vm", "/@:1"] {
            assert_eq!(path.parse(), Ok(Address::Unix(path.into())));
        }
        let file = Address::Unix("@file".into());
        assert_eq!(file.to_string(), "unix:./@file");
        for (cid, name) in [("1", "local"), ("2", "host"), ("4294967295", "any")] {
            let [number, name] = [cid, name].map(|cid| format!("vsock:{cid}:5"));
            assert_eq!(number.parse::<Address>().unwrap().to_string(), name);
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "unix:",
            "unix:@",
            "tcp:",
            "tcp:host",
            "tcp:host:x",
            "tcp:host:+1",
            "tcp::1",
            "tcp:h:65536",
            "tcp:::1:5",
            "tcp:[::1:5",
            "vsock:",
            "vsock:1",
            "vsock::1",
            "vsock:guest:1",
            "VSOCK:1",
            "vsock:-1:1",
            "vsock:4294967296:1",
            "vsock:1:4294967296",
            "fd:",
            "fd:-1",
            "fd:+1",
            "fd:qmp",
            "udp:host:1",
            "serial:x",
        ] {
            let error = text.parse::<Address>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}`")), "{error}");
            assert!(error.ends_with("or a path"), "{error}");
        }
    }

    #[test]
    fn what_was_meant_is_suggested() {
        for (text, meant) in [
            ("host:1", "tcp:host:1"),
            ("10.0.0.1:4444", "tcp:10.0.0.1:4444"),
            ("[::1]:4444", "tcp:[::1]:4444"),
            ("@vm", "unix:@vm"),
            ("@vm:1", "unix:@vm:1"),
            ("tcp:host:1,server=off", "tcp:host:1"),
            ("tcp://host:1", "tcp:host:1"),
            ("vsock://2:5", "vsock:2:5"),
            ("vsock:2:5,server=on,wait=off", "vsock:2:5"),
            ("UNIX-CONNECT:/run/vm", "unix:/run/vm"),
            ("ABSTRACT-CONNECT:vm", "unix:@vm"),
            ("abstract:vm", "unix:@vm"),
            ("tcp4:host:1", "tcp:host:1"),
            ("VSOCK-CONNECT:2:5", "vsock:2:5"),
            ("TCP:host:1", "tcp:host:1"),
            ("fd:3,", "fd:3"),
        ] {
            let error = text.parse::<Address>().unwrap_err().to_string();
            let end = format!("; did you mean `{meant}`?");
            assert!(error.ends_with(&end), "{error}");
        }
    }
}
