//! Where a server listens.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a server listens: `unix:PATH`, `tcp:HOST:PORT`, or a bare path.
///
/// ```
/// use qapi_client::Address;
///
/// let address: Address = "tcp:localhost:4444".parse()?;
/// assert_eq!(address, Address::Tcp { host: "localhost".to_owned(), port: 4444 });
/// assert_eq!("/run/vm.qmp".parse(), Ok(Address::Unix("/run/vm.qmp".into())));
/// assert_eq!(
///     "localhost:4444".parse::<Address>().unwrap_err().to_string(),
///     "`localhost:4444` is no address: expected `unix:PATH`, `tcp:HOST:PORT` or a path; \
///      did you mean `tcp:localhost:4444`?"
/// );
/// # Ok::<(), qapi_client::AddressError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// A unix socket in the file system.
    Unix(PathBuf),
    /// A TCP port.
    Tcp {
        /// A name or an IP address, an IPv6 one without its brackets.
        host: String,
        /// The port.
        port: u16,
    },
}

/// Why a text is no [`Address`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no address: expected `unix:PATH`, `tcp:HOST:PORT` or a path{}",
    suggestion(text)
)]
pub struct AddressError {
    text: String,
}

fn suggestion(text: &str) -> String {
    match host_and_port(text) {
        Some(_) => format!("; did you mean `tcp:{text}`?"),
        None => String::new(),
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let address = match text.split_once(':') {
            Some(("unix", path)) if !path.is_empty() => Some(Self::Unix(path.into())),
            Some(("tcp", rest)) => host_and_port(rest).map(|(host, port)| Self::Tcp {
                host: host.to_owned(),
                port,
            }),
            Some((before, _)) if before.contains(['/', '.']) && host_and_port(text).is_none() => {
                Some(Self::Unix(text.into()))
            }
            None if !text.is_empty() => Some(Self::Unix(text.into())),
            _ => None,
        };
        address.ok_or_else(|| AddressError {
            text: text.to_owned(),
        })
    }
}

fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok()?;
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
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Tcp { host, port } if host.contains(':') => write!(f, "tcp:[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "tcp:{host}:{port}"),
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
            "tcp:localhost:1",
            "tcp:[::1]:65535",
            "tcp:10.0.0.1:4444",
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
        for path in ["/run/vm.qmp", "vm.qmp", "./a:b", "/a:1"] {
            assert_eq!(path.parse(), Ok(Address::Unix(path.into())));
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "unix:",
            "tcp:",
            "tcp:host",
            "tcp:host:x",
            "tcp::1",
            "tcp:h:65536",
            "tcp:::1:5",
            "tcp:[::1:5",
            "host:1",
            "udp:host:1",
            "10.0.0.1:4444",
        ] {
            let error = text.parse::<Address>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}`")), "{error}");
        }
    }
}
