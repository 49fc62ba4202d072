//! What came of a run.

use std::fmt;
use std::time::Duration;

use qapi_schema::quote::printable;

/// What came of putting random commands to a QEMU.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many commands it was asked.
    pub commands: u64,
    /// How many of them are valid by the schema.
    pub valid: u64,
    /// How long they were, in bytes as written.
    pub bytes: u64,
    /// How long it took, machines' start and end included, but not the
    /// shrinking of what was found.
    pub elapsed: Duration,
    /// How long shrinking took.
    pub shrinking: Duration,
    /// How many machines were started for the commands.
    pub machines: u64,
    /// Why a QEMU could have started other programs, if it could: it ran without
    /// a sandbox. A simulator needs none.
    pub unsandboxed: Option<&'static str>,
    /// What was answered in running mode.
    pub outcomes: Outcomes,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// How commands ended that were carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Returned something.
    pub returned: u64,
    /// Were refused, or failed.
    pub failed: u64,
    /// Ended the QEMU as they should, with status 0 and a `SHUTDOWN` event.
    pub ended: u64,
    /// Were stopped by the limits that a machine has here.
    pub limited: u64,
    /// Were not sent: they might do harm.
    pub withheld: u64,
}

/// A disagreement, crash or other fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is, in words.
    pub what: String,
    /// Why it is known, if it is.
    pub known: Option<&'static str>,
    /// How often it was met.
    pub count: u64,
    /// The number of the first command that showed it.
    pub number: u64,
    /// Whether it was seen again when it was tried again; none where there was no
    /// time to try, and so nothing is shrunk.
    pub again: Option<bool>,
    /// The least commands that show it, as far as it was shrunk; bytes that
    /// are no UTF-8 are escaped.
    pub asked: Vec<String>,
    /// What should have been, or what was compared with.
    pub expected: String,
    /// What was.
    pub said: String,
    /// A line for a shell that shows it again; none of what is simulated.
    pub reproduction: Option<String>,
}

impl Report {
    /// The findings that are not known.
    pub fn unknown(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|found| found.known.is_none())
    }

    /// Commands a second.
    pub fn rate(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        if seconds > 0.0 {
            // Far below what a double cannot count.
            u32::try_from(self.commands).map_or(f64::INFINITY, f64::from) / seconds
        } else {
            0.0
        }
    }
}

impl fmt::Display for Report {
    /// The figures, then each finding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (commands, valid) = (self.commands, self.valid);
        writeln!(
            f,
            "{commands} commands ({valid} valid, {} mutated; {} bytes) in {:.1} s on {} machines: {:.0} a second",
            commands - valid.min(commands),
            self.bytes,
            self.elapsed.as_secs_f64(),
            self.machines,
            self.rate(),
        )?;
        if let Some(reason) = self.unsandboxed {
            writeln!(f, "without a sandbox: {reason}")?;
        }
        let Outcomes {
            returned,
            failed,
            ended,
            limited,
            withheld,
        } = self.outcomes;
        if returned + failed > 0 {
            writeln!(
                f,
                "{returned} returned, {failed} failed, {ended} ended QEMU as they should, \
                 {limited} met a limit of the machine, {withheld} were withheld"
            )?;
        }
        let unknown = self.unknown().count();
        let untried = self.findings.iter().filter(|found| found.again.is_none());
        writeln!(
            f,
            "{unknown} unknown and {} known findings{}{}",
            self.findings.len() - unknown,
            match untried.count() {
                0 => String::new(),
                untried => format!(", {untried} not shrunk for lack of time"),
            },
            match self.shrinking.as_secs() {
                0 => String::new(),
                seconds => format!(", shrunk in {seconds} s"),
            }
        )?;
        self.findings
            .iter()
            .try_for_each(|found| write!(f, "{found}"))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            count,
            number,
            expected,
            said,
            ..
        } = self;
        match self.known {
            Some(reason) => writeln!(f, "known ({count}x): {}: {reason}", printable(what))?,
            None => writeln!(f, "unknown ({count}x): {}", printable(what))?,
        }
        writeln!(f, "    first: number {number}")?;
        match self.again {
            Some(true) => {}
            Some(false) => writeln!(f, "    it was not seen again")?,
            None => writeln!(f, "    it was not tried again, nor shrunk")?,
        }
        for asked in &self.asked {
            writeln!(f, "    asked: {asked}")?;
        }
        if !expected.is_empty() {
            writeln!(f, "    expected: {}", printable(expected))?;
        }
        for (at, line) in said.lines().enumerate() {
            let head = if at == 0 { "said:" } else { "     " };
            writeln!(f, "    {head} {}", printable(line))?;
        }
        match &self.reproduction {
            Some(line) => writeln!(f, "    reproduce: {line}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_there_is_no_sandbox_is_told_with_the_reason() {
        let mut report = Report::default();
        assert!(!report.to_string().contains("sandbox"));
        report.unsandboxed = Some("this QEMU was built without seccomp");
        let told = "\nwithout a sandbox: this QEMU was built without seccomp\n";
        assert!(report.to_string().contains(told), "{report}");
    }
}
