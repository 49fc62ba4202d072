//! Code of others that is called where the connection is driven.

use std::any::Any;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

use qapi_client::{EventFilter, Limits, Reason};
use serde_json::{Value, json};

use crate::every::in_memory;
use crate::hand::pair;

const ROOM: usize = 1 << 16;

/// A task that owns something, and is gone as soon as it is woken.
#[derive(Default)]
struct Owner(Mutex<Option<Box<dyn Any + Send>>>);

impl Wake for Owner {
    fn wake(self: Arc<Self>) {
        let owned = self.0.lock().unwrap().take();
        drop(owned);
    }
}

#[test]
fn whoever_is_woken_may_drop_the_last_handle() {
    for event in [true, false] {
        in_memory().block_on(async {
            let (client, mut server) = pair(ROOM, &["oob"], Limits::default()).await;
            let mut events = client.subscribe(EventFilter::any());
            let owner = Arc::new(Owner::default());
            let waker = Waker::from(Arc::clone(&owner));
            let next = pin!(events.next()).poll(&mut Context::from_waker(&waker));
            assert!(next.is_pending());
            *owner.0.lock().unwrap() = Some(Box::new((client, events)));
            if event {
                server.say(&json!({"event": "STOP"})).await;
                assert!(server.is_left().await);
            }
            drop(server);
        });
        // The end of the runtime, and with it of the connection, wakes too.
    }
}

#[test]
fn a_waker_may_own_the_last_handle() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, &["oob"], Limits::default()).await;
        let mut events = client.subscribe(EventFilter::any());
        let owner = Arc::new(Owner::default());
        *owner.0.lock().unwrap() = Some(Box::new(client));
        let mut poll = |waker: &Waker| {
            let next = pin!(events.next()).poll(&mut Context::from_waker(waker));
            assert!(next.is_pending());
        };
        poll(&Waker::from(owner));
        // Another one takes its place, and it goes.
        poll(Waker::noop());
        drop(events);
        assert!(server.is_left().await);
    });
}

#[test]
fn a_filter_may_own_a_handle() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, &["oob"], Limits::default()).await;
        let owned = client.clone();
        let filter = EventFilter::any().matching(move |_| size_of_val(&owned) > 0);
        drop(client.subscribe(filter));
        drop(client);
        // It goes when the next event finds that nobody wants it any more.
        server.say(&json!({"event": "STOP"})).await;
        assert!(server.is_left().await);
    });
}

#[test]
fn a_filter_that_panics_ends_the_connection_and_is_named_as_the_cause() {
    in_memory().block_on(async {
        let (client, mut server) = pair(ROOM, &["oob"], Limits::default()).await;
        let mut events = client.subscribe(EventFilter::any().matching(|_| panic!("of the test")));
        let arguments = json!({});
        let call = client.execute_raw::<Value>("a", &arguments);
        let (called, ()) = tokio::join!(call, async {
            server.hear_named("a").await;
            server.say(&json!({"event": "STOP"})).await;
        });
        for error in [called.unwrap_err(), events.next().await.unwrap_err()] {
            let reason = error.ended().unwrap().reason();
            assert!(matches!(reason, Reason::Panicked), "{reason:?}");
        }
        assert!(server.is_left().await);
    });
}
