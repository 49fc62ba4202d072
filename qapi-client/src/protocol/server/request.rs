//! Commands as a server receives them.

use serde_json::{Map, Value};

use crate::answer::{ErrorClass, QmpError};

/// A command that a [`ServerSession`](super::ServerSession) received, to be
/// carried out and answered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerCommand {
    /// What it is answered by. The client's id is kept in the session.
    pub number: u64,
    /// Its name; nobody has looked whether there is such a command.
    pub name: String,
    /// Its arguments, an object; empty if the client sent none.
    pub arguments: Value,
    /// Whether it is to be executed out of band. Nobody has looked whether this
    /// command may be.
    pub out_of_band: bool,
}

impl ServerCommand {
    /// What QEMU says of a command that it does not have.
    pub fn not_found(&self) -> QmpError {
        not_found(&self.name)
    }

    /// What QEMU says of a command that is not to be executed out of band.
    pub fn no_out_of_band(&self) -> QmpError {
        no_out_of_band(&self.name)
    }
}

/// An error of the class that most have.
pub(crate) fn generic(desc: impl Into<String>) -> QmpError {
    QmpError::new(ErrorClass::GenericError, desc)
}

pub(crate) fn not_found(command: &str) -> QmpError {
    QmpError::new(
        ErrorClass::CommandNotFound,
        format!("The command {command} has not been found"),
    )
}

fn no_out_of_band(command: &str) -> QmpError {
    generic(format!("The command {command} does not support OOB"))
}

/// The envelope's content.
pub(super) struct Request {
    pub(super) name: String,
    pub(super) arguments: Value,
    pub(super) out_of_band: bool,
}

/// Whether a message goes before those that wait, whatever becomes of it then.
pub(super) fn is_urgent(members: &Map<String, Value>) -> bool {
    members.contains_key("exec-oob") && !members.contains_key("execute")
}

impl Request {
    /// Reads the envelope of a command, without its id.
    pub(super) fn read(members: Map<String, Value>, oob: bool) -> Result<Self, QmpError> {
        let mut command = None;
        let mut arguments = Value::Object(Map::new());
        for (member, value) in members {
            match &*member {
                "execute" | "exec-oob" if oob || member == "execute" => {
                    let Value::String(name) = value else {
                        return Err(generic(format!(
                            "QMP input member '{member}' must be a string"
                        )));
                    };
                    if let Some((_, other)) = command.replace((name, member.clone())) {
                        return Err(generic(format!(
                            "QMP input member '{member}' clashes with '{other}'"
                        )));
                    }
                }
                "arguments" if value.is_object() => arguments = value,
                "arguments" => {
                    return Err(generic("QMP input member 'arguments' must be an object"));
                }
                _ => {
                    return Err(generic(format!(
                        "QMP input member '{member}' is unexpected"
                    )));
                }
            }
        }
        match command {
            Some((name, member)) => Ok(Self {
                name,
                arguments,
                out_of_band: member == "exec-oob",
            }),
            None => Err(generic("QMP input lacks member 'execute'")),
        }
    }
}

/// What a client has agreed on with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Agreed {
    pub(super) negotiated: bool,
    pub(super) oob: bool,
}

impl Agreed {
    /// Carries out `qmp_capabilities`. Its arguments are judged before the
    /// state, as QEMU's input visitor comes first.
    pub(super) fn negotiate(&mut self, request: &Request) -> Result<(), QmpError> {
        if request.out_of_band {
            return Err(no_out_of_band(&request.name));
        }
        let arguments = request.arguments.as_object();
        let enable = arguments.and_then(|arguments| arguments.get("enable"));
        let oob = match enable {
            None => false,
            Some(Value::Array(enable)) => {
                for (index, capability) in enable.iter().enumerate() {
                    judge(index, capability)?;
                }
                !enable.is_empty()
            }
            Some(_) => return Err(wrong_type("enable", "array")),
        };
        let mut members = arguments.into_iter().flat_map(Map::keys);
        if let Some(member) = members.rfind(|member| *member != "enable") {
            return Err(generic(format!("Parameter '{member}' is unexpected")));
        }
        if self.negotiated {
            return Err(QmpError::new(
                ErrorClass::CommandNotFound,
                "Capabilities negotiation is already complete, command ignored",
            ));
        }
        *self = Self {
            negotiated: true,
            oob,
        };
        Ok(())
    }
}

/// Whether a server offers a capability.
fn judge(index: usize, capability: &Value) -> Result<(), QmpError> {
    match capability.as_str() {
        Some("oob") => Ok(()),
        // An element of a list has no name, which C prints so.
        Some(other) => Err(generic(format!(
            "Parameter 'null' does not accept value '{other}'"
        ))),
        None => Err(wrong_type(&format!("enable[{index}]"), "string")),
    }
}

fn wrong_type(parameter: &str, expected: &str) -> QmpError {
    generic(format!(
        "Invalid parameter type for '{parameter}', expected: {expected}"
    ))
}
