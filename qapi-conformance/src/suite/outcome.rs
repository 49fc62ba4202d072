//! How tests end.

use std::any::Any;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::time::{Instant, SystemTime};

use qapi_machine::live;

use super::{Coverage, Suite};
use crate::Stop;
use crate::exchange::Exchange;
use crate::protocol::ROWS;
use crate::record::{Case, Entry, Sink, Test};

impl Suite {
    /// Has what each test leaves behind given to `call`, whatever
    /// `$QAPI_TEST_RECORDS` says, and nothing printed beside it.
    #[must_use]
    pub fn recorded(self, call: impl Fn(Entry) + Send + Sync + 'static) -> Self {
        // A suite without a schema fails in each of its tests.
        if let Ok(schema) = self.schema() {
            call(Entry::Map(self.map(schema)));
        }
        Self {
            sink: Ok(Sink::Call(Box::new(call))).into(),
            ..self
        }
    }

    /// Runs a test, and keeps how it ends: one that is skipped has passed, where
    /// that is allowed. All tests end here.
    pub(crate) fn conclude(
        &self,
        case: &Case<'_>,
        test: impl FnOnce(&Exchange) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let exchange = Exchange::default();
        let (started, clock) = (SystemTime::now(), Instant::now());
        // Nothing is looked at afterwards but what was said until then.
        let ended = catch_unwind(AssertUnwindSafe(|| test(&exchange)));
        let took = clock.elapsed();
        let outcome = ended.unwrap_or_else(|panic| Err(Stop::Failed(words(&*panic))));
        let (seen, shown) = match outcome {
            Err(Stop::Skipped(reason)) => {
                let shown = self.skip(case.name, &reason);
                // It is a failure where it is not allowed.
                let seen = shown.clone().and(Err(Stop::Skipped(reason)));
                (seen, shown)
            }
            outcome => (outcome.clone(), outcome),
        };
        let kept = self.keep(|| Test::new(&self.name, case, &seen, &exchange, started, took));
        // What the test has found comes first.
        shown.and(kept)
    }

    /// Leaves a record, if it is wanted.
    fn keep(&self, test: impl FnOnce() -> Test) -> Result<(), Stop> {
        let sink = self.sink()?;
        if sink.is_wanted() {
            if let Some(Ok(peer)) = self.peer.get()
                && !self.introduced.swap(true, Ordering::Relaxed)
            {
                sink.put(Entry::Subject(peer.subject(&self.name)))?;
            }
            sink.put(Entry::Test(Box::new(test())))?;
        }
        Ok(())
    }

    fn sink(&self) -> Result<&Sink, Stop> {
        let open = || Sink::from_env(&self.name, || Some(self.map(self.schema().ok()?)));
        let sink = self.sink.get_or_init(|| Ok(open()?)).as_ref();
        sink.map_err(|stop| stop.clone().at("the record"))
    }

    fn skip(&self, name: &str, reason: &str) -> Result<(), Stop> {
        if self.peer().is_ok() {
            let count = self.skipped.fetch_add(1, Ordering::Relaxed) + 1;
            return self.tell(&format!("skipped ({count}): `{name}`: {reason}"));
        }
        if !self.optional {
            live::skip(reason)?;
        }
        // Nothing live runs then: once is enough.
        if self.told.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let Coverage {
            commands,
            behaviours,
            refused,
            recipes,
            unraised,
            ..
        } = self.coverage;
        let tests = commands + behaviours + refused + recipes + unraised + 1 + ROWS.len();
        self.tell(&format!("{tests} live tests are skipped: {reason}"))
    }

    /// Says something beside the tests' own output, which is kept from view
    /// while they pass.
    pub(super) fn tell(&self, text: &str) -> Result<(), Stop> {
        if let Some(Ok(Sink::Call(_))) = self.sink.get() {
            return Ok(());
        }
        let line = format!("{}: {text}\n", self.name);
        Ok(std::io::stderr().write_all(line.as_bytes())?)
    }
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or("without a text"))
}
