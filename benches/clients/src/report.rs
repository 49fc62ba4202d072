//! The tables: what was measured, the ratios, and the goals beside them.

use crate::rounds::Cost;

/// A ratio of somebody to what is best among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Work in the same elapsed time: more is better.
    Speed,
    /// Work in the same processor time: more is better.
    CpuSpeed,
    /// Elapsed time for the same work: less is better.
    Time,
    /// Processor time for the same work: less is better.
    Cpu,
}

impl Figure {
    const fn title(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::CpuSpeed => "speed by cpu",
            Self::Time => "time",
            Self::Cpu => "cpu",
        }
    }

    fn of(self, cost: Cost) -> f64 {
        match self {
            Self::Speed => cost.wall.as_secs_f64().recip(),
            Self::CpuSpeed => cost.cpu.as_secs_f64().recip(),
            Self::Time => cost.wall.as_secs_f64(),
            Self::Cpu => cost.cpu.as_secs_f64(),
        }
    }

    fn is_met(self, goal: f64, ratio: f64) -> bool {
        match self {
            Self::Speed | Self::CpuSpeed => ratio >= goal,
            Self::Time | Self::Cpu => ratio <= goal,
        }
    }

    fn best(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Speed | Self::CpuSpeed => one.max(other),
            Self::Time | Self::Cpu => one.min(other),
        }
    }
}

/// Somebody in a table, and the goals that they have.
pub(crate) type Row = (&'static str, &'static [(Figure, f64)]);

/// What a table shows.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) title: String,
    pub(crate) figures: &'static [Figure],
    /// What everybody is compared with: the best of these in each round.
    pub(crate) base: &'static [&'static str],
    pub(crate) rows: Vec<Row>,
}

impl Layout {
    /// Whether somebody must be measured.
    pub(crate) fn needs(&self, name: &str) -> bool {
        self.base.contains(&name) || self.rows.iter().any(|(other, _)| *other == name)
    }
}

/// What everybody took in each round.
pub(crate) type Rounds = Vec<Vec<(&'static str, Cost)>>;

/// What is printed, and what is not to be measured.
pub(crate) struct Report {
    filters: Vec<String>,
    missed: Vec<String>,
}

impl Report {
    pub(crate) fn new(filters: Vec<String>) -> Self {
        Self {
            filters,
            missed: Vec::new(),
        }
    }

    /// Leaves the rows out that nobody wants; whether any are left.
    pub(crate) fn filter(&self, layout: &mut Layout) -> bool {
        let Layout { title, rows, .. } = layout;
        rows.retain(|(name, _)| {
            let named = |filter: &String| title.contains(filter) || name.contains(filter);
            self.filters.is_empty() || self.filters.iter().any(named)
        });
        !rows.is_empty()
    }

    /// Prints a table of what everybody took for doing something `times` times
    /// a round.
    pub(crate) fn table(&mut self, layout: &Layout, rounds: &Rounds, times: usize) {
        let title = &layout.title;
        let mut head = format!("{:<34} {:>9} {:>9}", "", "elapsed", "cpu");
        for figure in layout.figures {
            head += &format!("  {:<27}", figure.title());
        }
        println!("\n{title}\n{}", head.trim_end());
        for (name, goals) in &layout.rows {
            let costs: Vec<Cost> = rounds
                .iter()
                .filter_map(|round| find(round, name))
                .collect();
            if costs.is_empty() {
                continue;
            }
            let each = |figure: Figure| {
                let samples: Vec<f64> = costs.iter().map(|cost| figure.of(*cost)).collect();
                duration(quantile(&samples, 0.5) / times.max(1) as f64)
            };
            let (wall, cpu) = (each(Figure::Time), each(Figure::Cpu));
            let mut line = format!("{name:<34} {wall:>9} {cpu:>9}");
            for figure in layout.figures {
                let goal = goals.iter().find(|(other, _)| other == figure);
                let ratios: Vec<f64> = rounds
                    .iter()
                    .filter_map(|round| ratio(round, name, layout.base, *figure))
                    .collect();
                let [low, median, high] = [0.25, 0.5, 0.75].map(|part| quantile(&ratios, part));
                let verdict = match goal {
                    Some((_, goal)) if figure.is_met(*goal, median) => format!("met {goal}"),
                    Some((_, goal)) => {
                        let what = figure.title();
                        self.missed
                            .push(format!("{title}: {name}: {what} {median:.3}, goal {goal}"));
                        format!("MISSED {goal}")
                    }
                    None => String::new(),
                };
                line += &format!("  {median:.3} {low:.2}-{high:.2} {verdict:<11}");
            }
            println!("{}", line.trim_end());
        }
    }

    /// Prints a remark on the table before.
    pub(crate) fn note(&self, text: &str) {
        println!("{text}");
    }

    /// Prints which goals were missed.
    pub(crate) fn finish(&self) {
        println!();
        match &*self.missed {
            [] => println!("no goal was missed"),
            missed => {
                println!("missed:");
                missed.iter().for_each(|line| println!("  {line}"));
            }
        }
    }
}

fn find(round: &[(&'static str, Cost)], name: &str) -> Option<Cost> {
    let found = round.iter().find(|(other, _)| *other == name);
    found.map(|(_, cost)| *cost)
}

fn ratio(round: &[(&'static str, Cost)], name: &str, base: &[&str], figure: Figure) -> Option<f64> {
    let bases = base.iter().filter_map(|base| find(round, base));
    let base = bases
        .map(|cost| figure.of(cost))
        .reduce(|one, other| figure.best(one, other))?;
    Some(figure.of(find(round, name)?) / base)
}

/// The value below which a part of the samples lies, between two if need be.
fn quantile(samples: &[f64], part: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = part * sorted.len().saturating_sub(1) as f64;
    let at = |place: f64| sorted.get(place as usize).copied().unwrap_or(f64::NAN);
    let (below, above) = (at(place.floor()), at(place.ceil()));
    below + (above - below) * place.fract()
}

fn duration(seconds: f64) -> String {
    match seconds {
        _ if seconds >= 0.1 => format!("{seconds:.2} s"),
        _ if seconds >= 1e-3 => format!("{:.2} ms", seconds * 1e3),
        _ if seconds >= 1e-6 => format!("{:.1} us", seconds * 1e6),
        _ => format!("{:.0} ns", seconds * 1e9),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn quantiles_lie_between_samples() {
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&[4.0, 1.0, 2.0, 3.0], 0.5), 2.5);
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.25), 2.0);
    }

    #[test]
    fn a_ratio_is_to_the_best_of_the_round() {
        let cost = |wall: u64, cpu: u64| Cost {
            wall: Duration::from_secs(wall),
            cpu: Duration::from_secs(cpu),
        };
        let round = [("a", cost(8, 8)), ("b", cost(4, 4)), ("c", cost(5, 2))];
        let of_a = |figure| ratio(&round, "a", &["b", "c", "nobody"], figure);
        assert_eq!(of_a(Figure::Speed), Some(0.5));
        assert_eq!(of_a(Figure::CpuSpeed), Some(0.25));
        assert_eq!(of_a(Figure::Time), Some(2.0));
        assert_eq!(of_a(Figure::Cpu), Some(4.0));
    }

    #[test]
    fn a_goal_is_a_bound_on_the_right_side() {
        assert!(Figure::Speed.is_met(0.8, 0.9) && !Figure::Speed.is_met(0.8, 0.7));
        assert!(Figure::Cpu.is_met(1.1, 1.0) && !Figure::Cpu.is_met(1.1, 1.2));
    }
}
