//! Words and texts that several reports share.

use std::fmt::Write;

use qapi_conformance::record::{Kind, Transcript};

/// The plural of what is tested.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Command => "commands",
        Kind::Event => "events",
        Kind::Protocol => "protocol",
        Kind::Suite => "suite",
        _ => "others",
    }
}

/// A time for people.
pub(crate) fn time(seconds: f64) -> String {
    match seconds {
        short if short < 0.0005 => "0 s".to_owned(),
        short if short < 0.1 => format!("{short:.3} s"),
        short if short < 100.0 => format!("{short:.2} s"),
        long => format!("{long:.0} s"),
    }
}

/// `1 test`, `2 tests`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

/// An exchange as plain text.
pub(crate) fn transcript(exchange: &Transcript) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let mut line = |args: std::fmt::Arguments<'_>| {
        let _ = text.write_fmt(args);
        text.push('\n');
    };
    if let Some(judged) = &exchange.judged {
        let (instances, mutations) = (judged.instances, judged.mutations);
        line(format_args!(
            "judged {instances} instances and {mutations} mutations, among them:"
        ));
        for asked in &judged.asked {
            line(format_args!("({}) -> {}", asked.what, asked.question));
            line(format_args!("<- {}", asked.answer));
        }
    }
    for said in &exchange.lines {
        if said.left_out > 0 {
            line(format_args!(
                "({} left out)",
                count(said.left_out, "message")
            ));
        }
        if !said.place.is_empty() {
            line(format_args!("({})", said.place));
        }
        let way = if said.from_qemu { "<-" } else { "->" };
        match said.monitor {
            0 => line(format_args!("{way} {}", said.text)),
            monitor => line(format_args!("[{monitor}] {way} {}", said.text)),
        }
    }
    text
}
