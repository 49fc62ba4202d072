//! Where the members of a message are.

use std::ops::Range;

/// Where the members of a message are, in bytes from its start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    list: Vec<Member>,
    /// Whether there are more.
    overflow: bool,
}

/// A member of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Member {
    /// The key with its quotes.
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
}

/// No message of the protocol has so many members.
pub(super) const MOST_MEMBERS: usize = 32;

impl Members {
    /// The members in their order; none if there are too many for a message of
    /// the protocol.
    #[inline]
    pub(crate) fn get(&self) -> Option<&[Member]> {
        (!self.overflow).then_some(&self.list)
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.overflow = false;
    }

    pub(super) fn begin(&mut self, key: usize) {
        if self.list.len() == MOST_MEMBERS {
            self.overflow = true;
            return;
        }
        self.list.push(Member {
            key: key..key,
            value: 0..0,
        });
    }

    #[inline]
    pub(super) fn last(&mut self) -> Option<&mut Member> {
        match self.overflow {
            true => None,
            false => self.list.last_mut(),
        }
    }
}
