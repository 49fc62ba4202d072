//! What can be sent, and what comes.

use serde::{Serialize, de::DeserializeOwned};
/// A command of the protocol; it serializes as its arguments.
pub trait Command: Serialize {
    /// The name on the wire.
    const NAME: &'static str;
    /// What it returns.
    type Reply: DeserializeOwned;
}
/// An event of the protocol; it deserializes from its data.
pub trait Event: DeserializeOwned {
    /// The name on the wire.
    const NAME: &'static str;
}
