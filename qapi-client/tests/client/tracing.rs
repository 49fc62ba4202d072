//! What `tracing` is told of commands.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::{Event, Metadata, Subscriber};
use qapi_client::{Error, EventFilter, Limits, Policy, Validation};
use qapi_schema::Schema;
use qapi_types::qmp::commands::{ChangeVncPassword, ObjectAdd};
use qapi_types::qmp::types::{ObjectOptions, SecretProperties};
use serde_json::{Value, json};

use crate::every::{in_memory, on_every_shell};
use crate::hand::pair;
use crate::script::*;
use crate::shell::*;

/// Writes down all that it is told.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for &Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        writeln!(self.0.lock().unwrap(), "span {}", span.metadata().name()).unwrap();
        span.record(&mut &*self);
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut &*self);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut &*self);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// What `tracing` is told while a test runs with every shell.
fn told(script: Vec<Step>, test: impl AsyncFn(&mut Client)) -> Vec<String> {
    let logs = Mutex::new(Vec::new());
    on_every_shell(script, async |stream| {
        let log = Log::default();
        let guard = ::tracing::subscriber::set_default(log.clone());
        test(&mut client(stream).await).await;
        drop(guard);
        let lines = std::mem::take(&mut *log.0.lock().unwrap());
        logs.lock().unwrap().push(lines);
    });
    logs.into_inner().unwrap()
}

#[test]
fn each_command_is_a_span_with_time_and_outcome() {
    let script = greeted([
        Hear("block_resize"),
        reply(2, "{}"),
        Hear("device_del"),
        say(r#"{"error": {"class": "DeviceNotFound", "desc": "no"}, "id": $3}"#),
    ]);
    let logs = told(script, async |client| {
        let arguments = json!({"node-name": "n", "size": 5});
        let _: Value = client
            .execute_raw("block_resize", &arguments)
            .await
            .unwrap();
        client
            .execute_raw::<Value>("device_del", &json!({"id": "d"}))
            .await
            .unwrap_err();
    });
    for log in logs {
        for line in [
            "span qmp_command",
            "command=\"block_resize\"",
            r#"arguments={"node-name":"n","size":5}"#,
            "returned={}",
            "outcome=\"success\"",
            "command=\"device_del\"",
            "outcome=\"DeviceNotFound\"",
        ] {
            assert!(log.lines().any(|it| it == line), "{line} is not in: {log}");
        }
        let times = log
            .lines()
            .filter_map(|line| line.strip_prefix("elapsed_us="));
        assert_eq!(times.filter(|time| time.parse::<u64>().is_ok()).count(), 3);
    }
}

#[test]
fn a_command_that_is_cancelled_says_so() {
    in_memory().block_on(async {
        let (client, mut server) = pair(1 << 16, &["oob"], Limits::default()).await;
        let log = Log::default();
        let guard = ::tracing::subscriber::set_default(log.clone());
        let arguments = json!({});
        tokio::select! {
            outcome = client.execute_raw::<Value>("stop", &arguments) => panic!("{outcome:?}"),
            _ = server.hear_named("stop") => {}
        }
        drop(guard);
        let log = log.0.lock().unwrap();
        assert!(
            log.lines().any(|line| line == "outcome=\"cancelled\""),
            "{log}"
        );
        assert!(log.lines().any(|line| line.starts_with("elapsed_us=")));
    });
}

#[test]
fn what_is_deprecated_is_warned_of_and_sent_where_that_is_the_policy() {
    let dump = json!([
        {"name": "act", "meta-type": "command", "arg-type": "1", "ret-type": "0"},
        {"name": "0", "meta-type": "object", "members": []},
        {"name": "1", "meta-type": "object", "members": [
            {"name": "old", "type": "bool", "default": null, "features": ["deprecated"]},
            {"name": "new", "type": "bool", "default": null, "features": ["unstable"]},
        ]},
        {"name": "bool", "meta-type": "builtin", "json-type": "boolean"},
    ]);
    let schema = Arc::new(Schema::from_slice(dump.to_string().as_bytes()).unwrap());
    let script = greeted([Hear("act"), reply(2, "{}")]);
    on_every_shell(script, async |stream| {
        let log = Log::default();
        let guard = ::tracing::subscriber::set_default(log.clone());
        let mut client = Client::builder()
            .validation(Validation::Given(Arc::clone(&schema)))
            .deprecated(Policy::Warn)
            .unstable(Policy::Deny)
            .over(stream)
            .await
            .unwrap();
        let refused = client
            .execute_raw::<Value>("act", &json!({"old": true, "new": true}))
            .await;
        assert!(matches!(refused, Err(Error::Invalid { .. })));
        assert!(!log.0.lock().unwrap().contains("act.arguments"));
        let _: Value = client
            .execute_raw("act", &json!({"old": true}))
            .await
            .unwrap();
        drop(guard);
        let lines = log.0.lock().unwrap();
        for line in [
            "message=the member `old` is deprecated",
            "at=\"act.arguments.old\"",
            "rule=\"deprecated\"",
        ] {
            assert!(
                lines.lines().any(|it| it == line),
                "{line} is not in: {lines}"
            );
        }
    });
}

#[test]
fn no_secret_comes_out_of_it_nor_of_debug_nor_of_errors() {
    const SECRET: &str = "hunter2";
    let script = greeted([
        Hear("change-vnc-password"),
        reply(2, "{}"),
        Hear("object-add"),
        reply(3, "{}"),
        Hear("qom-get"),
        reply(4, &format!("\"{SECRET}\"")),
        Hear("qom-get"),
        reply(5, &format!("\"{SECRET}\"")),
        say(&format!(
            r#"{{"event": "RTC_CHANGE", "data": {{"offset": 5, "unknown-password": "{SECRET}"}}}}"#
        )),
        Hear("x-unknown-command"),
        reply(6, &format!("{{\"key\": \"{SECRET}\"}}")),
    ]);
    let logs = told(script, async |client| {
        let mut events = client.subscribe(EventFilter::any());
        let change = ChangeVncPassword::new(SECRET);
        client.execute(&change).await.unwrap();
        let secret = SecretProperties::new().data(SECRET);
        let object = ObjectAdd::from(ObjectOptions::secret("s0", secret));
        client.execute(&object).await.unwrap();
        let place = json!({"path": "/objects/s0", "property": "data"});
        let got: Value = client.execute_raw("qom-get", &place).await.unwrap();
        assert_eq!(got, SECRET);
        let error = client
            .execute_raw::<u64>("qom-get", &place)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Decode { .. }));
        let unknown = json!({"pin": SECRET});
        let _: Value = client
            .execute_raw("x-unknown-command", &unknown)
            .await
            .unwrap();
        let event = client.next_of(&mut events).await.unwrap();
        let shown = format!(
            "{change:?} {object:?} {event:?} {error:?} {}",
            chain(&error)
        );
        assert!(
            shown.contains("RTC_CHANGE") && shown.contains("[redacted]"),
            "{shown}"
        );
        assert!(!shown.contains(SECRET), "{shown}");
    });
    for log in logs {
        assert!(!log.contains(SECRET), "{log}");
        assert!(
            log.contains("arguments={\"password\":\"[redacted]\"}"),
            "{log}"
        );
    }
}
