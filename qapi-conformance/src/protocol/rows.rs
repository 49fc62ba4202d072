//! The table itself.
//!
//! A row is its name, when it holds, and what is done, with a line that says
//! what it shows. `*` stands for anything in what a server says.

use super::row::{
    Phase, Reply, Row, Sent, Step, When, ask, ask_long, event, generic, not_found, ok, returns,
    send, syntax,
};

const BEFORE: When = When::phases(&[Phase::Before]);
const AFTER: When = When::phases(&[Phase::After, Phase::OutOfBand]);
const OOB: When = When::phases(&[Phase::OutOfBand]);
/// Out-of-band execution makes a difference to it, or its errors would fill the
/// queue that there is with it.
const WITHOUT_OOB: When = When::phases(&[Phase::Before, Phase::After]);
const AFTER_WITHOUT_OOB: When = When::phases(&[Phase::After]);
const ANY: When = When::phases(&[Phase::Before, Phase::After, Phase::OutOfBand]);

/// What is said to every command before negotiation.
const EARLY: Reply = not_found("Expecting capabilities negotiation with 'qmp_capabilities'");
const LATE: Reply = not_found("Capabilities negotiation is already complete, command ignored");
const NO_OBJECT: Reply = generic("QMP input must be a JSON object");
const NO_COMMAND: Reply = generic("QMP input lacks member 'execute'");
const NO_NAME: Reply = generic("QMP input member 'execute' must be a string");
const NO_ARGUMENTS: Reply = generic("QMP input member 'arguments' must be an object");
const STRAY: Reply = syntax("stray '\u{fffd}'");
/// Its members come in any order.
const VERSION: Reply = returns(r#"{*"package": "*"*}"#);
/// What takes a pipe for a file, and waits for it.
const HELD: &str = "blockdev-add.arguments(driver=blkdebug).config";
/// Takes away what a held command has added.
const TAKE_AWAY: Step = ask(
    br#"{"execute": "blockdev-del", "arguments": {"node-name": "held"}}"#,
    &[ok()],
);

/// A line of documentation as part of a sentence.
const fn about(line: &'static str) -> &'static str {
    let bytes = line.as_bytes().trim_ascii();
    let bytes = match bytes.split_last() {
        Some((b'.', rest)) => rest,
        _ => bytes,
    };
    match str::from_utf8(bytes) {
        Ok(line) => line,
        Err(_) => line,
    }
}

/// Makes the table, and a macro that makes a test of each row, so that each name
/// is written once.
macro_rules! table {
    ($d:tt $($(#[doc = $about:literal])+ $name:ident: $when:expr => [$($step:expr),* $(,)?];)*) => {
        /// The table: what a server of QMP is sent, and what it says to that.
        pub static ROWS: &[Row] = &[$(Row {
            name: stringify!($name),
            about: about(concat!($($about),+)),
            when: $when,
            steps: &[$($step),*],
        }),*];

        /// A test for each row of [`protocol::ROWS`](crate::protocol::ROWS), which
        /// calls [`Suite::protocol`](crate::Suite::protocol) of a static:
        /// `protocol_tests!(super::SUITE);`. It is what [`suite!`](crate::suite) has in
        /// its module `protocol`.
        #[macro_export]
        macro_rules! protocol_tests {
            ($d suite:path) => {
                $(#[test]
                fn $name() -> ::core::result::Result<(), ::qapi_conformance::Stop> {
                    $d suite.protocol(stringify!($name))
                })*
            };
        }
    };
}

table! { $
    /// A server greets, with its version and what it is capable of.
    greeting: BEFORE => [Step::Greeting(r#"{"QMP": {"version": {*}, "capabilities": ["oob"]}}"#)];

    // Negotiation.

    /// Nothing is carried out before negotiation.
    command_before_negotiation: BEFORE => [
        ask(br#"{"execute": "query-version"}"#, &[EARLY]),
        ask(br#"{"execute": "query-version", "id": 1}"#, &[EARLY.id("1")]),
    ];
    /// Before negotiation it is not looked whether there is such a command.
    unknown_command_before_negotiation: BEFORE =>
        [ask(br#"{"execute": "no-such-command", "id": "a"}"#, &[EARLY.id(r#""a""#)])];
    /// Before negotiation it is not looked whether arguments are right.
    wrong_arguments_before_negotiation: BEFORE =>
        [ask(br#"{"execute": "query-version", "arguments": {"x": 1}, "id": 1}"#, &[EARLY.id("1")])];
    /// Nobody can end a server that has not negotiated.
    quit_before_negotiation: BEFORE => [ask(br#"{"execute": "quit", "id": 1}"#, &[EARLY.id("1")])];
    /// Commands are carried out after negotiation, which needs no arguments.
    negotiation: BEFORE => [
        ask(br#"{"execute": "qmp_capabilities", "id": 1}"#, &[ok().id("1")]),
        ask(br#"{"execute": "query-version", "id": 2}"#, &[VERSION.id("2")]),
    ];
    /// One may enable nothing, and `exec-oob` is unknown then.
    negotiation_of_nothing: BEFORE => [
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": []}}"#, &[ok()]),
        ask(br#"{"exec-oob": "query-version"}"#, &[generic("QMP input member 'exec-oob' is unexpected")]),
    ];
    /// With the capability, `exec-oob` is known.
    negotiation_of_oob: BEFORE => [
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}"#, &[ok()]),
        ask(br#"{"exec-oob": "query-version"}"#, &[generic("The command query-version does not support OOB")]),
    ];
    /// A capability may be enabled twice.
    negotiation_of_oob_twice: BEFORE =>
        [ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob", "oob"]}, "id": 1}"#, &[ok().id("1")])];
    /// An unknown capability is refused, and the server still waits for negotiation.
    unknown_capability: BEFORE => [
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": ["X"]}, "id": 1}"#,
            &[generic("Parameter 'null' does not accept value 'X'").id("1")]),
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob", "X"]}}"#,
            &[generic("Parameter 'null' does not accept value 'X'")]),
        ask(br#"{"execute": "query-version"}"#, &[EARLY]),
    ];
    /// What is no list of capabilities is refused.
    capabilities_of_a_wrong_type: BEFORE => [
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": "oob"}}"#,
            &[generic("Invalid parameter type for 'enable', expected: array")]),
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": null}}"#,
            &[generic("Invalid parameter type for 'enable', expected: array")]),
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": [1]}}"#,
            &[generic("Invalid parameter type for 'enable[0]', expected: string")]),
    ];
    /// Negotiation has one argument.
    unknown_argument_of_negotiation: BEFORE =>
        [ask(br#"{"execute": "qmp_capabilities", "arguments": {"x": 1}}"#, &[generic("Parameter 'x' is unexpected")])];
    /// Negotiation is over once and for all.
    negotiation_again: AFTER => [
        ask(br#"{"execute": "qmp_capabilities"}"#, &[LATE]),
        ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}, "id": 1}"#, &[LATE.id("1")]),
    ];
    /// Arguments of negotiation are judged before it is said that it is over.
    unknown_capability_again: AFTER =>
        [ask(br#"{"execute": "qmp_capabilities", "arguments": {"enable": ["X"]}}"#,
            &[generic("Parameter 'null' does not accept value 'X'")])];

    // Commands.

    /// A command returns something.
    command: AFTER => [ask(br#"{"execute": "query-version"}"#, &[VERSION])];
    /// Arguments may be empty.
    empty_arguments: AFTER => [ask(br#"{"execute": "query-version", "arguments": {}}"#, &[VERSION])];
    /// An unknown command has a class of its own.
    unknown_command: AFTER => [
        ask(br#"{"execute": "no-such-command"}"#, &[not_found("The command no-such-command has not been found")]),
        ask(br#"{"execute": "", "id": 1}"#, &[not_found("The command  has not been found").id("1")]),
    ];
    /// An unknown argument is refused.
    unknown_argument: AFTER => [ask(br#"{"execute": "query-version", "arguments": {"x": 1}, "id": 1}"#,
        &[generic("Parameter 'x' is unexpected").id("1")])];

    // What a command is in.

    /// At the top there must be an object.
    not_an_object: ANY => [
        ask(b"[]", &[NO_OBJECT]),
        ask(br#"[{"execute": "query-version"}]"#, &[NO_OBJECT]),
        ask(b"5", &[NO_OBJECT]),
        ask(br#""query-version""#, &[NO_OBJECT]),
        ask(b"null", &[NO_OBJECT]),
    ];
    /// What is sent must name a command.
    no_command: ANY => [
        ask(b"{}", &[NO_COMMAND]),
        ask(br#"{"id": 1}"#, &[NO_COMMAND.id("1")]),
        ask(br#"{"arguments": {}, "id": 1}"#, &[NO_COMMAND.id("1")]),
    ];
    /// The name of a command is a string.
    command_not_a_string: ANY => [
        ask(br#"{"execute": 1}"#, &[NO_NAME]),
        ask(br#"{"execute": null, "id": 1}"#, &[NO_NAME.id("1")]),
        ask(br#"{"execute": {"execute": "query-version"}}"#, &[NO_NAME]),
    ];
    /// The arguments are an object, if there are any.
    arguments_not_an_object: ANY => [
        ask(br#"{"execute": "query-version", "arguments": null}"#, &[NO_ARGUMENTS]),
        ask(br#"{"execute": "query-version", "arguments": [], "id": 1}"#, &[NO_ARGUMENTS.id("1")]),
    ];
    /// Beside the command, its arguments and its id there may be nothing.
    unknown_member: ANY => [
        ask(br#"{"execute": "query-version", "argument": {}}"#, &[generic("QMP input member 'argument' is unexpected")]),
        ask(br#"{"execute": "query-version", "control": {}, "id": 1}"#,
            &[generic("QMP input member 'control' is unexpected").id("1")]),
    ];
    /// `exec-oob` is unknown until it is negotiated.
    exec_oob_without_the_capability: WITHOUT_OOB =>
        [ask(br#"{"exec-oob": "query-version", "id": 1}"#, &[generic("QMP input member 'exec-oob' is unexpected").id("1")])];
    /// A command is executed in one way. Which of them is named first is chance.
    execute_and_exec_oob: OOB => [ask(br#"{"execute": "query-version", "exec-oob": "query-version", "id": 1}"#,
        &[generic("QMP input member 'exec*' clashes with 'exec*'").id("1")])];
    /// Few commands may be executed out of band.
    exec_oob_of_an_in_band_command: OOB => [
        ask(br#"{"exec-oob": "query-version", "id": 1}"#, &[generic("The command query-version does not support OOB").id("1")]),
        ask(br#"{"exec-oob": "qmp_capabilities"}"#, &[generic("The command qmp_capabilities does not support OOB")]),
    ];
    /// Some commands may be executed out of band.
    exec_oob: OOB.needs("query-yank") => [
        ask(br#"{"exec-oob": "query-yank", "id": 1}"#, &[returns("[*]").id("1")]),
        ask(br#"{"exec-oob": "query-yank", "arguments": {"x": 1}}"#, &[generic("Parameter 'x' is unexpected")]),
    ];
    /// A command that may be executed out of band may be executed in band, too.
    exec_oob_in_band: AFTER.needs("query-yank") => [ask(br#"{"execute": "query-yank"}"#, &[returns("[*]")])];
    /// What is wrong with a command is wrong with an out-of-band one.
    wrong_exec_oob: OOB => [
        ask(br#"{"exec-oob": "no-such-command", "id": 1}"#, &[not_found("The command no-such-command has not been found").id("1")]),
        ask(br#"{"exec-oob": [], "id": 1}"#, &[generic("QMP input member 'exec-oob' must be a string").id("1")]),
    ];

    // JSON.

    /// A key stands once in an object, however it is spelt.
    duplicate_key: ANY => [
        ask(br#"{"execute": "query-version", "execute": "query-version"}"#, &[syntax("duplicate key")]),
        ask(br#"{"execute": "query-version", "id": {"a": 1, "\u0061": 1}}"#, &[syntax("duplicate key")]),
    ];
    /// Brackets end as they begin.
    wrong_bracket: ANY => [
        ask(b"{]", &[syntax("expecting value").later("expecting key")]),
        ask(b"[}", &[syntax("expecting value")]),
    ];
    /// A bracket that nothing began is an error.
    bracket_too_much: ANY => [
        ask(b"}", &[syntax("expecting value")]),
        ask(b"]]", &[syntax("expecting value").times(2)]),
    ];
    /// No comma stands before the end.
    trailing_comma: ANY => [
        ask(br#"{"execute": "query-version",}"#, &[syntax("expecting value").later("expecting key")]),
        ask(b"[1,]", &[syntax("expecting value")]),
    ];
    /// Elements and members have something between them.
    missing_separator: ANY => [
        ask(b"[1 2]", &[syntax("expected separator in list").later("expected ',' or ']'")]),
        ask(br#"{"a": 1 "b": 2}"#, &[syntax("expected separator in dict").later("expected ',' or '}'")]),
        ask(br#"{"a" 1}"#, &[syntax("missing : in object pair").later("expecting ':'")]),
        ask(br#"{"a"}"#, &[syntax("missing : in object pair").later("expecting ':'")]),
    ];
    /// A key is a string.
    key_not_a_string: ANY => [ask(b"{1: 2}", &[syntax("key is not a string in object").later("expecting key")])];
    /// There are three words.
    unknown_word: ANY => [
        ask(b"nul", &[syntax("invalid keyword 'nul'")]),
        ask(br#"{"execute": yes}"#, &[syntax("invalid keyword 'yes'")]),
    ];
    /// A byte that begins nothing is an error, and the line it stands in is passed over.
    stray_byte: ANY => [
        ask(b"A", &[syntax("stray 'A'")]),
        ask(b"%d", &[syntax("stray '%'")]),
        ask(b"\0", &[syntax("stray ''")]),
        ask(b"\xff", &[STRAY]),
    ];
    /// What begins as a number must go on as one.
    wrong_number: ANY => [
        ask(b"01", &[syntax("stray '01'")]),
        ask(b"+1", &[syntax("stray '+'")]),
        ask(b"1.", &[syntax("stray '1.\n'")]),
    ];
    /// Strings are Unicode, without control characters.
    wrong_string: ANY => [
        ask(b"\"a\nb\"", &[syntax("stray '\"a\n'")]),
        ask(br#""\q""#, &[syntax("invalid escape sequence in string")]),
        ask(br#""\ud800""#, &[syntax(r"\ud800 is not a valid Unicode character")]),
        ask(br#""\uffff""#, &[syntax(r"\uffff is not a valid Unicode character")]),
        ask(b"\"\xc3\"", &[syntax("invalid UTF-8 sequence in string")]),
    ];
    /// After a stray byte within an object, the brackets that are left draw errors of their own.
    stray_byte_in_an_object: ANY => [
        ask(b"{\"a\": \xff}", &[STRAY, syntax("expecting value")]),
        ask(b"{\"a\": {\"b\": A}}", &[syntax("stray 'A'"), syntax("expecting value").times(2)]),
        ask(b"[True]", &[syntax("stray 'T'"), syntax("expecting value")]),
    ];
    /// The byte 0xFF ends whatever was begun, with one error.
    resynchronisation: ANY => [
        ask(b"{\"execute\": [\xff", &[STRAY]),
        ask(b"\"abc\xff", &[syntax("stray '\"abc\u{fffd}'")]),
        ask(br#"{"id": 1}"#, &[NO_COMMAND.id("1")]),
    ];
    /// The end of a line ends nothing: a command that stands in a list is none.
    no_resynchronisation_by_lines: ANY => [
        ask(b"[\n{\"execute\": \"query-version\"}\n\xff", &[STRAY]),
        ask(b"[1,\r\n2\n]", &[NO_OBJECT]),
    ];
    /// Strings may be in single quotes, as they cannot in JSON.
    single_quotes: AFTER =>
        [ask(br#"{'execute': 'query-version', 'id': '"\'"'}"#, &[VERSION.id(r#""\"'\"""#)])];
    /// One line may have several commands.
    commands_in_one_line: AFTER => [ask(
        br#"{"execute": "query-version", "id": 1}{"execute": "no-such-command", "id": 2} {"execute": "query-version", "id": 3}"#,
        &[VERSION.id("1"), not_found("The command no-such-command has not been found").id("2"), VERSION.id("3")],
    )];
    /// One line may have several of anything.
    messages_in_one_line: ANY => [ask(br#"1 "a" [] {} null"#, &[NO_OBJECT.times(3), NO_COMMAND, NO_OBJECT])];
    /// A command may come in pieces, and over several lines.
    command_in_pieces: AFTER => [
        send(b"{\"exec"),
        send(b"ute\"\r\n: \"query-vers"),
        send(b"ion\", \"id\": \"\xc3"),
        send(b"\xa4\\u00"),
        ask(b"e4\"}", &[VERSION.id(r#""\u00E4\u00E4""#)]),
    ];
    /// Lines may be empty.
    empty_lines: ANY => [ask(b"\n\r\n \t\n", &[])];

    // Ids.

    /// An id is any value, and comes back with the reply.
    id: AFTER => [
        ask(br#"{"execute": "query-version", "id": null}"#, &[VERSION.id("null")]),
        ask(br#"{"execute": "query-version", "id": false}"#, &[VERSION.id("false")]),
        ask(br#"{"execute": "query-version", "id": ""}"#, &[VERSION.id(r#""""#)]),
        ask(br#"{"execute": "query-version", "id": []}"#, &[VERSION.id("[]")]),
        ask(br#"{"execute": "query-version", "id": {"b": [1, {}], "a": {"id": 2}}}"#,
            &[VERSION.id(r#"{"b": [1, {}], "a": {"id": 2}}"#)]),
    ];
    /// An id comes back with an error, too.
    id_of_an_error: ANY => [
        ask(br#"{"id": null}"#, &[NO_COMMAND.id("null")]),
        ask(br#"{"id": true}"#, &[NO_COMMAND.id("true")]),
        ask(br#"{"id": [1, "a", []]}"#, &[NO_COMMAND.id(r#"[1, "a", []]"#)]),
        ask(br#"{"id": {"b": 1, "a": 2}}"#, &[NO_COMMAND.id(r#"{"b": 1, "a": 2}"#)]),
    ];
    /// Characters of ids that are not ASCII come back as escapes.
    id_with_escapes: ANY => [
        ask(b"{\"id\": \"\xc3\xa4\\u0000\\ud83d\\ude00\x7f\\\"\\/\\b\\n<\"}",
            &[NO_COMMAND.id(r#""\u00E4\u0000\uD83D\uDE00\u007F\"/\b\n<""#)]),
    ];
    /// Integers in ids come back as they are, as far as 64 bits hold them.
    id_integer: ANY => [
        ask(br#"{"id": [18446744073709551615, -9223372036854775808, -0]}"#,
            &[NO_COMMAND.id("[18446744073709551615, -9223372036854775808, 0]")]),
        ask(br#"{"id": [18446744073709551616, -9223372036854775809]}"#,
            &[NO_COMMAND.id("[1.8446744073709552e+19, -9.2233720368547758e+18]")]),
    ];
    /// Other numbers in ids come back as C's `%.17g` writes them.
    id_number: ANY => [
        ask(br#"{"id": 1.0}"#, &[NO_COMMAND.id("1")]),
        ask(br#"{"id": [0.0, -0.0, 0.1, 1e3, 1E-7, 1e16, 1e17, 123456789.125]}"#,
            &[NO_COMMAND.id("[0, -0, 0.10000000000000001, 1000, 9.9999999999999995e-08, 10000000000000000, 1e+17, 123456789.125]")]),
    ];
    /// What could not be read has no id.
    no_id_of_what_is_no_json: ANY => [
        ask(br#"{"id": 1, "id": 1}"#, &[syntax("duplicate key")]),
        ask(br#"{"execute": "query-version", "id": 1,}"#, &[syntax("expecting value").later("expecting key")]),
        ask(br#"[{"id": 1}]"#, &[NO_OBJECT]),
    ];

    // Limits.

    /// Brackets may be 1024 deep.
    nesting: ANY => [
        ask_long(&[(1024, b"["), (1024, b"]")], &[NO_OBJECT]),
        ask_long(&[(1, b"{\"id\": "), (1023, b"["), (1023, b"]"), (1, b"}")], &[NO_COMMAND.id("[*]")]),
    ];
    /// Brackets may not be deeper than 1024. Before 11, QEMU takes each that is left for a message.
    nesting_too_deep: WITHOUT_OOB => [ask_long(&[(1025, b"["), (1025, b"]")],
        &[generic("JSON nesting depth limit exceeded"), syntax("expecting value").times(1025).before(11)])];
    /// A message has no more than 2^21 tokens.
    too_many_tokens: AFTER_WITHOUT_OOB.once() => [ask_long(&[(1, b"["), (1 << 20, b"1,"), (1, b"]")],
        &[generic("JSON token count limit exceeded"), syntax("expecting value").before(11)])];

    // Order.

    /// Without out-of-band execution, one command waits for the other.
    commands_wait: AFTER_WITHOUT_OOB.needs(HELD) => [
        Step::Hold("1"),
        send(br#"{"execute": "query-version", "id": 2}{"execute": "", "id": 3}"#),
        Step::Release,
        Step::Next(&[ok().id("1"), VERSION.id("2"), not_found("The command  has not been found").id("3")]),
        TAKE_AWAY,
    ];
    /// What is out of band overtakes what is under way, whatever becomes of it.
    out_of_band_overtakes: OOB.needs(HELD) => [
        Step::Hold("1"),
        send(br#"{"execute": "query-version", "id": 2}{"exec-oob": "query-version", "id": 3}{"exec-oob": "no-such-command", "id": 4}"#),
        Step::Next(&[
            generic("The command query-version does not support OOB").id("3"),
            not_found("The command no-such-command has not been found").id("4"),
        ]),
        Step::Release,
        Step::Next(&[ok().id("1"), VERSION.id("2")]),
        TAKE_AWAY,
    ];
    /// What is out of band overtakes seven commands that wait, too.
    out_of_band_overtakes_seven: OOB.needs(HELD) => [
        Step::Hold("0"),
        Step::Send(Sent::Repeated(&[(7, br#"{"execute": "query-version", "id": 1}"#)])),
        send(br#"{"exec-oob": "no-such-command", "id": 2}"#),
        Step::Next(&[not_found("*").id("2")]),
        Step::Release,
        Step::Next(&[ok().id("0"), VERSION.id("1").times(7)]),
        TAKE_AWAY,
    ];
    /// With eight commands that wait, reading stops, and what is out of band waits as well.
    out_of_band_waits_behind_eight: OOB.needs(HELD) => [
        Step::Hold("0"),
        Step::Send(Sent::Repeated(&[(8, br#"{"execute": "query-version", "id": 1}"#)])),
        send(br#"{"exec-oob": "no-such-command", "id": 2}"#),
        Step::Settle,
        Step::Release,
        Step::Next(&[ok().id("0")]),
        Step::Mixed(&[&[VERSION.id("1").times(8)], &[not_found("*").id("2")]]),
        TAKE_AWAY,
    ];
    /// A reply that is owed to a connection that was closed goes to the next one, before its own.
    owed_reply: AFTER.needs(HELD) => [
        Step::Hold(r#""owed""#),
        Step::Reconnect,
        send(br#"{"execute": "qmp_capabilities", "id": 1}"#),
        Step::Release,
        Step::Next(&[ok().id(r#""owed""#), ok().id("1")]),
        TAKE_AWAY,
    ];
    /// A new connection begins anew, whatever was left of the last one.
    new_connection: AFTER => [
        send(br#"{"execute": ["#),
        Step::Reconnect,
        ask(br#"{"execute": "query-version", "id": 1}"#, &[EARLY.id("1")]),
        ask(br#"{"exec-oob": "query-version"}"#, &[generic("QMP input member 'exec-oob' is unexpected")]),
    ];
    /// The end is told as an event, where there is one, and then the command is answered.
    quit: AFTER => [
        send(br#"{"execute": "quit", "id": 1}"#),
        Step::Next(&[event("SHUTDOWN", r#"{"guest": false, "reason": "host-qmp-quit"}"#), ok().id("1")]),
        Step::End,
    ];

    // What a policy denies.

    /// A deprecated command may be denied as if it were none.
    deprecated_command: AFTER.compat("deprecated-input=reject").needs("nbd-server-remove") =>
        [ask(br#"{"execute": "nbd-server-remove", "id": 1}"#,
            &[not_found("Deprecated command nbd-server-remove disabled by policy").id("1")])];
    /// An unstable command may be denied as if it were none.
    unstable_command: AFTER.compat("unstable-input=reject").needs("x-debug-query-block-graph") =>
        [ask(br#"{"execute": "x-debug-query-block-graph", "id": 1}"#,
            &[not_found("Unstable command x-debug-query-block-graph disabled by policy").id("1")])];
    /// A deprecated argument may be refused.
    deprecated_argument: AFTER.compat("deprecated-input=reject").needs("eject.arguments.device") =>
        [ask(br#"{"execute": "eject", "arguments": {"device": "x"}, "id": 1}"#,
            &[generic("Deprecated parameter device disabled by policy").id("1")])];
    /// An unstable argument may be refused.
    unstable_argument: AFTER.compat("unstable-input=reject").needs("blockdev-backup.arguments.x-perf") =>
        [ask(br#"{"execute": "blockdev-backup", "arguments": {"device": "x", "target": "x", "sync": "full", "x-perf": {}}}"#,
            &[generic("Unstable parameter x-perf disabled by policy")])];
    /// Negotiation goes before policy.
    deprecated_command_before_negotiation: BEFORE.compat("deprecated-input=reject").needs("nbd-server-remove") =>
        [ask(br#"{"execute": "nbd-server-remove", "id": 1}"#, &[EARLY.id("1")])];

    // How messages are written.

    /// A server may be told to send each message over many lines.
    pretty: ANY.pretty() => [
        ask(br#"{"id": [1, {"a": [], "b": {}}]}"#, &[NO_COMMAND.id(r#"[1, {"a": [], "b": {}}]"#)]),
        ask(b"{]", &[syntax("expecting value").later("expecting key")]),
    ];
    /// A reply comes over many lines then, too.
    pretty_reply: AFTER.pretty() => [ask(br#"{"execute": "query-version", "id": 1}"#, &[VERSION.id("1")])];
}
