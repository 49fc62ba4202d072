//! How many commands may be under way at once.

use std::collections::VecDeque;

use super::request::Request;

/// The commands that were sent and not answered, and those that wait to be
/// sent.
///
/// QEMU runs commands one after the other. Without out-of-band execution it
/// reads one only when the one before is done; with it, it reads ahead, but at
/// eight unanswered ones it stops reading (`QMP_REQ_QUEUE_LEN_MAX` in
/// `monitor/monitor-internal.h`), and then no out-of-band command gets through
/// either.
#[derive(Debug)]
pub(super) struct Window {
    /// The most commands on the wire that are not out of band.
    most: usize,
    /// Whether the server agreed on out-of-band execution.
    oob: bool,
    /// In the order of sending.
    on_wire: Vec<OnWire>,
    /// In the order of their [`turn`]s.
    waiting: VecDeque<(u64, Request)>,
}

/// When a command has its turn: those in their order come after all that are
/// out of band.
fn turn((number, request): &(u64, Request)) -> (bool, u64) {
    (!request.oob, *number)
}

/// A command that was sent, or is about to be.
#[derive(Debug)]
pub(super) struct OnWire {
    pub(super) number: u64,
    pub(super) name: Box<str>,
    oob: bool,
    fd: bool,
    /// Whether its reply is still wanted.
    pub(super) awaited: bool,
}

