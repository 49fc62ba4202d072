//! The tour comes to its end with the simulator and with every QEMU here.

#[path = "../examples/tour/main.rs"]
#[expect(dead_code, reason = "its `main` looks for a server by itself")]
mod tour;

use std::error::Error;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use qapi_machine::{Binary, Found, live};
use tour::server::Server;

fn main() -> ExitCode {
    let mut trials = vec![Trial::test("the simulator", || {
        Ok(tour(Server::simulate())?)
    })];
    let found = qapi_machine::find_all();
    if found.is_empty() {
        trials.push(Trial::ignorable_test("a real QEMU", absent));
    }
    trials.extend(found.into_iter().map(|Found { path, .. }| {
        let name = path.display().to_string();
        Trial::test(name, move || {
            let binary = Binary::new(path)?;
            Ok(tour(Server::start(&binary))?)
        })
    }));
    // What it prints stays together.
    let arguments = Arguments {
        test_threads: Some(1),
        ..Arguments::from_args()
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn tour(server: Result<Server, Box<dyn Error>>) -> Result<(), String> {
    let outcome = server.and_then(tour::tour);
    outcome.map_err(|error| error.to_string())
}

fn absent() -> Result<Completion, Failed> {
    Ok(Completion::ignored_with(live::without_qemu()?))
}
