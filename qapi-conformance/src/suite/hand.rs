//! What was written by hand: behaviours and recipes.

use std::time::Duration;

use qapi_client::{Error, EventFilter};
use qapi_schema::{Coordinate, Part};
use serde_json::{Value, json};

use super::Suite;
use crate::exchange::{Exchange, Said};
use crate::peer::Peer;
use crate::record::{Case, Kind};
use crate::{Stop, Vm};

/// A hand-written test of what a command does, or a recipe for an event.
pub type Body = fn(&mut Vm<'_>) -> Result<(), Stop>;

/// What a hand-written test runs on, and what is to come of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct On {
    /// Arguments of the QEMU, cut where there is white space.
    pub args: &'static str,
    /// The first of these machines that there is, each with the properties that
    /// it is to have, as `-machine` takes it; none where this is empty.
    pub machines: &'static [&'static str],
    /// Why the command cannot be answered with success, or the event not be
    /// raised, where tests run; empty if it can.
    pub cannot: &'static str,
    /// What the event's data has in it, as JSON: a member that is named has this
    /// value. Empty if any data will do.
    pub data: &'static str,
}

impl Suite {
    /// What a command does, by a behaviour, on a machine of these arguments. All
    /// replies and events that are seen there are valid and come back from their
    /// types, and the command was answered with success, unless it cannot be.
    ///
    /// # Errors
    ///
    /// What it did otherwise, or that QEMU has died.
    pub fn behaviour(&self, command: &str, on: &On, body: Body) -> Result<(), Stop> {
        let run = |exchange: &Exchange| {
            let said = self.run(on, exchange, body)?;
            let returned = said.iter().any(
                |said| matches!(said, Said::Returned { command: name, .. } if name == command),
            );
            let refused = said
                .iter()
                .any(|said| matches!(said, Said::Refused { command: name } if name == command));
            match on.cannot {
                "" if !returned => Err(format!("`{command}` was not answered with success").into()),
                "" => Ok(()),
                why if returned => Err(format!("`{command}` succeeds, although {why}").into()),
                _ if !refused => Err(format!("`{command}` was not tried").into()),
                _ => Ok(()),
            }
        };
        let case = Case {
            kind: Kind::Command,
            name: command,
            test: "behaviour",
            cannot: on.cannot,
        };
        self.conclude(&case, run)
    }

    /// Runs a case, and gives what QEMU said, all of which is as its schema has
    /// it.
    fn run(
        &self,
        on: &On,
        exchange: &Exchange,
        case: impl FnOnce(&mut Vm<'_>) -> Result<(), Stop>,
    ) -> Result<Vec<Said>, Stop> {
        let schema = &self.loaded()?.schema;
        let peer = self.peer()?;
        let mut args: Vec<String> = on.args.split_whitespace().map(str::to_owned).collect();
        if !on.machines.is_empty() {
            let machines = self.machines(peer)?;
            if machines.is_empty() {
                return Err(Stop::skip("this QEMU has no machines, and so no devices"));
            }
            let has = |machine: &&&str| machines.iter().any(|known| known == name(machine));
            let Some(machine) = on.machines.iter().find(has) else {
                let wanted: Vec<&str> = on.machines.iter().copied().map(name).collect();
                let wanted = wanted.join("` or `");
                return Err(Stop::skip(format!("this QEMU has no machine `{wanted}`")));
            };
            args.extend(["-machine".to_owned(), (*machine).to_owned()]);
        }
        peer.run(schema, &args, exchange, case)?;
        let said = exchange.said()?;
        for said in &said {
            let (name, part, text) = match said {
                Said::Returned { command, value } => (command, Part::Returns, value),
                Said::Event { name, data } => (name, Part::Data, data),
                Said::Refused { .. } => continue,
            };
            self.check(&Coordinate::part_of(name, part), text)?;
        }
        Ok(said)
    }

    fn machines(&self, peer: &Peer) -> Result<&[String], Stop> {
        let schema = &self.loaded()?.schema;
        let ask = || peer.machines(schema);
        let machines = self.machines.get_or_init(ask).as_deref();
        machines.map_err(Stop::clone)
    }

    /// That a recipe raises an event, of which it is said what its data has in
    /// it. All that is seen is valid and comes back from its type. An event that
    /// cannot be raised is not.
    ///
    /// # Errors
    ///
    /// What is not so, or that QEMU has died.
    pub fn raised(&self, event: &str, on: &On, recipe: Body) -> Result<(), Stop> {
        let case = |vm: &mut Vm<'_>| {
            let mut events = vm.subscribe(EventFilter::named([event]));
            recipe(vm)?;
            if !on.cannot.is_empty() {
                // Whatever is on its way is looked at below.
                while let Ok(Some(_)) = vm.try_event() {}
                return Ok(());
            }
            let wanted: Value = match on.data {
                "" => json!({}),
                data => serde_json::from_str(data)?,
            };
            loop {
                // It may have come on another monitor of the case.
                let seen = data_of(event, vm.said()?);
                if seen.iter().any(|data| has(data, &wanted)) {
                    return Ok(());
                }
                match vm.within(self.patience).next_of(&mut events) {
                    Err(Error::NoEvent { .. }) => {
                        return Err(missed(event, self.patience, on.data, &seen));
                    }
                    next => next?,
                };
            }
        };
        let run = |exchange: &Exchange| {
            let said = self.run(on, exchange, case)?;
            let why = on.cannot;
            if !why.is_empty() && !data_of(event, said).is_empty() {
                return Err(format!("`{event}` was raised, although {why}").into());
            }
            Ok(())
        };
        let case = Case {
            kind: Kind::Event,
            name: event,
            test: "raised",
            cannot: on.cannot,
        };
        self.conclude(&case, run)
    }
}

/// The name of a machine, without its properties.
fn name(machine: &str) -> &str {
    machine.split(',').next().unwrap_or_default()
}

/// The data of all events of a name.
fn data_of(event: &str, said: Vec<Said>) -> Vec<Value> {
    let data = said.into_iter().filter_map(|said| match said {
        Said::Event { name, data } if name == event => serde_json::from_str(&data).ok(),
        _ => None,
    });
    data.collect()
}

/// Whether a value is the one that is wanted; an object may have more members.
fn has(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(value), Value::Object(wanted)) => {
            let mut wanted = wanted.iter();
            wanted.all(|(name, wanted)| value.get(name).is_some_and(|value| has(value, wanted)))
        }
        _ => value == wanted,
    }
}

fn missed(event: &str, patience: Duration, wanted: &str, seen: &[Value]) -> Stop {
    let seconds = patience.as_secs_f64();
    let with = match wanted {
        "" => String::new(),
        data => format!(" with {data}"),
    };
    let others: Vec<String> = seen.iter().map(Value::to_string).collect();
    let others = match others.as_slice() {
        [] => String::new(),
        others => format!(", only with {}", others.join(", with ")),
    };
    format!("`{event}`{with} did not come within {seconds} s{others}").into()
}
