//! Commands, and what they bring about.

use qapi_client::wait::{self, Wait};
use qapi_client::{Command, Error};
use qapi_types::qmp::events::DeviceTrayMoved;
use serde::Serialize;
use serde_json::Value;

use crate::every::*;
use crate::script::*;
use crate::shell::*;

#[derive(Serialize)]
struct Act {}

impl Command for Act {
    const NAME: &'static str = "act";
    type Reply = Value;
}

/// An event of this name, with this data.
fn event(name: &str, data: &str) -> Step {
    say(&format!(r#"{{"event": "{name}", "data": {data}}}"#))
}

/// Runs a command and waits for something, where the server tells so much before
/// the reply and after it. Whichever: it is not missed.
fn acts<W: Wait>(told: &[Step], wait: impl Fn() -> W, test: impl Fn(Result<W::Outcome, Error>)) {
    for before in 0..=told.len() {
        let (before, after) = told.split_at(before);
        // What is asked and answered comes after the reply.
        if before.iter().any(|step| matches!(step, Hear(_))) {
            continue;
        }
        let mut script = greeted([Hear("act")]);
        script.extend_from_slice(before);
        script.push(reply(2, "true"));
        script.extend_from_slice(after);
        on_every_shell(script, async |stream| {
            let mut client = client(stream).await;
            let outcome = client.execute_and_wait(&Act {}, wait()).await;
            test(outcome.map(|(reply, outcome)| {
                assert_eq!(reply, true);
                outcome
            }));
        });
    }
}

fn looks<W: Wait>(told: &[Step], wait: impl Fn() -> W, test: impl Fn(Result<W::Outcome, Error>)) {
    on_every_shell(greeted(told.to_vec()), async |stream| {
        test(client(stream).await.wait_for(wait()).await);
    });
}

fn is_done(outcome: Result<(), Error>) {
    outcome.unwrap();
}

/// That it was not successful, in these words.
fn fails(expected: &str) -> impl Fn(Result<(), Error>) {
    move |outcome| {
        let error = outcome.unwrap_err();
        assert!(error.is_usable());
        assert!(matches!(error, Error::Unsuccessful { .. }), "{error}");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn an_event_of_a_type() {
    let moved = |id: &str, open: bool| {
        let data = format!(r#"{{"device": "", "id": "{id}", "tray-open": {open}}}"#);
        event("DEVICE_TRAY_MOVED", &data)
    };
    let told = [
        event("STOP", "{}"),
        moved("a", true),
        moved("b", false),
        moved("b", true),
    ];
    let any = wait::event::<DeviceTrayMoved>;
    acts(&told, any, |event| assert_eq!(event.unwrap().id, "a"));
    let open = || any().member("id", "b").matching(|moved| moved.tray_open);
    acts(&told, open, |event| {
        let event = event.unwrap();
        assert!(event.id == "b" && event.tray_open);
    });
}

#[test]
fn a_device_goes() {
    let wait = || wait::device_removed("d");
    let other = event("DEVICE_DELETED", r#"{"device": "e", "path": "/e"}"#);
    let child = event("DEVICE_DELETED", r#"{"path": "/machine/peripheral/d/bus"}"#);
    let gone = event("DEVICE_DELETED", r#"{"device": "d", "path": "/d"}"#);
    acts(&[other.clone(), child, gone.clone()], wait, is_done);
    acts(
        &[other.clone(), gone],
        || wait::device_removed("/d"),
        is_done,
    );
    for refusal in ["DEVICE_UNPLUG_GUEST_ERROR", "MEM_UNPLUG_ERROR"] {
        let refused = event(refusal, r#"{"device": "d", "path": "/d", "msg": "no"}"#);
        let said = "the removal of `d` was not successful: the guest refuses";
        acts(&[other.clone(), refused], wait, fails(said));
    }
}

/// The events of a job that goes through these states.
fn job<const N: usize>(states: [&str; N]) -> Vec<Step> {
    let change = |status| {
        let data = format!(r#"{{"id": "j", "status": "{status}"}}"#);
        event("JOB_STATUS_CHANGE", &data)
    };
    let other = event(
        "JOB_STATUS_CHANGE",
        r#"{"id": "other", "status": "concluded"}"#,
    );
    let mut told = vec![other];
    told.extend(states.map(change));
    told
}

/// That the server is asked for its jobs, as the command of this number, and
/// there is one that stands so.
fn jobs(number: usize, rest: &str) -> [Step; 2] {
    let row = format!(r#"{{"id": "j", "type": "backup", {rest}}}"#);
    let rows = format!(r#"[{{"id": "other", "status": "running"}}, {row}]"#);
    [Hear("query-jobs"), reply(number, &rows)]
}

#[test]
fn a_job_concludes() {
    let wait = || wait::job_concluded("j");
    // It dismisses itself.
    let told = job(["created", "running", "waiting", "pending", "null"]);
    acts(&told, wait, is_done);
    // It does not.
    let mut told = job(["created", "running", "ready", "concluded"]);
    told.extend(jobs(3, r#""status": "concluded""#));
    acts(&told, wait, is_done);
    let mut told = job(["running", "aborting", "concluded"]);
    told.extend(jobs(
        3,
        r#""status": "concluded", "error": "No space left""#,
    ));
    let said = "job `j` was not successful: No space left";
    acts(&told, wait, fails(said));
    // It dismisses itself, and an event has said what went wrong.
    let mut told = job(["running", "aborting"]);
    let completed = r#"{"type": "mirror", "device": "j", "len": 1, "offset": 0, "speed": 0, "error": "No space left"}"#;
    told.push(event("BLOCK_JOB_COMPLETED", completed));
    told.extend(job(["null"]));
    acts(&told, wait, fails(said));
    let told = job(["running", "aborting", "null"]);
    let said = "job `j` was not successful: it was aborted";
    acts(&told, wait, fails(said));
    // It has gone by the time that the server is asked.
    let mut told = job(["running", "concluded"]);
    told.extend([Hear("query-jobs"), reply(3, "[]")]);
    acts(&told, wait, is_done);
}

#[test]
fn a_job_that_was_started_elsewhere_concludes() {
    let wait = || wait::job_concluded("j");
    let none = [Hear("query-jobs"), reply(2, "[]")];
    let said = "job `j` was not successful: there is no such job";
    looks(&none, wait, fails(said));
    looks(&jobs(2, r#""status": "concluded""#), wait, is_done);
    let mut told = jobs(2, r#""status": "running""#).to_vec();
    told.extend(job(["pending", "null"]));
    looks(&told, wait, is_done);
}

#[test]
fn a_job_gets_ready() {
    let wait = || wait::job_ready("j");
    acts(&job(["created", "running", "ready"]), wait, is_done);
    looks(&jobs(2, r#""status": "ready""#), wait, is_done);
    looks(&jobs(2, r#""status": "standby""#), wait, is_done);
    let said = "job `j` was not successful: it concluded without being ready";
    acts(&job(["running", "null"]), wait, fails(said));
    let said = "job `j` was not successful: it was aborted";
    acts(&job(["running", "aborting", "null"]), wait, fails(said));
}

#[test]
fn a_migration_finishes() {
    let wait = wait::migration_finished;
    let status = |status: &str| event("MIGRATION", &format!(r#"{{"status": "{status}"}}"#));
    let off =
        r#"[{"capability": "xbzrle", "state": true}, {"capability": "events", "state": false}]"#;
    let sets = [
        Hear("query-migrate-capabilities"),
        reply(2, off),
        Hear("migrate-set-capabilities"),
        reply(3, "{}"),
    ];
    let runs = |told: &[Step], test: &dyn Fn(Result<(), Error>)| {
        let mut script = greeted(sets.clone());
        script.push(Hear("act"));
        script.extend([status("setup"), reply(4, "true"), status("active")]);
        script.extend_from_slice(told);
        on_every_shell(script, async |stream| {
            let mut client = client(stream).await;
            let outcome = client.execute_and_wait(&Act {}, wait()).await;
            test(outcome.map(drop));
        });
    };
    runs(&[status("completed")], &is_done);
    runs(&[status("postcopy-paused"), status("completed")], &is_done);
    let why = r#"{"status": "failed", "error-desc": "Unable to write"}"#;
    let failed = [status("failed"), Hear("query-migrate"), reply(5, why)];
    runs(
        &failed,
        &fails("the migration was not successful: Unable to write"),
    );
    let cancelled = [
        status("cancelling"),
        status("cancelled"),
        Hear("query-migrate"),
        reply(5, r#"{"status": "cancelled"}"#),
    ];
    runs(
        &cancelled,
        &fails("the migration was not successful: it was cancelled"),
    );
    // It was started elsewhere.
    let mut told = sets.to_vec();
    told.extend([
        Hear("query-migrate"),
        reply(4, r#"{"status": "completed"}"#),
    ]);
    looks(&told, wait, is_done);
    told.pop();
    told.extend([reply(4, r#"{"status": "active"}"#), status("completed")]);
    looks(&told, wait, is_done);
}

#[test]
fn a_machine_shuts_down() {
    let told = [
        event("STOP", "{}"),
        event("SHUTDOWN", r#"{"guest": true, "reason": "guest-shutdown"}"#),
    ];
    acts(&told, wait::shutdown, |cause| {
        let cause = cause.unwrap();
        assert!(cause.guest && cause.reason == "guest-shutdown");
    });
    // Its event comes with the end.
    let mut script = greeted([Hear("act"), reply(2, "true")]);
    script.extend(told);
    script.push(Close);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        client
            .execute_and_wait(&Act {}, wait::shutdown())
            .await
            .unwrap();
    });
}

#[test]
fn waiting_ends_with_the_deadline_or_the_connection() {
    let script = greeted([Hear("act"), reply(2, "true"), Silence]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        // Long enough for the reply to come on a machine that is busy.
        let soon = client.within(std::time::Duration::from_millis(400));
        let outcome = soon.execute_and_wait(&Act {}, wait::shutdown()).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.to_string(), "no event within 400 ms");
    });
    let script = greeted([Hear("act"), reply(2, "true"), Close]);
    on_every_shell(script, async |stream| {
        let mut client = client(stream).await;
        let outcome = client.execute_and_wait(&Act {}, wait::shutdown()).await;
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Ended(_)), "{error}");
    });
    // A command that fails is not waited for.
    let refused = r#"{"error": {"class": "GenericError", "desc": "no"}, "id": $2}"#;
    on_every_shell(greeted([Hear("act"), say(refused)]), async |stream| {
        let mut client = client(stream).await;
        let outcome = client.execute_and_wait(&Act {}, wait::shutdown()).await;
        assert!(matches!(outcome, Err(Error::Refused { .. })));
    });
}
