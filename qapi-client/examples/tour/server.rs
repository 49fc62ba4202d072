//! Where the tour goes: a real QEMU, or a simulator.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use qapi_client::sim::Simulator;
use qapi_client::{Client, QmpError};
use qapi_machine::{Binary, Machine};
use qapi_schema::{Schema, TypeKind};
use serde_json::{Map, Value, json};

/// A server to talk to. A machine lives as long as this does.
pub(crate) enum Server {
    Real(Machine),
    Simulated(Simulator),
}

impl Server {
    /// The QEMU of this machine if it has one, and a simulator otherwise.
    pub(crate) fn find() -> Result<Self, Box<dyn Error>> {
        match qapi_machine::find() {
            Some(path) => Self::start(&Binary::new(path)?),
            None => Self::simulate(),
        }
    }

    pub(crate) fn start(binary: &Binary) -> Result<Self, Box<dyn Error>> {
        Ok(Self::Real(Machine::builder(binary).start()?))
    }

    pub(crate) fn connect(&mut self) -> Result<Client, Box<dyn Error>> {
        Ok(match self {
            Self::Real(machine) => Client::over(machine.take_monitor().ok_or("it is taken")?)?,
            Self::Simulated(simulator) => Client::over(simulator.stream())?,
        })
    }

    /// A simulator answers every command by its schema. That a node which was
    /// added is there, and that a job runs, is up to us.
    pub(crate) fn simulate() -> Result<Self, Box<dyn Error>> {
        let dump = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");
        let schema = Arc::new(Schema::from_slice(dump)?);
        let simulator = Simulator::new(schema).version(10, 0, 0, "simulated");
        let example = example_node(simulator.schema())?;
        let nodes = Nodes::default();

        let added = nodes.clone();
        simulator.on("blockdev-add", move |call| {
            let arguments = call.arguments();
            let mut node = example.clone();
            node.extend([
                ("node-name".to_owned(), arguments["node-name"].clone()),
                ("drv".to_owned(), arguments["driver"].clone()),
                ("ro".to_owned(), json!(arguments["read-only"] == true)),
            ]);
            added.lock().push(Value::Object(node));
            Ok(json!({}))
        });
        let left = nodes.clone();
        simulator.on("blockdev-del", move |call| {
            let mut nodes = left.lock();
            let name = &call.arguments()["node-name"];
            let before = nodes.len();
            nodes.retain(|node| node["node-name"] != *name);
            match nodes.len() < before {
                true => Ok(json!({})),
                false => Err(QmpError::new(
                    "GenericError",
                    format!("Failed to find node {name}"),
                )),
            }
        });
        simulator.on("query-named-block-nodes", move |_| {
            Ok(Value::Array(nodes.lock().clone()))
        });
        simulator.on("query-status", |_| {
            Ok(json!({"status": "running", "running": true}))
        });
        simulator.on("blockdev-create", |call| {
            let id = call.arguments()["job-id"].clone();
            for status in ["created", "running", "waiting", "pending", "concluded"] {
                call.emit("JOB_STATUS_CHANGE", json!({"id": id, "status": status}));
            }
            Ok(json!({}))
        });
        Ok(Self::Simulated(simulator))
    }
}

/// The nodes that were added.
#[derive(Clone, Default)]
struct Nodes(Arc<Mutex<Vec<Value>>>);

impl Nodes {
    fn lock(&self) -> MutexGuard<'_, Vec<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What `query-named-block-nodes` returns of a node, by the schema.
fn example_node(schema: &Schema) -> Result<Map<String, Value>, Box<dyn Error>> {
    let query = schema.command("query-named-block-nodes");
    let nodes = query.ok_or("there is no such command")?.returns();
    let TypeKind::Array(node) = schema[nodes].kind() else {
        return Err("it returns no list".into());
    };
    match schema.samples().minimal(*node) {
        Value::Object(members) => Ok(members),
        _ => Err("a node is no object".into()),
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Real(machine) => {
                let binary = machine.binary();
                write!(
                    f,
                    "{} {} at {}",
                    binary.kind(),
                    binary.version(),
                    binary.path().display()
                )
            }
            Self::Simulated(_) => f.write_str("a simulator, as there is no QEMU on $PATH"),
        }
    }
}
