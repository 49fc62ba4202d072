//! Whether there is a build in which conditions hold as they must.

use std::collections::{BTreeMap, BTreeSet};

use qapi_schema::source::Condition;

/// A condition that must hold, or must not.
#[derive(Clone, Debug)]
pub(crate) struct Demand<'s> {
    pub(crate) condition: &'s Condition,
    pub(crate) holds: bool,
    /// What it is the condition of.
    pub(crate) what: String,
}

/// Which options are set.
type Build<'s> = BTreeMap<&'s str, bool>;

/// Finds a build in which all demands are met; an error says which is not met
/// in any.
pub(crate) fn satisfy<'s>(demands: &[Demand<'s>]) -> Result<Build<'s>, String> {
    let mut build = Build::new();
    // What follows from one condition may settle another.
    loop {
        let before = build.len();
        for demand in demands {
            follow(demand.condition, demand.holds, &mut build);
        }
        if build.len() == before {
            break;
        }
    }
    let wrong = |build: &Build<'_>| {
        let mut demands = demands.iter();
        let failed = demands.find(|demand| value(demand.condition, build) == Some(!demand.holds));
        failed.map(|demand| {
            let verb = if demand.holds {
                "is there"
            } else {
                "is absent"
            };
            format!(
                "{} {verb}, but its condition is {}",
                demand.what, demand.condition
            )
        })
    };
    if let Some(failed) = wrong(&build) {
        return Err(failed);
    }
    let named = demands.iter().flat_map(|demand| demand.condition.options());
    let open: BTreeSet<&str> = named.filter(|name| !build.contains_key(name)).collect();
    let open: Vec<&str> = open.into_iter().collect();
    match search(&open, &mut build, &|build| wrong(build).is_none()) {
        true => Ok(build),
        false => Err(format!("no build has just this: open are {open:?}")),
    }
}

/// The value of a condition, as far as it is known.
fn value(condition: &Condition, build: &Build<'_>) -> Option<bool> {
    match condition {
        Condition::Option(name) => build.get(&**name).copied(),
        Condition::Not(inner) => value(inner, build).map(|value| !value),
        Condition::All(list) => all(list.iter().map(|one| value(one, build))),
        Condition::Any(list) => {
            let none = all(list.iter().map(|one| value(one, build).map(|value| !value)));
            none.map(|none| !none)
        }
    }
}

fn all(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for value in values {
        match value {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// Notes what must be, if a condition is to hold or not to.
fn follow<'s>(condition: &'s Condition, holds: bool, build: &mut Build<'s>) {
    match (condition, holds) {
        (Condition::Option(name), _) => {
            build.entry(name).or_insert(holds);
        }
        (Condition::Not(inner), _) => follow(inner, !holds, build),
        (Condition::All(list), true) => list.iter().for_each(|one| follow(one, true, build)),
        (Condition::Any(list), false) => list.iter().for_each(|one| follow(one, false, build)),
        // One of them makes the difference: known if all others do not.
        (Condition::All(list) | Condition::Any(list), _) => {
            let mut open = list.iter().filter(|one| value(one, build) != Some(!holds));
            if let (Some(one), None) = (open.next(), open.next()) {
                follow(one, holds, build);
            }
        }
    }
}

/// Tries the options that are open, one by one. There are a handful.
fn search<'s>(open: &[&'s str], build: &mut Build<'s>, fits: &dyn Fn(&Build<'s>) -> bool) -> bool {
    let Some((first, rest)) = open.split_first() else {
        return fits(build);
    };
    for set in [false, true] {
        build.insert(first, set);
        if fits(build) && search(rest, build, fits) {
            return true;
        }
    }
    build.remove(first);
    false
}
