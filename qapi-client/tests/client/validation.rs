//! Commands are checked before they are sent.

use std::sync::Arc;

use qapi_client::{Error, Policy, Validation};
use qapi_schema::validate::Rule;
use serde_json::{Value, json};

use crate::every::*;
use crate::script::*;
use crate::shell::*;
use crate::simulator::simulator;

/// The coordinates and rules of a refusal.
fn refusal(outcome: Result<Value, Error>) -> Vec<(String, Rule)> {
    match outcome {
        Err(Error::Invalid { violations, .. }) => violations
            .iter()
            .map(|violation| (violation.at().unwrap().to_string(), violation.rule()))
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_servers_own_schema_is_what_counts_by_default() {
    on_every_simulator(simulator, async |stream| {
        let mut client = Client::builder().over(stream).await.unwrap();
        let one = client
            .execute_raw::<Value>("blockdev-add", &json!({"driver": "fil"}))
            .await;
        assert_eq!(
            one.unwrap_err().to_string(),
            "`blockdev-add` was not sent: blockdev-add.arguments.driver: \
             `fil` is not a value here; did you mean `file`?"
        );
        let disk = json!({"driver": "file", "file-name": "/x", "cache": {"dircet": true}});
        let several = client.execute_raw::<Value>("blockdev-add", &disk).await;
        assert_eq!(
            several.unwrap_err().to_string(),
            "`blockdev-add` was not sent, for 3 reasons:\n  \
             blockdev-add.arguments.cache.dircet: `dircet` is not a member here; did you mean `direct`?\n  \
             blockdev-add.arguments.file-name: `file-name` is not a member here; did you mean `filename`?\n  \
             blockdev-add.arguments(driver=file).filename: `filename` is missing: expected a string"
        );
    });
}

#[test]
fn an_invalid_command_is_not_sent_and_the_connection_stays_good() {
    let sent = |validation, refused: bool| {
        let mut script = greeted([]);
        if !refused {
            script.extend([Hear("qom-get"), say(r#"{"return": null, "id": $2}"#)]);
        }
        script.extend([
            Hear("query-name"),
            say(&format!(
                r#"{{"return": {{}}, "id": ${}}}"#,
                3 - usize::from(refused)
            )),
        ]);
        on_every_shell(script, async |stream| {
            let builder = Client::builder().validation(Validation::clone(&validation));
            let mut client = builder.over(stream).await.unwrap();
            let outcome = client
                .execute_raw("qom-get", &json!({"path": 5, "property": "p"}))
                .await;
            if refused {
                assert_eq!(
                    refusal(outcome),
                    [("qom-get.arguments.path".to_owned(), Rule::Type)]
                );
            } else {
                assert_eq!(outcome.unwrap(), Value::Null);
            }
            run(&mut client, "query-name").await.unwrap();
        });
    };
    sent(Validation::Given(Arc::clone(simulator().schema())), true);
    sent(Validation::Off, false);
}

#[test]
fn one_call_can_go_unvalidated() {
    on_every_simulator(simulator, async |stream| {
        let mut client = Client::builder().over(stream).await.unwrap();
        let nothing = json!({});
        let refused = client.execute_raw("job-pause", &nothing).await;
        assert_eq!(
            refusal(refused),
            [("job-pause.arguments.id".to_owned(), Rule::Missing)]
        );
        match client
            .unvalidated()
            .execute_raw::<Value>("job-pause", &nothing)
            .await
        {
            Err(Error::Refused { error, .. }) => {
                assert_eq!(error.desc(), "Parameter 'id' is missing");
            }
            other => panic!("{other:?}"),
        }
        let refused = client.execute_raw("query-blcok", &nothing).await;
        assert_eq!(
            refusal(refused),
            [("query-blcok".to_owned(), Rule::UnknownCommand)]
        );
    });
}

#[test]
fn deprecated_and_unstable_things_are_refused_on_request() {
    on_every_simulator(simulator, async |stream| {
        let builder = Client::builder()
            .deprecated(Policy::Deny)
            .unstable(Policy::Deny);
        let mut client = builder.over(stream).await.unwrap();
        assert_eq!(
            refusal(run(&mut client, "query-migrationthreads").await),
            [("query-migrationthreads".to_owned(), Rule::Deprecated)]
        );
        assert_eq!(
            refusal(run(&mut client, "x-query-jit").await),
            [("x-query-jit".to_owned(), Rule::Unstable)]
        );
        let arguments = json!({});
        client
            .unvalidated()
            .execute_raw::<Value>("x-query-jit", &arguments)
            .await
            .unwrap();
    });
    on_every_simulator(simulator, async |stream| {
        let mut client = Client::builder().over(stream).await.unwrap();
        run(&mut client, "query-migrationthreads").await.unwrap();
        run(&mut client, "x-query-jit").await.unwrap();
    });
}

#[test]
fn a_schema_is_asked_for_once_and_can_be_shared() {
    let first = qapi_client::Client::over(simulator().stream()).unwrap();
    let schema = Arc::clone(first.schema().unwrap());
    let script = greeted([Hear("stop"), say(r#"{"return": {}, "id": $2}"#)]);
    on_every_shell(script, async |stream| {
        let builder = Client::builder().validation(Validation::Given(Arc::clone(&schema)));
        let mut client = builder.over(stream).await.unwrap();
        assert!(Arc::ptr_eq(client.schema().unwrap(), &schema));
        run(&mut client, "stop").await.unwrap();
    });
    on_every_shell(greeted([]), async |stream| {
        let off = client(stream).await;
        assert!(off.schema().is_none());
        assert!(matches!(off.supports("stop"), Err(Error::NoSchema)));
    });
}
