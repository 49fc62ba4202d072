//! What all connections to one simulated server share.

use std::collections::HashMap;
use std::env;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::SystemTime;

use qapi_schema::Schema;
use qapi_schema::validate::Validator;
use serde_json::{Value, json};

use super::dispatch::Dispatcher;
use super::hook::SharedHook;
use super::known;
use super::monitor::Monitor;
use super::{Policy, Replies};
use crate::protocol::server::qjson;

/// The protocol that a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Qmp,
    /// That of the guest agent: nobody greets, nothing is negotiated.
    Agent,
}

impl Dialect {
    fn of(schema: &Schema) -> Self {
        let has = |command| schema.command(command).is_some();
        match has("guest-sync-delimited") && !has("qmp_capabilities") {
            true => Self::Agent,
            false => Self::Qmp,
        }
    }
}

/// One simulated server.
pub(super) struct Shared {
    pub(super) schema: Arc<Schema>,
    pub(super) dialect: Dialect,
    pub(super) dispatcher: Dispatcher,
    state: Mutex<State>,
    stopped: Condvar,
    /// Replies as they are sent, as far as they are always the same.
    encoded: Mutex<HashMap<Box<str>, Arc<[u8]>>>,
    /// How many replies were made at random.
    drawn: AtomicU64,
    /// How many connections there have been.
    connected: AtomicU64,
}

#[derive(Default)]
struct State {
    version: Option<Value>,
    target: Option<Box<str>>,
    replies: Replies,
    policy: Policy,
    pretty: bool,
    hooks: HashMap<Box<str>, SharedHook>,
    connections: Vec<Weak<Monitor>>,
    stopped: bool,
}

impl Shared {
    pub(super) fn new(schema: Arc<Schema>) -> Self {
        Self {
            dialect: Dialect::of(&schema),
            dispatcher: Dispatcher::default(),
            schema,
            state: Mutex::default(),
            stopped: Condvar::new(),
            encoded: Mutex::default(),
            drawn: AtomicU64::new(0),
            connected: AtomicU64::new(0),
        }
    }

    /// Another server that has been told the same, without connections.
    pub(super) fn anew(&self) -> Self {
        let told = self.state();
        let state = State {
            version: told.version.clone(),
            target: told.target.clone(),
            replies: told.replies,
            policy: told.policy,
            pretty: told.pretty,
            hooks: told.hooks.clone(),
            connections: Vec::new(),
            stopped: false,
        };
        Self {
            state: Mutex::new(state),
            ..Self::new(Arc::clone(&self.schema))
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(super) fn set_version(&self, version: Value) {
        self.state().version = Some(version);
        lock(&self.encoded).clear();
    }

    pub(super) fn set_target(&self, arch: &str) {
        self.state().target = Some(arch.into());
        lock(&self.encoded).clear();
    }

    pub(super) fn set_replies(&self, replies: Replies) {
        self.state().replies = replies;
        lock(&self.encoded).clear();
    }

    pub(super) fn set_policy(&self, policy: Policy) {
        self.state().policy = policy;
    }

    pub(super) fn set_pretty(&self) {
        self.state().pretty = true;
    }

    pub(super) fn is_pretty(&self) -> bool {
        self.state().pretty
    }

    pub(super) fn set_hook(&self, command: &str, hook: SharedHook) {
        self.state().hooks.insert(command.into(), hook);
    }

    pub(super) fn hook(&self, command: &str) -> Option<SharedHook> {
        self.state().hooks.get(command).map(Arc::clone)
    }

    pub(super) fn validator(&self) -> Validator<'_> {
        let policy = self.state().policy;
        self.schema
            .validator()
            .deny_deprecated(policy.reject_deprecated)
            .deny_unstable(policy.reject_unstable)
    }

    /// The version, as the greeting and `query-version` have it.
    pub(super) fn version(&self) -> Value {
        self.state().version.clone().unwrap_or_else(
            || json!({"qemu": {"major": 10, "minor": 0, "micro": 0}, "package": "simulated"}),
        )
    }

    /// The architecture, as `query-target` has it.
    pub(super) fn target(&self) -> Box<str> {
        let target = self.state().target.clone();
        target.unwrap_or_else(|| {
            let host = match env::consts::ARCH {
                "x86" => "i386",
                "powerpc" => "ppc",
                "powerpc64" => "ppc64",
                other => other,
            };
            host.into()
        })
    }

    /// The reply to a command of the schema.
    pub(super) fn sample(&self, command: &str) -> Value {
        match known::reply(self, command) {
            // It has just been written.
            Some(text) => serde_json::from_slice(&text).unwrap_or_default(),
            None => self.draw(command),
        }
    }

    /// The same as JSON text.
    pub(super) fn reply(&self, command: &str) -> Arc<[u8]> {
        if let Some(encoded) = lock(&self.encoded).get(command) {
            return Arc::clone(encoded);
        }
        let known = known::reply(self, command);
        let always_the_same = known.is_some() || self.state().replies == Replies::Minimal;
        let text = known.unwrap_or_else(|| {
            let mut text = Vec::new();
            qjson::write(&mut text, &self.draw(command));
            text
        });
        let text: Arc<[u8]> = text.into();
        if always_the_same {
            lock(&self.encoded).insert(command.into(), Arc::clone(&text));
        }
        text
    }

    /// A reply made from the schema.
    fn draw(&self, command: &str) -> Value {
        let Some(command) = self.schema.command(command) else {
            return json!({});
        };
        let samples = self.schema.samples();
        match self.state().replies {
            Replies::Minimal => samples.minimal(command.returns()),
            Replies::Random(seed) => {
                let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
                samples.random(command.returns(), seed.wrapping_add(drawn))
            }
        }
    }

    /// The number of a new connection.
    pub(super) fn count_connection(&self) -> u64 {
        self.connected.fetch_add(1, Ordering::Relaxed)
    }

    /// Takes part in what is sent to all, unless the server has ended.
    pub(super) fn join(&self, monitor: &Arc<Monitor>) -> bool {
        let mut state = self.state();
        if !state.stopped {
            state.connections.retain(|other| other.strong_count() > 0);
            state.connections.push(Arc::downgrade(monitor));
        }
        !state.stopped
    }

    /// The connection that was made next after one, of those that stand.
    pub(super) fn connection_after(&self, number: u64) -> Option<Arc<Monitor>> {
        let later = self.connections().into_iter();
        let later = later.filter(|other| other.number > number && !other.outbox.is_closed());
        later.min_by_key(|other| other.number)
    }

    /// Sends an event on all connections that take events, with the time of now.
    pub(super) fn emit(&self, event: &str, data: &Value) {
        let now = SystemTime::now();
        // Not under the lock: sending may take its time.
        for monitor in self.connections() {
            monitor.emit(event, data, now);
        }
    }

    /// Ends the server: closes all connections.
    pub(super) fn stop(&self) {
        self.state().stopped = true;
        self.stopped.notify_all();
        for monitor in self.connections() {
            monitor.outbox.close();
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.state().stopped
    }

    /// Waits until the server has ended.
    pub(super) fn wait_stopped(&self) {
        let stopped = self
            .stopped
            .wait_while(self.state(), |state| !state.stopped);
        drop(stopped);
    }

    fn connections(&self) -> Vec<Arc<Monitor>> {
        self.state()
            .connections
            .iter()
            .filter_map(Weak::upgrade)
            .collect()
    }
}

/// Locks what no panic can leave half done.
pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
