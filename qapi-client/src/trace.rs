//! What programs that listen to `tracing` are told of each command.

use std::time::Instant;

use qapi_schema::Part;
use qapi_schema::secrets::redacted;
use tracing::Span;
use tracing::field::Empty;

use crate::error::Error;
use crate::protocol::Request;

/// A command under way: a span named `qmp_command`, of level `DEBUG`, with the
/// command's name, how it ended and after how many microseconds. In it, at level
/// `TRACE`, what was sent and what came back, without what is secret in them.
pub(crate) struct Trace {
    pub(crate) span: Span,
    started: Option<Instant>,
}

impl Trace {
    pub(crate) fn of(request: &Request) -> Self {
        let span = tracing::debug_span!(
            "qmp_command",
            command = request.name(),
            oob = request.is_out_of_band(),
            outcome = Empty,
            elapsed_us = Empty,
        );
        let sent = redacted(request.name(), Part::Arguments, request.arguments());
        tracing::trace!(parent: &span, arguments = %sent, "sent");
        Self {
            started: (!span.is_disabled()).then(Instant::now),
            span,
        }
    }

    /// That a reply came.
    pub(crate) fn returned(&self, command: &str, reply: &[u8]) {
        let returned = redacted(command, Part::Returns, reply);
        tracing::trace!(parent: &self.span, %returned, "answered");
    }

    pub(crate) fn finish<T>(mut self, outcome: &Result<T, Error>) {
        self.end(match outcome {
            Ok(_) => "success",
            Err(Error::Refused { error, .. }) => error.class().as_str(),
            Err(Error::TimedOut { .. }) => "timed out",
            Err(Error::Decode { .. }) => "not decoded",
            Err(Error::Unanswered { .. }) => "not answered",
            Err(_) => "not sent",
        });
    }

    fn end(&mut self, outcome: &str) {
        let Some(started) = self.started.take() else {
            return;
        };
        let elapsed = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.span.record("elapsed_us", elapsed);
        self.span.record("outcome", outcome);
    }
}

impl Drop for Trace {
    /// Whoever does not wait for the end has cancelled it.
    fn drop(&mut self) {
        self.end("cancelled");
    }
}