impl Window {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            oob: false,
            on_wire: Vec::new(),
            waiting: VecDeque::new(),
        }
    }

    /// That the server agreed on out-of-band execution.
    pub(super) fn enable_oob(&mut self) {
        self.oob = true;
    }

    pub(super) fn has_oob(&self) -> bool {
        self.oob
    }

    /// Whether a command may be sent now.
    fn admits(&self, request: &Request) -> bool {
        // The server keeps one file at a time, until a command takes it: any
        // that it runs after reading it, if it reads ahead.
        let takes_it = |command: &OnWire| command.fd || self.reads_ahead_of(command, request);
        if request.has_fd() && self.on_wire.iter().any(takes_it) {
            return false;
        }
        if request.is_out_of_band() {
            return true;
        }
        let mut in_turn = self.on_wire.iter().filter(|command| !command.oob);
        // Without reading ahead there is nothing to gain from more than one.
        // Those whose callers have given up may be behind it in the server's
        // buffer for all we know, but not without end.
        (self.oob || !in_turn.clone().any(|command| command.awaited))
            && in_turn.by_ref().count() < self.most
    }

    /// Whether the server may read a command before it runs an earlier one.
    fn reads_ahead_of(&self, earlier: &OnWire, request: &Request) -> bool {
        self.oob && !earlier.oob && !request.is_out_of_band()
    }

    /// Puts a command behind those that wait; out-of-band ones overtake. Its
    /// number is above those of all before it.
    pub(super) fn queue(&mut self, number: u64, request: Request) {
        let before = |waiting: &(u64, Request)| turn(waiting) < (!request.oob, number);
        let at = self.waiting.partition_point(before);
        self.waiting.insert(at, (number, request));
    }

    /// Where a command waits, if it does. There may be very many, all of which
    /// are looked for when the connection ends.
    fn place(&self, number: u64) -> Option<usize> {
        let among = |in_turn| {
            let waiting = &self.waiting;
            waiting.binary_search_by_key(&(in_turn, number), turn).ok()
        };
        among(false).or_else(|| among(true))
    }

    /// The next command to send, which is on the wire from now on.
    pub(super) fn admit(&mut self) -> Option<(u64, Request)> {
        let (_, request) = self.waiting.front()?;
        if !self.admits(request) {
            return None;
        }
        let (number, request) = self.waiting.pop_front()?;
        self.on_wire.push(OnWire {
            number,
            name: request.name().into(),
            oob: request.is_out_of_band(),
            fd: request.has_fd(),
            awaited: true,
        });
        Some((number, request))
    }

    /// That a reply came. Gives the command, if it was one of those on the wire.
    ///
    /// The server answers in the order of sending, out-of-band commands among
    /// themselves and the others among themselves: those of the same kind before
    /// it whose callers have given up will not be answered any more, should it
    /// have lost their replies.
    pub(super) fn answered(&mut self, number: u64) -> Option<OnWire> {
        let at = self.on_wire.iter().position(|it| it.number == number)?;
        let command = self.on_wire.remove(at);
        let mut index = 0;
        self.on_wire.retain(|earlier| {
            index += 1;
            index > at || earlier.awaited || earlier.oob != command.oob
        });
        Some(command)
    }

    /// That nobody wants the reply any more. Says whether the command was still
    /// waiting to be sent: then it is gone.
    pub(super) fn abandon(&mut self, number: u64) -> bool {
        if let Some(at) = self.place(number) {
            self.waiting.remove(at);
            return true;
        }
        for command in &mut self.on_wire {
            if command.number == number {
                command.awaited = false;
            }
        }
        false
    }

    /// Takes a command back that was about to be sent and was not.
    pub(super) fn withdraw(&mut self, number: u64) {
        self.on_wire.retain(|command| command.number != number);
    }

    /// Whether a command waits to be sent.
    pub(super) fn is_waiting(&self, number: u64) -> bool {
        self.place(number).is_some()
    }

    /// The commands on the wire.
    pub(super) fn on_wire(&self) -> &[OnWire] {
        &self.on_wire
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::fd::OwnedFd;

    use serde_json::json;

    use super::*;

    fn request(with_fd: bool) -> Request {
        let request = Request::new("add-fd", &json!({})).unwrap();
        match with_fd {
            true => {
                let file = std::fs::File::open("/dev/null").unwrap();
                request.with_fd(OwnedFd::from(file))
            }
            false => request,
        }
    }

    fn admitted(window: &mut Window) -> Vec<u64> {
        std::iter::from_fn(|| Some(window.admit()?.0)).collect()
    }

    #[test]
    fn a_file_waits_until_the_server_has_run_what_was_sent_before() {
        let mut window = Window::new(7);
        window.enable_oob();
        for (number, with_fd) in [(1, false), (2, true), (3, true), (4, false)] {
            window.queue(number, request(with_fd));
        }
        assert_eq!(admitted(&mut window), [1]);
        window.answered(1);
        assert_eq!(admitted(&mut window), [2]);
        // The server is not done with it, even if nobody waits for it any more.
        window.abandon(2);
        assert!(admitted(&mut window).is_empty());
        window.answered(2);
        assert_eq!(admitted(&mut window), [3, 4]);
    }

    #[test]
    fn a_server_that_does_not_read_ahead_may_be_sent_a_file_behind_an_abandoned_command() {
        let mut window = Window::new(7);
        window.queue(1, request(false));
        window.queue(2, request(true));
        assert_eq!(admitted(&mut window), [1]);
        window.abandon(1);
        assert_eq!(admitted(&mut window), [2]);
    }

    #[test]
    fn what_waits_is_found_whether_it_is_out_of_band_or_not() {
        let mut window = Window::new(1);
        window.enable_oob();
        let of = |number: u64| match number % 3 {
            0 => Request::out_of_band("yank", &json!({})).unwrap(),
            _ => request(false),
        };
        for number in 1..=30 {
            window.queue(number, of(number));
        }
        assert!(!window.is_waiting(0) && !window.is_waiting(31));
        assert!((1..=30).all(|number| window.is_waiting(number)));
        for number in [1, 3, 17, 18, 30] {
            assert!(window.abandon(number) && !window.is_waiting(number));
        }
        // Those out of band first, then one of the others.
        assert_eq!(admitted(&mut window), [6, 9, 12, 15, 21, 24, 27, 2]);
        window.answered(2);
        assert_eq!(admitted(&mut window), [4]);
    }

    #[test]
    fn those_given_up_are_kept_no_longer_than_their_replies_can_come() {
        let mut window = Window::new(2);
        window.enable_oob();
        let urgent = || Request::out_of_band("yank", &json!({})).unwrap();
        for (number, request) in [
            (1, request(false)),
            (2, urgent()),
            (3, urgent()),
            (4, urgent()),
        ] {
            window.queue(number, request);
            admitted(&mut window);
        }
        for number in [1, 2, 4] {
            window.abandon(number);
        }
        window.answered(3);
        // One out of band says nothing of those in their turn, nor of later ones.
        let left = |window: &Window| {
            window
                .on_wire
                .iter()
                .map(|it| it.number)
                .collect::<Vec<_>>()
        };
        assert_eq!(left(&window), [1, 4]);
        window.queue(5, request(false));
        admitted(&mut window);
        window.answered(5);
        assert_eq!(left(&window), [4]);
    }
}
