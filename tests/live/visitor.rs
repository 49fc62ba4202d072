//! QEMU's input visitor judges every instance and every mutation as the
//! validator does, whether or not the schema of this QEMU has been captured.

use std::time::Instant;

use libtest_mimic::Completion;
use qapi_conformance::Stop;
use qapi_conformance::judge::ledger::{Suite, known};
use qapi_conformance::judge::{Monitor, Questions, Report};

use super::subject::{Case, Subject, told};

pub(crate) const CASES: &[Case] = &[Case {
    name: "qemu_takes_every_instance_and_refuses_every_mutation",
    run: judge,
}];

fn judge(subject: &Subject) -> Result<Completion, Stop> {
    let start = Instant::now();
    let mut monitor = Monitor::start(&subject.binary, &[])?.negotiated(false)?;
    let schema = monitor.schema()?;
    let Questions {
        usual,
        early,
        out_of_band,
        ..
    } = Questions::new(&schema)?;
    let asked = Instant::now();
    let mut report = Report::new(known(Suite::Visitor));
    report.ask(&mut monitor, &usual)?;
    let mut fresh = Monitor::start(&subject.binary, &[])?;
    report.ask(&mut fresh, &early)?;
    fresh.negotiate(true)?;
    report.ask(&mut fresh, &out_of_band)?;
    println!(
        "{}: {} instances and {} mutations of commands in {} bytes, \
         prepared in {:.1} s and judged in {:.1} s",
        subject.name(),
        report.instances,
        report.mutations,
        report.bytes,
        (asked - start).as_secs_f64(),
        asked.elapsed().as_secs_f64(),
    );
    told(&subject.name(), report.finish())
}
