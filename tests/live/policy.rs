//! QEMU under a policy refuses what is deprecated or unstable, and a validator
//! that denies the same agrees with it.

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::ledger::{Suite, known};
use qapi_conformance::judge::{Complaint, Monitor, Report, Test, instances, judged};
use qapi_machine::Kind;
use qapi_schema::validate::Rule;

use super::subject::{Case, Subject, told};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "qemu_denies_what_the_validator_does/deprecated",
        run: |subject| judge(subject, Rule::Deprecated),
    },
    Case {
        name: "qemu_denies_what_the_validator_does/unstable",
        run: |subject| judge(subject, Rule::Unstable),
    },
];

fn judge(subject: &Subject, rule: Rule) -> Result<Completion, Stop> {
    if subject.binary.kind() != Kind::System {
        return Ok(Completion::ignored_with("it has no option -compat"));
    }
    let policy = format!("{rule}-input=reject");
    let mut monitor = Monitor::start(&subject.binary, &["-compat".to_owned(), policy.clone()])?
        .negotiated(false)?;
    let schema = monitor.schema()?;
    let samples = schema.samples();
    let validator = schema
        .validator()
        .deny_deprecated(rule == Rule::Deprecated)
        .deny_unstable(rule == Rule::Unstable);
    let mut tests: Vec<Test> = Vec::new();
    for (at, _) in judged(&schema) {
        for value in instances(&samples, &at) {
            let verdict = validator.command(at.name(), &value);
            let mut test = Test::valid(&samples, &at, &value)?;
            if let Err(violations) = verdict {
                test.rule = Some(rule);
                test.at = violations.first().at().cloned();
                test.wanted = Complaint::denied(&violations);
            }
            tests.push(test);
        }
    }
    let mut report = Report::new(known(Suite::Policy));
    report.ask(&mut monitor, &tests)?;
    println!(
        "{} with {policy}: took {} instances and denied {}",
        subject.name(),
        report.instances,
        report.mutations,
    );
    told(&subject.name(), report.finish())
}
