//! What QEMU judges, without having been made to do it.

use qapi_client::Error;
use qapi_schema::{Coordinate, Object, Part};
use serde_json::json;
use serde_json::value::RawValue;

use super::Suite;
use crate::exchange::Exchange;
use crate::judge::known::Known;
use crate::judge::ledger::{self, known};
use crate::judge::refusals;
use crate::judge::{NEGOTIATION, Report, judged, of_command, of_messages};
use crate::protocol;
use crate::record::{Case, Kind};
use crate::{Stop, Vm};

impl Suite {
    /// That QEMU judges every instance and mutation of a command as the
    /// validator does, without carrying it out. A query that needs no arguments
    /// is carried out too, on a machine without guest and devices: its reply is
    /// valid and comes back from its type, or it is refused as is
    /// [known](Self::refusals).
    ///
    /// # Errors
    ///
    /// What is not so, or that QEMU has died.
    pub fn live(&self, command: &str) -> Result<(), Stop> {
        let case = Case {
            kind: Kind::Command,
            name: command,
            test: "live",
            cannot: "",
        };
        self.conclude(&case, |exchange| self.judge(command, exchange))
    }

    fn judge(&self, command: &str, exchange: &Exchange) -> Result<(), Stop> {
        let loaded = self.loaded()?;
        let peer = self.peer()?;
        let at = Coordinate::part_of(command, Part::Arguments);
        if !judged(&loaded.schema).any(|(judged, _)| judged == at) {
            return Err(Stop::skip(
                "it takes any member, so QEMU cannot be asked without doing it",
            ));
        }
        let tests = of_command(&loaded.schema.samples(), &at)?;
        let mut report = Report::new(Known::new([].iter()));
        if command == NEGOTIATION {
            report.ask(&mut peer.fresh()?, &tests)?;
        } else {
            peer.ask(&tests, |monitor, tests| report.ask(monitor, tests))?;
        }
        exchange.keep(report.judged());
        report.finish()?;
        if self.is_query(command)? {
            peer.run(&loaded.schema, &[], exchange, |vm| self.query(vm, command))?;
        }
        Ok(())
    }

    /// Whether a command needs nothing and returns something.
    fn is_query(&self, command: &str) -> Result<bool, Stop> {
        let schema = &self.loaded()?.schema;
        let command = schema.command(command).ok_or("there is no such command")?;
        let object = |id| schema[id].as_object();
        let arguments = object(command.arguments()).map(Object::members);
        let needs_nothing =
            arguments.is_some_and(|members| members.iter().all(qapi_schema::Member::optional));
        let returns = object(command.returns()).is_none_or(|object| !object.is_empty());
        Ok(needs_nothing && returns)
    }

    fn query(&self, vm: &mut Vm<'_>, command: &str) -> Result<(), Stop> {
        match vm.execute_raw::<Box<RawValue>>(command, &json!({})) {
            Ok(reply) => self.check(&Coordinate::part_of(command, Part::Returns), reply.get()),
            Err(Error::Refused { error, .. }) => {
                if refusals::is_expected(self.refusals, command, &error) {
                    return Ok(());
                }
                Err(format!("`{command}` needs no arguments, but was refused: {error}").into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// That a server does what a row of the [protocol's table](crate::protocol)
    /// says.
    ///
    /// # Errors
    ///
    /// What it did otherwise, or that QEMU has died.
    pub fn protocol(&self, row: &str) -> Result<(), Stop> {
        let case = Case {
            kind: Kind::Protocol,
            name: row,
            test: "protocol",
            cannot: "",
        };
        self.conclude(&case, |exchange| {
            let row = protocol::row(row)?;
            let schema = &self.loaded()?.schema;
            let shown = self.peer()?.protocol(row, schema, self.patience, exchange);
            shown.map_err(|stop| stop.at(row.about))
        })
    }

    /// That QEMU judges every mutation of a message as such as the validator
    /// does.
    ///
    /// # Errors
    ///
    /// What is not so, or that QEMU has died.
    pub fn messages(&self) -> Result<(), Stop> {
        let case = Case {
            kind: Kind::Suite,
            name: "messages",
            test: "live",
            cannot: "",
        };
        self.conclude(&case, |exchange| self.judge_messages(exchange))
    }

    fn judge_messages(&self, exchange: &Exchange) -> Result<(), Stop> {
        let loaded = self.loaded()?;
        let peer = self.peer()?;
        let (usual, out_of_band) = of_messages(&loaded.schema.samples())?;
        let mut report = Report::new(known(ledger::Suite::Visitor));
        peer.ask(&usual, |monitor, tests| report.ask(monitor, tests))?;
        let mut fresh = peer.fresh()?;
        fresh.negotiate(true)?;
        report.ask(&mut fresh, &out_of_band)?;
        exchange.keep(report.judged());
        report.finish().map(drop)
    }
}
