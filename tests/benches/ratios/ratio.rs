//! Ratios of what one run has measured.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

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
    /// What was measured side by side, if it was.
    samples: Vec<Sample>,
    /// Nanoseconds that stand in for the other side, which nothing measures.
    limit: Option<f64>,
}

/// Nanoseconds of the two sides of a pair.
#[derive(Clone, Copy)]
struct Sample {
    ours: f64,
    against: f64,
}

/// So many calls of one side of a pair are timed before the other's turn.
const TURN: u64 = 16;

impl<'c> Pairs<'c> {
    pub(crate) fn new(criterion: &'c mut Criterion) -> Self {
        Self {
            criterion,
            started: SystemTime::now(),
            rows: Vec::new(),
        }
    }

    /// Times two routines over `bytes` bytes each, in turns, so that a busy
    /// machine slows both alike. The first, which criterion reports as
    /// `group/name`, ought to take at most `goal` times what the second takes.
    pub(crate) fn pair<A, B>(
        &mut self,
        group: &'static str,
        bytes: usize,
        goal: f64,
        (ours, mut our_routine): (&'static str, impl FnMut() -> A),
        (against, mut yardstick): (&'static str, impl FnMut() -> B),
    ) {
        let mut samples = Vec::new();
        let mut benchmarks = self.criterion.benchmark_group(group);
        benchmarks.throughput(Throughput::Bytes(bytes as u64));
        benchmarks.bench_function(ours, |bencher| {
            bencher.iter_custom(|calls| {
                let (ours, against) = side_by_side(calls, &mut our_routine, &mut yardstick);
                samples.push(Sample {
                    ours: ours.as_nanos() as f64 / calls as f64,
                    against: against.as_nanos() as f64 / calls as f64,
                });
                ours
            });
        });
        benchmarks.finish();
        self.rows.push(Row {
            group,
            ours,
            against,
            goal: Some(goal),
            samples,
            limit: None,
        });
    }

    /// Times one routine over `bytes` bytes, under `group/name`. It ought to
    /// take no longer than `limit`.
    pub(crate) fn within<T>(
        &mut self,
        group: &'static str,
        bytes: usize,
        limit: Duration,
        (name, routine): (&'static str, impl FnMut() -> T),
    ) {
        self.time(group, bytes, name, routine);
        self.rows.push(Row {
            group,
            ours: name,
            against: "(limit)",
            goal: Some(1.0),
            samples: Vec::new(),
            limit: Some(limit.as_nanos() as f64),
        });
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
            samples: Vec::new(),
            limit: None,
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
            let Some((ours, against, ratio)) = self.figures(row) else {
                continue;
            };
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

    /// The median times of both sides and the ratio; none if this run has not
    /// measured them.
    fn figures(&self, row: &Row) -> Option<(f64, f64, f64)> {
        let of = |part: fn(&Sample) -> f64| median(row.samples.iter().map(part).collect());
        match of(|sample| sample.ours / sample.against) {
            Some(ratio) => Some((of(|s| s.ours)?, of(|s| s.against)?, ratio)),
            None => {
                let ours = self.estimate(row, row.ours)?;
                let against = match row.limit {
                    Some(limit) => limit,
                    None => self.estimate(row, row.against)?,
                };
                Some((ours, against, ours / against))
            }
        }
    }

    /// Criterion's median in nanoseconds; none if this run has not measured it.
    fn estimate(&self, row: &Row, name: &str) -> Option<f64> {
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

/// Calls two routines in turns and gives the time of each.
fn side_by_side<A, B>(
    calls: u64,
    ours: &mut impl FnMut() -> A,
    against: &mut impl FnMut() -> B,
) -> (Duration, Duration) {
    let mut times = (Duration::ZERO, Duration::ZERO);
    let mut left = calls;
    while left > 0 {
        let turn = left.min(TURN);
        times.1 += timed(turn, against);
        times.0 += timed(turn, ours);
        left -= turn;
    }
    times
}

fn timed<T>(calls: u64, routine: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(routine());
    }
    start.elapsed()
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.2} us", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}
