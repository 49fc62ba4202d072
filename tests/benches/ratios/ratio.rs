//! Ratios of what one run has measured.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use criterion::{Criterion, Throughput};

/// Where criterion keeps what it measures.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("ratios")
}

/// The pairs that are timed, and what their ratios ought to be.
pub(crate) struct Pairs<'c> {
    criterion: &'c mut Criterion,
    started: SystemTime,
    rows: Vec<Row>,
}

struct Row {
    group: &'static str,
    ours: &'static str,
    against: &'static str,
    goal: Option<f64>,
}

impl<'c> Pairs<'c> {
    pub(crate) fn new(criterion: &'c mut Criterion) -> Self {
        Self {
            criterion,
            started: SystemTime::now(),
            rows: Vec::new(),
        }
    }

    /// Times two routines over `bytes` bytes each, under `group/name`. The
    /// first ought to take at most `goal` times what the second takes.
    pub(crate) fn pair<A, B>(
        &mut self,
        group: &'static str,
        bytes: usize,
        goal: f64,
        (ours, our_routine): (&'static str, impl FnMut() -> A),
        (against, yardstick): (&'static str, impl FnMut() -> B),
    ) {
        self.time(group, bytes, against, yardstick);
        self.time(group, bytes, ours, our_routine);
        self.ratio(group, ours, against, Some(goal));
    }

    /// Times one routine over `bytes` bytes, under `group/name`.
    pub(crate) fn time<T>(
        &mut self,
        group: &'static str,
        bytes: usize,
        name: &'static str,
        mut routine: impl FnMut() -> T,
    ) {
        let mut group = self.criterion.benchmark_group(group);
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |bencher| bencher.iter(&mut routine));
        group.finish();
    }

    /// Adds a row to the table: two routines of one group, and the goal if there is one.
    pub(crate) fn ratio(
        &mut self,
        group: &'static str,
        ours: &'static str,
        against: &'static str,
        goal: Option<f64>,
    ) {
        self.rows.push(Row {
            group,
            ours,
            against,
            goal,
        });
    }

    /// The ratios beside their goals.
    pub(crate) fn table(&self) -> String {
        let mut table = format!(
            "\n{:<28} {:<22} {:<22} {:>10} {:>10} {:>6}  goal\n",
            "what", "ours", "against", "ours", "against", "ratio"
        );
        let mut missed = 0;
        for row in &self.rows {
            let times = (self.median(row, row.ours), self.median(row, row.against));
            let (Some(ours), Some(against)) = times else {
                continue;
            };
            let ratio = ours / against;
            let verdict = match row.goal {
                None => "-".to_owned(),
                Some(goal) if ratio <= goal => format!("{goal:.2} met"),
                Some(goal) => {
                    missed += 1;
                    format!("{goal:.2} MISSED")
                }
            };
            let _ = writeln!(
                table,
                "{:<28} {:<22} {:<22} {:>10} {:>10} {ratio:>6.2}  {verdict}",
                row.group,
                row.ours,
                row.against,
                time(ours),
                time(against),
            );
        }
        let _ = writeln!(table, "{missed} goals missed");
        table
    }

    /// Nanoseconds; none if this run has not measured it.
    fn median(&self, row: &Row, name: &str) -> Option<f64> {
        let estimates = folder()
            .join(row.group)
            .join(name)
            .join("new/estimates.json");
        let changed = std::fs::metadata(&estimates).ok()?.modified().ok()?;
        if changed < self.started {
            return None;
        }
        let estimates: serde_json::Value =
            serde_json::from_slice(&std::fs::read(estimates).ok()?).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    }
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.2} us", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}
