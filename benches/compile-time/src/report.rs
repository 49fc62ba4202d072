//! The table: what was measured, the ratio, and the goal beside it.

use serde::Serialize;

use crate::sides::Figures;

/// What a row must stay at or below.
#[derive(Debug, Clone, Copy)]
enum Goal {
    /// Ours to theirs.
    Ratio(f64),
    /// Ours, in the row's unit.
    Value(f64),
    /// Reported only.
    None,
}

/// Label, figure, unit and goal. A figure `X.wall` has an `X.cpu` beside it.
const ROWS: &[(&str, &str, &str, Goal)] = &[
    ("bindings, check", "check.wall", "s", Goal::Ratio(0.25)),
    ("bindings, debug", "debug.wall", "s", Goal::Ratio(0.25)),
    ("bindings, release", "release.wall", "s", Goal::Ratio(0.30)),
    (
        "bindings, debug rlib",
        "debug.rlib",
        "MB",
        Goal::Ratio(0.40),
    ),
    (
        "bindings, release rlib",
        "release.rlib",
        "MB",
        Goal::Ratio(0.40),
    ),
    (
        "bindings, check, peak memory",
        "check.peak",
        "MiB",
        Goal::Ratio(0.40),
    ),
    (
        "bindings, debug, peak memory",
        "debug.peak",
        "MiB",
        Goal::Ratio(0.40),
    ),
    (
        "bindings, release, peak memory",
        "release.peak",
        "MiB",
        Goal::Ratio(0.40),
    ),
    ("wire program, release", "wire.wall", "s", Goal::Ratio(0.40)),
    (
        "wire program and bindings, release",
        "wire+bindings.wall",
        "s",
        Goal::Ratio(0.35),
    ),
    (
        "wire program, release, peak memory",
        "wire.peak",
        "MiB",
        Goal::None,
    ),
    ("all program, debug", "all.wall", "s", Goal::Ratio(0.50)),
    (
        "all program and bindings, debug",
        "all+bindings.wall",
        "s",
        Goal::None,
    ),
    (
        "all program, debug, peak memory",
        "all.peak",
        "MiB",
        Goal::None,
    ),
    (
        "cargo check: bindings and build script",
        "check.cargo.wall",
        "s",
        Goal::None,
    ),
    (
        "cargo build: bindings and build script",
        "debug.cargo.wall",
        "s",
        Goal::None,
    ),
    (
        "client of ten commands, cargo check",
        "client.cargo.wall",
        "s",
        Goal::Value(3.0),
    ),
    (
        "client of ten commands, rustc",
        "client.wall",
        "s",
        Goal::None,
    ),
    (
        "cold cargo build with all dependencies",
        "cold.wall",
        "s",
        Goal::None,
    ),
    ("cold cargo build, crates", "cold.crates", "", Goal::None),
];

/// One line of the result.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    label: &'static str,
    figure: &'static str,
    unit: &'static str,
    ours: Option<f64>,
    theirs: Option<f64>,
    ratio: Option<f64>,
    cpu_ratio: Option<f64>,
    goal: Option<f64>,
    met: Option<bool>,
    samples_ours: Vec<f64>,
    samples_theirs: Vec<f64>,
}

/// The rows that the rounds of both sides give, medians of the rounds.
pub(crate) fn rows(ours: &[Figures], theirs: &[Figures]) -> Vec<Row> {
    ROWS.iter()
        .map(|&(label, figure, unit, goal)| {
            let (samples_ours, samples_theirs) = (samples(ours, figure), samples(theirs, figure));
            let (one, other) = (median(&samples_ours), median(&samples_theirs));
            let ratio = quotient(one, other);
            let cpu = figure.replace("wall", "cpu");
            let cpu_ratio = if figure.ends_with(".wall") {
                quotient(median(&samples(ours, &cpu)), median(&samples(theirs, &cpu)))
            } else {
                None
            };
            let (goal, judged) = match goal {
                Goal::Ratio(goal) => (Some(goal), ratio),
                Goal::Value(goal) => (Some(goal), one),
                Goal::None => (None, None),
            };
            let met = goal.zip(judged).map(|(goal, value)| value <= goal);
            Row {
                label,
                figure,
                unit,
                ours: one,
                theirs: other,
                ratio,
                cpu_ratio,
                goal,
                met,
                samples_ours,
                samples_theirs,
            }
        })
        .collect()
}

fn samples(rounds: &[Figures], figure: &str) -> Vec<f64> {
    rounds
        .iter()
        .filter_map(|figures| figures.get(figure).copied())
        .collect()
}

fn median(samples: &[f64]) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        0 => Some(f64::midpoint(
            *sorted.get(middle.checked_sub(1)?)?,
            *sorted.get(middle)?,
        )),
        _ => sorted.get(middle).copied(),
    }
}

fn quotient(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    one.zip(other).map(|(one, other)| one / other)
}

/// The rows as a table for a person.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut lines = vec![format!(
        "{:<40} {:>10} {:>10} {:>7} {:>7} {:>6}",
        "", "ours", "theirs", "ratio", "by cpu", "goal"
    )];
    for row in rows {
        let value = |value: Option<f64>| {
            value.map_or("-".to_owned(), |value| {
                let digits = if row.unit == "s" || row.unit == "MB" {
                    2
                } else {
                    0
                };
                format!("{value:.digits$} {}", row.unit)
            })
        };
        let short = |ratio: Option<f64>| ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let met = match row.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        lines.push(format!(
            "{:<40} {:>10} {:>10} {:>7} {:>7} {:>6} {met}",
            row.label,
            value(row.ours),
            value(row.theirs),
            short(row.ratio),
            short(row.cpu_ratio),
            short(row.goal),
        ));
    }
    lines
        .iter()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Figures, median, rows, table};

    #[test]
    fn the_median_is_the_middle_or_between_the_two_middle_ones() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn a_row_is_judged_by_its_goal() {
        let round = |seconds: f64| {
            vec![Figures::from([
                ("check.wall".to_owned(), seconds),
                ("client.cargo.wall".to_owned(), seconds),
            ])]
        };
        let text = table(&rows(&round(2.0), &round(10.0)));
        let line = |label: &str| {
            text.lines()
                .find(|line| line.starts_with(label))
                .unwrap_or_default()
        };
        assert!(line("bindings, check").ends_with("0.25 met"), "{text}");
        assert!(
            line("client of ten commands, cargo").ends_with("met"),
            "{text}"
        );
        let text = table(&rows(&round(3.1), &round(10.0)));
        assert_eq!(text.matches("MISSED").count(), 2, "{text}");
    }
}
