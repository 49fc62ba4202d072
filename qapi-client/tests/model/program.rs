//! Random programs.

use std::ops::Range;

use fastrand::Rng;

/// One thing that a caller, the server or the time does. A number chooses among
/// those that there are, so that a program means something without some of its
/// steps, too.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A command is run, with a deadline so many [ticks](crate::model::TICK) away.
    Send(Kind, Option<u8>),
    /// The future of one that is under way is dropped.
    Cancel(u8),
    /// The server reads so many bytes, and no more.
    Read(u8),
    /// The server reads whatever comes.
    ReadAll,
    /// The server answers one of the commands that it has read.
    Reply(u8, Answer),
    /// The server answers one that it has answered before.
    ReplyAgain(u8),
    /// The server answers one that it cannot have read.
    ReplyEarly(u8),
    /// The server answers a command of nobody here.
    Stray(Stray),
    /// The server sends an event of one of two names.
    Event(bool),
    /// So many bytes of what the server says arrive, and no more.
    Arrive(u8),
    /// Whatever the server says arrives.
    ArriveAll,
    Subscribe(Wanted),
    Unsubscribe(u8),
    /// A subscriber takes an event.
    Take(u8),
    /// Ticks go by.
    Wait(u8),
    End(End),
    /// A new connection takes the place of the one there is.
    Connect {
        oob: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    InTurn,
    OutOfBand,
    /// Arguments that the schema refuses.
    Invalid,
    /// Out of band, which the schema refuses.
    NotOutOfBand,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Answer {
    Value,
    Error,
    /// A value of another type.
    OtherType,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stray {
    Another,
    NoId,
    /// Of a command that was never sent.
    Future,
    /// Of a command of an earlier connection.
    Earlier,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    All,
    /// Those of one name.
    Name(bool),
    /// Those whose number, in three, has this rest.
    Rest(u8),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum End {
    Eof,
    Reset,
    /// Reading fails otherwise.
    Broken,
    Garbage,
    /// An error that is no command's.
    Error,
    /// The client closes it.
    Close,
    /// Nothing more can be written.
    Deaf,
}

/// How often a kind of step is made, among all, and one of them.
type Weighted = (u32, fn(&mut Rng) -> Step);

const fn weighted() -> [Weighted; 17] {
    [
        (22, |rng| {
            let kind = match rng.u8(..16) {
                0 => Kind::Invalid,
                1 => Kind::NotOutOfBand,
                2..6 => Kind::OutOfBand,
                _ => Kind::InTurn,
            };
            Step::Send(kind, rng.bool().then(|| rng.u8(..12)))
        }),
        (9, |rng| Step::Cancel(rng.u8(..))),
        (4, |rng| Step::Read(rng.u8(..))),
        (4, |_| Step::ReadAll),
        (24, |rng| {
            let answer = match rng.u8(..6) {
                0 => Answer::OtherType,
                1 => Answer::Error,
                _ => Answer::Value,
            };
            // Mostly in their order.
            Step::Reply(if rng.u8(..4) > 0 { 0 } else { rng.u8(..) }, answer)
        }),
        (2, |rng| Step::ReplyAgain(rng.u8(..))),
        (2, |rng| Step::ReplyEarly(rng.u8(..))),
        (2, |rng| {
            let strays = [Stray::Another, Stray::NoId, Stray::Future, Stray::Earlier];
            Step::Stray(strays[rng.usize(..strays.len())])
        }),
        (14, |rng| Step::Event(rng.bool())),
        (5, |rng| Step::Arrive(rng.u8(..90))),
        (5, |_| Step::ArriveAll),
        (3, |rng| {
            Step::Subscribe(match rng.u8(..4) {
                0 | 1 => Wanted::All,
                2 => Wanted::Name(rng.bool()),
                _ => Wanted::Rest(rng.u8(..3)),
            })
        }),
        (2, |rng| Step::Unsubscribe(rng.u8(..))),
        (8, |rng| Step::Take(rng.u8(..))),
        (3, |rng| Step::Wait(rng.u8(..12))),
        (1, |rng| {
            let ends = [
                End::Eof,
                End::Reset,
                End::Broken,
                End::Garbage,
                End::Error,
                End::Close,
                End::Deaf,
            ];
            Step::End(ends[rng.usize(..ends.len())])
        }),
        (3, |rng| Step::Connect {
            oob: rng.u8(..4) > 0,
        }),
    ]
}

/// The program of a seed.
pub(crate) fn random(seed: u64, length: usize) -> Vec<Step> {
    let mut rng = Rng::with_seed(seed);
    let steps = weighted();
    let all: u32 = steps.iter().map(|(weight, _)| weight).sum();
    let mut step = || {
        let mut at = rng.u32(..all);
        let found = steps.iter().find(|(weight, _)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        });
        found.unwrap().1(&mut rng)
    };
    (0..length).map(|_| step()).collect()
}

/// The shortest program that still fails of those that are this one without
/// some of its steps.
pub(crate) fn shrink(mut program: Vec<Step>, fails: impl Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut size = program.len() / 2;
    while size > 0 {
        let mut start = 0;
        let mut shorter = false;
        while start < program.len() {
            let range: Range<usize> = start..program.len().min(start + size);
            let mut without = program.clone();
            without.drain(range);
            if fails(&without) {
                program = without;
                shorter = true;
            } else {
                start += size;
            }
        }
        if size > 1 || !shorter {
            size /= 2;
        }
    }
    program
}
