//! The table is in order, and the runner sees what a table cannot have.

use std::collections::HashSet;
use std::time::Duration;

use qapi_client::sim::Simulator;
use qapi_schema::{Coordinate, Schema};

use super::*;
use crate::Stop;
use crate::exchange::Exchange;
use crate::judge::LIMIT;

const DUMP: &[u8] = include_bytes!("../../../schemas/qemu-10.0-x86_64.json");

#[test]
fn the_table_is_in_order() {
    let schema = Schema::from_slice(DUMP).unwrap();
    let mut names = HashSet::new();
    for row in ROWS {
        assert!(names.insert(row.name), "{} is there twice", row.name);
        assert!(std::ptr::eq(row, self::row(row.name).unwrap()));
        let (about, name) = (row.about, row.name);
        assert!(
            !about.is_empty() && !about.ends_with('.'),
            "{name}: {about}"
        );
        assert!(
            !row.when.phases.is_empty() && !row.steps.is_empty(),
            "{name}"
        );
        if let Some(needs) = row.when.needs {
            let coordinate: Coordinate = needs.parse().unwrap();
            assert!(schema.locate(&coordinate).is_ok(), "{name}: {needs}");
        }
        // What needs a QEMU that is held says so, and lets it go.
        let has = |is: fn(&Step) -> bool| row.steps.iter().any(is);
        let holds = has(|step| matches!(step, Step::Hold(_)));
        assert_eq!(holds, has(|step| matches!(step, Step::Release)), "{name}");
        assert_eq!(
            holds,
            row.when
                .needs
                .is_some_and(|needs| needs.contains("blkdebug")),
            "{name}"
        );
    }
    assert_eq!(
        row("duplicate_keys").unwrap_err().message(),
        "the protocol's table has no row `duplicate_keys`; did you mean `duplicate_key`?"
    );
}

/// What a row of these steps comes to with a simulator in memory, which has read
/// all that was sent before it is sent something else.
fn outcome(steps: &'static [Step]) -> Result<(), Stop> {
    outcome_within(LIMIT, steps)
}

fn outcome_within(limit: Duration, steps: &'static [Step]) -> Result<(), Stop> {
    let simulator = Simulator::new(Schema::from_slice(DUMP).unwrap().into());
    let row = Row {
        steps,
        ..*row("out_of_band_waits_behind_eight").unwrap()
    };
    can_hold(&simulator);
    let exchange = Exchange::default();
    simulated::in_memory(&simulator, &row, Phase::OutOfBand, limit, &exchange)
}

const COMMAND: &[u8] = br#"{"execute": "query-name", "id": 1}"#;

#[test]
fn it_is_seen_whether_a_command_waits() {
    const LATE: Step = send(br#"{"exec-oob": "no-such-command", "id": 2}"#);
    const FIRST: Step = Step::Next(&[ok().id("0")]);
    const REST: Step = Step::Mixed(&[&[ok().id("1").times(8)], &[not_found("*").id("2")]]);
    const EIGHT: &[Step] = &[
        Step::Hold("0"),
        Step::Send(Sent::Repeated(&[(8, COMMAND)])),
        LATE,
        Step::Release,
        FIRST,
        REST,
    ];
    outcome(EIGHT).unwrap();
    // Seven are no reason to.
    const SEVEN: &[Step] = &[
        Step::Hold("0"),
        Step::Send(Sent::Repeated(&[(7, COMMAND)])),
        LATE,
        Step::Release,
        FIRST,
    ];
    let text = outcome(SEVEN).unwrap_err().message();
    let end = "wanted the return {}, with the id 0\n   got {\"id\": 2, ";
    assert!(text.contains(end), "{text}");
}

#[test]
fn it_is_seen_whether_lanes_keep_their_order() {
    const STEPS: &[Step] = &[
        send(br#"{"execute": "query-name", "id": 1}{"execute": "query-name", "id": 2}"#),
        Step::Mixed(&[&[ok().id("2"), ok().id("1")], &[ok().id("3")]]),
    ];
    let text = outcome(STEPS).unwrap_err().message();
    let end = "wanted the return {}, with the id 2\n    \
        or the return {}, with the id 3\n   got {\"return\": {}, \"id\": 1}";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn a_connection_must_end_where_it_should() {
    const STANDS: &[Step] = &[Step::End];
    // In memory all else is there at once.
    let soon = Duration::from_millis(50);
    let text = outcome_within(soon, STANDS).unwrap_err().message();
    let end = "nothing came within 0.05 s; wanted: the end";
    assert!(text.ends_with(end), "{text}");
    const ENDS: &[Step] = &[ask(br#"{"execute": "quit"}"#, &[ok()])];
    let text = outcome(ENDS).unwrap_err().message();
    let end = "it ends; wanted: the return {}, without an id";
    assert!(text.ends_with(end), "{text}");
}
